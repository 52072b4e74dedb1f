//! # partitioned_table_unanalyzed
//!
//! Autovacuum analyzes partitions and never the partitioned table itself, whose statistics the planner uses for joins over
//! all of them. Only ANALYZE by hand or by a job takes them.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::qualified;
use crate::sentence::Dossier;

pub(crate) static CHECK: Check = Check {
    id: "STA03",
    name: "partitioned_table_unanalyzed",
    group: "STA",
    what: "partitioned tables without statistics of their own",
    why: "the planner guesses how many rows joins and groups over all partitions give",
    how: "row estimate of the partitioned table, which only ANALYZE of itself sets; this extension's own audit, read by key alone, is left out",
    refuted_by: "SELECT oid::regclass FROM pg_class WHERE relkind = 'p' AND reltuples < 0",
    reads: &[Family::Tables],
    severity_max: Severity::Low,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let mut judged = Judged { noun: "partitioned tables", ..Judged::default() };
    // a partition that is partitioned itself is analyzed with the topmost
    let own = |t: &Table| t.schema_name == "copilot_audit";
    for table in facts.tables()?.iter().filter(|t| t.kind == 'p' && !t.is_partition && !own(t)) {
        judged.examined += 1;
        if table.estimated_rows.is_some() {
            continue;
        }
        let name = table.name();
        let mut said = Dossier::default();
        said.say("Partitioned table {} was never analyzed itself.", &[&Evidence::name("tables", &name)]);
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Low,
            object_kind: "table",
            object: name,
            said,
            remedy: Remedy::maintenance(
                "Autovacuum never does: let a job repeat it when the partitions have changed much",
                format!("ANALYZE {}", qualified(&table.schema_name, &table.table_name)),
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn the_parent_needs_its_own_statistics() {
        let found = |table: Table| {
            let mut world = FakeWorld::new().with(Family::Tables, &[table]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        let parent = Table { kind: 'p', estimated_rows: None, ..fake::table("shop.events") };
        assert_eq!(found(parent.clone())[0].remedy.sql.as_deref(), Some("ANALYZE shop.events"));
        assert!(found(Table { estimated_rows: Some(5.0), ..parent.clone() }).is_empty());
        assert!(found(Table { schema_name: "copilot_audit".into(), ..parent.clone() }).is_empty());
        assert!(found(Table { is_partition: true, ..parent.clone() }).is_empty());
        assert!(found(Table { kind: 'r', ..parent }).is_empty());
    }
}
