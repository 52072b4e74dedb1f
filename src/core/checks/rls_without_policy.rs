//! # rls_without_policy
//!
//! Row security is on and no policy was written: nobody but the owner and superusers sees a row. That is safe, and mostly not
//! what was meant.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Unread};

pub(crate) static CHECK: Check = Check {
    id: "SEC21",
    name: "rls_without_policy",
    group: "SEC",
    what: "tables with row security and no policy",
    why: "every other role sees an empty table, without an error",
    how: "relrowsecurity of pg_class without a row in pg_policy",
    refuted_by:
        "SELECT oid::regclass FROM pg_class WHERE relrowsecurity AND oid NOT IN (SELECT polrelid FROM pg_policy)",
    reads: &[Family::RowSecurity],
    severity_max: Severity::Info,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let tables = facts.row_security()?;
    let mut judged = Judged::of("tables with row security", tables.len());
    for table in tables.iter().filter(|t| t.is_enabled && t.policies == 0) {
        let name = table.name();
        let said = Dossier::saying(
            "Table {} has row security and no policy: other roles than its owner see no row.",
            &[&Evidence::name("row_security", &name)],
        );
        let remedy =
            Remedy::advice("Write the policy (CREATE POLICY) if rows were meant to be seen; DROP POLICY takes it back");
        judged.findings.push(CHECK.finding(Severity::Info, "table", name, said, remedy));
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
    fn security_without_a_policy_is_named() {
        let found = |is_enabled, policies| {
            let table = SecuredTable {
                schema_name: "shop".into(),
                table_name: "orders".into(),
                is_enabled,
                is_forced: false,
                policies,
            };
            found(&CHECK, FakeWorld::new().with(Family::RowSecurity, &[table])).len()
        };
        assert_eq!([found(true, 1), found(false, 1), found(true, 0)], [0, 0, 1]);
    }
}
