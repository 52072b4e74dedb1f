//! # constraint_not_validated
//!
//! A foreign key or check that was added NOT VALID holds for new rows only. Old rows may break it, and the planner may not
//! rely on it.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::{qualified, quote_ident};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "FKC01",
    name: "constraint_not_validated",
    group: "FKC",
    what: "constraints that were never validated",
    why: "old rows may break the rule everybody believes in, and the planner does not rely on it",
    how: "convalidated of pg_constraint for foreign keys and checks",
    refuted_by: "SELECT conname, conrelid::regclass FROM pg_constraint WHERE NOT convalidated",
    reads: &[Family::Constraints],
    severity_max: Severity::Low,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let constraints = facts.constraints()?;
    let mut judged = Judged { noun: "constraints", examined: constraints.len(), ..Judged::default() };
    if constraints.is_empty() {
        judged.not_applicable = Some("there are no foreign keys, and no constraint waits for its validation".into());
    }
    for constraint in constraints.iter().filter(|c| !c.is_validated && !c.is_inherited) {
        let mut said = Dossier::default();
        let name = constraint.name();
        said.say(
            "Constraint {} of table {} was never validated: rows from before it may break it.",
            &[
                &Evidence::measured(
                    "constraints",
                    &name,
                    "constraint",
                    Value::Name(constraint.constraint_name.clone()),
                ),
                &Evidence::name("constraints", &constraint.table()),
            ],
        );
        let sql = format!(
            "ALTER TABLE {} VALIDATE CONSTRAINT {}",
            qualified(&constraint.schema_name, &constraint.table_name),
            quote_ident(&constraint.constraint_name)
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Low,
            object_kind: "constraint",
            object: name,
            said,
            remedy: Remedy::maintenance(
                "Reads the whole table and blocks no reads or writes. If it fails it names a row that breaks the rule",
                sql,
            ),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::constraints::Constraint;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn a_constraint_that_waits_is_named() {
        let found = |is_validated, is_inherited| {
            let key = Constraint { is_validated, is_inherited, ..fake::foreign_key("orders_a_fkey") };
            let mut world = FakeWorld::new().with(Family::Constraints, &[key]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(true, false).is_empty());
        assert!(found(false, true).is_empty(), "the parent's is named");
        assert_eq!(
            found(false, false)[0].remedy.sql.as_deref(),
            Some("ALTER TABLE shop.orders VALIDATE CONSTRAINT orders_a_fkey")
        );
    }
}
