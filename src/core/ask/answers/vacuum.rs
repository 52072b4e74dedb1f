//! Dead rows, stale statistics, age of transaction ids.

use super::{is_own, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Vacuum, needs, say };

fn needs(intent: &str) -> Needs {
    match intent {
        "table_bloat" => Needs::of(&[Family::Tables], &["dead_tuple_ratio", "autovacuum_overdue"]),
        "stale_statistics" => Needs::of(&[Family::Tables], &["stale_statistics", "never_analyzed"]),
        "wraparound" => Needs::of(&[Family::Databases], &["db_xid_age"]),
        _ => Needs::of(
            &[Family::Tables],
            &["autovacuum_overdue", "dead_tuple_ratio", "stale_statistics", "never_analyzed", "idle_in_transaction"],
        ),
    }
}

fn say(asked: &Asked, said: &mut Said) {
    let checks = needs(asked.topic).checks;
    asked.findings(said, checks);
    match asked.intent.name {
        "wraparound" => ages(asked, said),
        "stale_statistics" => {}
        _ => dead_rows(asked, said),
    }
    asked.found_nothing(said, checks);
    if asked.intent.name == "table_bloat" {
        said.is_partial = true;
        said.note("Dead rows are counted; space already freed inside the files is not measured (pgstattuple would)");
    }
}

/// The tables with most dead rows, whether or not a check minds.
fn dead_rows(asked: &Asked, said: &mut Said) {
    // A finding has told of these already.
    let told: Vec<&str> = asked.told(&["dead_tuple_ratio", "autovacuum_overdue"]);
    let is_told = |t: &Table| is_own(t) || told.contains(&t.name().as_str());
    let mut tables: Vec<_> =
        said.look(asked.facts.tables()).unwrap_or_default().iter().filter(|t| t.dead_rows > 0 && !is_told(t)).collect();
    tables.sort_by_key(|t| std::cmp::Reverse(t.dead_rows));
    for table in tables.into_iter().take(3) {
        let name = table.name();
        let of = |measure, value| Evidence::measured("tables", &name, measure, value);
        said.say(
            "Table {} has {} dead rows beside {} live ones",
            &[
                &Evidence::name("tables", &name),
                &of("dead_rows", Value::Count(table.dead_rows)),
                &of("live_rows", Value::Count(table.live_rows)),
            ],
        );
        match table.vacuumed_at {
            Some(at) => said.say("It was last vacuumed at {}", &[&of("vacuumed_at", Value::Time(at))]),
            None => said.say("No vacuum of {} is on record", &[&Evidence::name("tables", &name)]),
        }
    }
}

fn ages(asked: &Asked, said: &mut Said) {
    let Some(databases) = said.look(asked.facts.databases()) else { return };
    let mut databases: Vec<_> = databases.iter().collect();
    databases.sort_by_key(|d| std::cmp::Reverse(d.xid_age));
    for db in databases.into_iter().take(3) {
        let age = Evidence::measured("databases", &db.database_name, "xid_age", Value::Count(db.xid_age));
        said.say(
            "The oldest row of database {} is {} transactions old",
            &[&Evidence::name("databases", &db.database_name), &age],
        );
    }
    let limit = Evidence::measured("threshold", "wraparound", "transactions", Value::Count(2_147_483_647));
    said.say("Writing stops shortly before {} transactions", &[&limit]);
}
