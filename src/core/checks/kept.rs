//! Indexes that something besides queries relies on, and how foreign keys meet their indexes.

use crate::evidence::constraints::Constraint;
use crate::evidence::indexes::Index;

/// Whether a rule of the schema rests on this index: it enforces uniqueness or exclusion, identifies rows for
/// replication, or is the target of a constraint.
pub(crate) fn enforces(index: &Index, constraints: &[Constraint]) -> bool {
    index.is_unique
        || index.is_primary
        || index.is_exclusion
        || index.is_replica_identity
        || backs_constraint(index, constraints)
}

/// Whether a constraint names this index as its own.
pub(crate) fn backs_constraint(index: &Index, constraints: &[Constraint]) -> bool {
    constraints.iter().any(|c| c.index_oid == Some(index.oid))
}

/// Whether deleting a referenced row could use this index to look for the rows that reference it: all columns of
/// the foreign key lead the index, in any order, and the index holds all rows.
pub(crate) fn supports(index: &Index, foreign_key: &Constraint) -> bool {
    let wanted = &foreign_key.column_numbers;
    let leading = index.key_numbers().get(..wanted.len()).unwrap_or_default();
    let can_look_up = index.access_method == "btree" || (index.access_method == "hash" && wanted.len() == 1);
    foreign_key.is_foreign_key()
        && index.table_oid == foreign_key.table_oid
        && can_look_up
        && index.is_whole()
        && !leading.is_empty()
        && leading.iter().all(|number| wanted.contains(number))
        && wanted.iter().all(|number| leading.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake;

    #[test]
    fn a_foreign_key_needs_its_columns_in_front() {
        let key = Constraint { column_numbers: vec![2, 1], ..fake::foreign_key("fk") };
        let index = |numbers: &[i16]| Index {
            key_columns: numbers.len(),
            column_numbers: numbers.to_vec(),
            ..fake::index("shop.i")
        };
        assert!(supports(&index(&[1, 2]), &key), "the order within does not matter");
        assert!(supports(&index(&[2, 1, 3]), &key));
        assert!(!supports(&index(&[1]), &key));
        assert!(!supports(&index(&[3, 1, 2]), &key));
        assert!(!supports(&Index { predicate_md5: Some("x".into()), ..index(&[1, 2]) }, &key));
        assert!(!supports(&Index { is_valid: false, ..index(&[1, 2]) }, &key));
        assert!(!supports(&Index { access_method: "gin".into(), ..index(&[1, 2]) }, &key));
        assert!(!supports(&Index { table_oid: 1, ..index(&[1, 2]) }, &key));
        let include = Index { key_columns: 1, ..index(&[1, 2]) };
        assert!(!supports(&include, &key), "INCLUDE columns cannot be searched");
    }

    #[test]
    fn rules_of_the_schema_rest_on_indexes() {
        let plain = fake::index("shop.i");
        assert!(!enforces(&plain, &[fake::foreign_key("fk")]));
        assert!(enforces(&Index { is_unique: true, ..plain.clone() }, &[]));
        assert!(enforces(&Index { is_replica_identity: true, ..plain.clone() }, &[]));
        let target = Constraint { index_oid: Some(plain.oid), ..fake::foreign_key("fk") };
        assert!(enforces(&plain, &[target]));
    }
}
