//! What takes space. All sizes are estimated from the pages counted by the last vacuums and analyzes.

use super::{Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Disk, needs, say };

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Largest, Family::Databases], &[])
}

fn say(asked: &Asked, said: &mut Said) {
    biggest(asked, said);
    for db in said.look(asked.facts.databases()).unwrap_or_default().iter().filter(|d| d.is_current) {
        if let Some(bytes) = db.estimated_bytes {
            let size = Evidence::estimated("databases", &db.database_name, "size", Value::Bytes(bytes));
            said.say("Database {} takes about {} in all", &[&Evidence::name("databases", &db.database_name), &size]);
        }
    }
    said.note("Sizes are estimated from the pages counted by the last vacuum or analyze, without reading any file");
    said.next("for an exact size: SELECT pg_size_pretty(pg_total_relation_size('schema.table'));");
}

/// The five tables that take most, with their indexes and long values.
fn biggest(asked: &Asked, said: &mut Said) {
    for table in said.look(asked.facts.largest()).unwrap_or_default().iter().take(5) {
        let name = table.name();
        let of = |measure, value| Evidence::estimated("largest", &name, measure, value);
        said.say(
            "Table {} takes about {}, of which {} are indexes",
            &[
                &Evidence::name("largest", &name),
                &of("total_size", Value::Bytes(table.total_bytes())),
                &of("index_size", Value::Bytes(table.index_estimated_bytes)),
            ],
        );
    }
}
