//! # matview_unpopulated
//!
//! A materialized view made or refreshed WITH NO DATA: every query on it fails until it is refreshed.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "MAV01",
    name: "matview_unpopulated",
    group: "MAV",
    what: "materialized views that cannot be read",
    why: "queries on them fail with an error, and so do views and jobs built on them",
    how: "relispopulated of pg_class; how old the data of the others is, is not shown by the catalogs",
    refuted_by: "SELECT schemaname, matviewname FROM pg_matviews WHERE NOT ispopulated",
    reads: &[Family::Tables],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("materialized views", 0);
    for view in facts.tables()?.iter().filter(|t| t.kind == 'm') {
        judged.examined += 1;
        if view.is_populated {
            continue;
        }
        let name = view.name();
        let said = Dossier::saying(
            "Materialized view {} has no data: queries on it fail until it is refreshed.",
            &[&Evidence::name("tables", &name)],
        );
        let remedy = Remedy::maintenance(
            "It runs the view's query, and locks the view meanwhile",
            format!("REFRESH MATERIALIZED VIEW {}", qualified(&view.schema_name, &view.table_name)),
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "materialized view", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{table, FakeWorld};
    use crate::evidence::tables::Table;

    #[test]
    fn a_view_without_data_is_named() {
        let found = |kind, is_populated| {
            let view = Table { kind, is_populated, ..table("shop.sums") };
            found(&CHECK, FakeWorld::new().with(Family::Tables, &[view])).len()
        };
        assert_eq!([found('m', true), found('r', false), found('m', false)], [0, 0, 1]);
    }
}
