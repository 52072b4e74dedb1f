//! # fk_narrower_than_pk
//!
//! An integer column that references a bigint one: once the key passes the integer's end, no row can reference it.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, RemedyClass, Severity, Unread, Value};

pub(crate) static CHECK: Check = Check {
    id: "SEQ04",
    name: "fk_narrower_than_pk",
    group: "SEQ",
    what: "foreign keys with a narrower type than the key they reference",
    why: "from some value on every insert of a referencing row fails",
    how: "the operators that compare the columns of integer foreign keys in pg_constraint; how near the end is, is another check's",
    refuted_by: "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'",
    reads: &[Family::Counts, Family::NarrowKeys],
    remedy_class: RemedyClass::Irreversible,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("tables", facts.count()?.tables);
    for key in facts.narrow_keys()? {
        let name = key.name();
        let of = |measure, value| Evidence::measured("narrow_keys", &name, measure, value);
        let column = |schema: &str, table: &str, column: &str| Value::Name(format!("{schema}.{table}.{column}"));
        let said = Dossier::saying(
            "Column {} is {} and references {}, which is {}.",
            &[
                &of("column", column(&key.schema_name, &key.table_name, &key.column_name)),
                &of("type", Value::Word(key.type_name.clone())),
                &of(
                    "referenced_column",
                    column(&key.referenced_schema_name, &key.referenced_table_name, &key.referenced_column_name),
                ),
                &of("referenced_type", Value::Word(key.referenced_type_name.clone())),
            ],
        );
        let remedy = Remedy::irreversible(
            "Widen the column. That rewrites its table under a full lock; on a large one add a wide column, fill it in batches \
             and switch",
        );
        judged.findings.push(CHECK.finding(Severity::Medium, "constraint", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::narrow_keys::NarrowKey;

    #[test]
    fn both_columns_are_named_with_their_types() {
        let world = || FakeWorld::new().with(Family::Counts, &[fake::counts(0, 0)]);
        assert!(found(&CHECK, world()).is_empty());
        let key = NarrowKey {
            constraint_name: "orders_customer_id_fkey".into(),
            schema_name: "shop".into(),
            table_name: "orders".into(),
            referenced_schema_name: "shop".into(),
            referenced_table_name: "customers".into(),
            column_name: "customer_id".into(),
            type_name: "integer".into(),
            referenced_column_name: "id".into(),
            referenced_type_name: "bigint".into(),
        };
        assert_eq!(
            found(&CHECK, world().with(Family::NarrowKeys, &[key]))[0].said.sentences[0].text,
            "Column \"shop.orders.customer_id\" is 'integer' and references \"shop.customers.id\", which is 'bigint'."
        );
    }
}
