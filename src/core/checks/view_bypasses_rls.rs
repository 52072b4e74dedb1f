//! # view_bypasses_rls
//!
//! A view reads its tables as its owner. Where the policies of a table do not apply to that owner, the view shows every row to
//! whoever may read the view. From 15 on security_invoker makes a view read as the one who asks.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread};
use crate::ident::qualified;

pub(crate) static CHECK: Check = Check {
    id: "SEC19",
    name: "view_bypasses_rls",
    group: "SEC",
    what: "views that show rows which row security would hide",
    why: "the policy looks as if it held, and through the view it does not",
    how: "views over tables with row security, whose owner is a superuser, has BYPASSRLS or owns the table without FORCE, and that lack security_invoker; a condition in the view itself is not judged",
    refuted_by: "SELECT c.oid::regclass, c.relowner::regrole, c.reloptions FROM pg_class c WHERE c.relkind = 'v'",
    reads: &[Family::RowSecurity, Family::BypassingViews],
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let secured = facts.row_security()?.iter().filter(|t| t.is_enabled).count();
    let mut judged = Judged::of("tables with row security", secured);
    for view in facts.bypassing_views()? {
        let name = view.name();
        let table = format!("{}.{}", view.table_schema_name, view.table_name);
        let said = Dossier::saying(
            "View {} reads {} as an owner to whom its policies do not apply.",
            &[&Evidence::name("bypassing_views", &name), &Evidence::name("bypassing_views", &table)],
        );
        let target = qualified(&view.schema_name, &view.view_name);
        let remedy = Remedy::exactly(
            "Those who read the view need SELECT on its tables then; try it with one of them first",
            format!("ALTER VIEW {target} SET (security_invoker = true)"),
            format!("ALTER VIEW {target} RESET (security_invoker)"),
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "view", name, said, remedy));
    }
    judged.findings.dedup_by(|a, b| a.object == b.object);
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::bypassing_views::BypassingView;
    use crate::evidence::fake::FakeWorld;
    use crate::evidence::row_security::SecuredTable;

    #[test]
    fn a_view_around_the_policies_is_named_once() {
        let table = SecuredTable {
            schema_name: "shop".into(),
            table_name: "orders".into(),
            is_enabled: true,
            is_forced: false,
            policies: 1,
        };
        let world = || FakeWorld::new().with(Family::RowSecurity, std::slice::from_ref(&table));
        assert!(found(&CHECK, world()).is_empty());
        let view = |table_name: &str| BypassingView {
            schema_name: "shop".into(),
            view_name: "all_orders".into(),
            table_schema_name: "shop".into(),
            table_name: table_name.into(),
        };
        let found = found(&CHECK, world().with(Family::BypassingViews, &[view("orders"), view("lines")]));
        assert_eq!(found.len(), 1);
        let sql = "ALTER VIEW shop.all_orders SET (security_invoker = true)";
        assert_eq!(found[0].remedy.sql.as_deref(), Some(sql));
    }
}
