//! What takes space. All sizes are estimated from the pages counted by the last vacuums and analyzes.

use super::{Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::{Evidence, Family};
use crate::value::Value;
use std::collections::BTreeMap;

pub(super) const PLAN: Plan = Plan { product: Product::Disk, needs, say };

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Tables, Family::Indexes, Family::Databases], &[])
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
    let mut of_indexes: BTreeMap<i64, i64> = BTreeMap::new();
    let (Some(indexes), Some(tables)) = (said.look(asked.facts.indexes()), said.look(asked.facts.tables())) else {
        return;
    };
    for index in indexes {
        *of_indexes.entry(index.table_oid).or_default() += index.estimated_bytes;
    }
    let mut tables: Vec<_> = tables
        .iter()
        .map(|t| {
            let indexes = of_indexes.get(&t.oid).copied().unwrap_or(0);
            (t, indexes, t.estimated_bytes + t.toast_estimated_bytes.unwrap_or(0) + indexes)
        })
        .collect();
    tables.sort_by_key(|(_, _, total)| std::cmp::Reverse(*total));
    for (table, indexes, total) in tables.into_iter().take(5) {
        let name = table.name();
        let of = |measure, value| Evidence::estimated("tables", &name, measure, value);
        said.say(
            "Table {} takes about {}, of which {} are indexes",
            &[
                &Evidence::name("tables", &name),
                &of("total_size", Value::Bytes(total)),
                &of("index_size", Value::Bytes(indexes)),
            ],
        );
    }
}
