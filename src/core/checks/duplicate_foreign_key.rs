//! # duplicate_foreign_key
//!
//! The same columns reference the same key twice: every write is checked twice, and a rule says nothing new. Mostly a tool that
//! added what was there already.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread};
use crate::evidence::constraints::Constraint;
use crate::ident::{qualified, quote_ident};

pub(crate) static CHECK: Check = Check {
    id: "FKC02",
    name: "duplicate_foreign_key",
    group: "FKC",
    what: "foreign keys that say the same as another one",
    why: "each write to either table is checked twice",
    how: "columns, referenced table and referenced index of pg_constraint; their actions (ON DELETE) may differ and are not compared",
    refuted_by: "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'",
    reads: &[Family::Constraints],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleInStructure,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut keys: Vec<&Constraint> =
        facts.constraints()?.iter().filter(|c| c.is_foreign_key() && !c.is_inherited).collect();
    keys.sort_by(|a, b| says(a).cmp(&says(b)).then_with(|| a.constraint_name.cmp(&b.constraint_name)));
    let mut judged = Judged::of("foreign keys", keys.len());
    let mut first: Option<&Constraint> = None;
    for key in keys {
        match first {
            Some(one) if says(one) == says(key) => {
                let (name, other) = (key.name(), one.name());
                let said = Dossier::saying(
                    "Foreign key {} references by the same columns what {} references.",
                    &[&Evidence::name("constraints", &name), &Evidence::name("constraints", &other)],
                );
                let remedy = Remedy::in_structure(
                    "Compare what \\d says of both first: the one to keep is the one with the action that is wanted. It locks \
                     both tables for a moment",
                    format!(
                        "ALTER TABLE {} DROP CONSTRAINT {}",
                        qualified(&key.schema_name, &key.table_name),
                        quote_ident(&key.constraint_name)
                    ),
                    None,
                );
                judged.findings.push(CHECK.finding(Severity::Low, "constraint", name, said, remedy));
            }
            _ => first = Some(key),
        }
    }
    Ok(judged)
}

/// What a foreign key demands.
fn says(key: &Constraint) -> (i64, Option<&[i16]>, Option<i64>, Option<i64>) {
    (key.table_oid, key.column_numbers.as_deref(), key.referenced_table_oid, key.index_oid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{foreign_key, FakeWorld};

    #[test]
    fn the_second_one_is_named() {
        let other = Constraint { column_numbers: Some(vec![2]), ..foreign_key("orders_b_fkey") };
        let keys = [foreign_key("orders_a_fkey1"), other, foreign_key("orders_a_fkey")];
        let found = found(&CHECK, FakeWorld::new().with(Family::Constraints, &keys));
        assert_eq!(found.len(), 1);
        let sql = "ALTER TABLE shop.orders DROP CONSTRAINT orders_a_fkey1";
        assert_eq!(found[0].remedy.sql.as_deref(), Some(sql));
    }
}
