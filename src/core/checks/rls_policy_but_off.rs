//! # rls_policy_but_off
//!
//! Policies were written, and row security was never switched on, or was switched off for a load and forgotten. They do
//! nothing.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "SEC20",
    name: "rls_policy_but_off",
    group: "SEC",
    what: "tables whose row policies are not in force",
    why: "everyone with SELECT sees every row, and whoever reads the schema believes otherwise",
    how: "policies of pg_policy on tables without relrowsecurity",
    refuted_by:
        "SELECT oid::regclass FROM pg_class WHERE NOT relrowsecurity AND oid IN (SELECT polrelid FROM pg_policy)",
    reads: &[Family::RowSecurity],
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let tables = facts.row_security()?;
    let mut judged = Judged::of("tables with policies", tables.len());
    for table in tables.iter().filter(|t| t.policies > 0 && !t.is_enabled) {
        let name = table.name();
        let said = Dossier::saying(
            "Table {} has policies ({}), and row security is off: they do nothing.",
            &[
                &Evidence::name("row_security", &name),
                &Evidence::measured("row_security", &name, "policies", Value::Count(table.policies)),
            ],
        );
        let target = qualified(&table.schema_name, &table.table_name);
        let remedy = Remedy::exactly(
            "From then on every role but the owner sees only what a policy shows it: try it with one first",
            format!("ALTER TABLE {target} ENABLE ROW LEVEL SECURITY"),
            format!("ALTER TABLE {target} DISABLE ROW LEVEL SECURITY"),
        );
        judged.findings.push(CHECK.finding(Severity::High, "table", name, said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::row_security::SecuredTable;

    #[test]
    fn policies_without_force_are_named() {
        let found = |is_enabled, policies| {
            let table = SecuredTable {
                schema_name: "shop".into(),
                table_name: "orders".into(),
                is_enabled,
                is_forced: false,
                policies,
            };
            found(&CHECK, FakeWorld::new().with(Family::RowSecurity, &[table]))
        };
        assert!(found(true, 2).is_empty());
        assert!(found(true, 0).is_empty(), "it shows no row to anyone, which is safe");
        let sql = "ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY";
        assert_eq!(found(false, 2)[0].remedy.sql.as_deref(), Some(sql));
    }
}
