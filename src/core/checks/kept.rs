//! Indexes that something besides queries relies on, and how foreign keys meet their indexes.

use crate::evidence::constraints::Constraint;
use crate::evidence::indexes::Index;
use std::collections::{HashMap, HashSet};

/// Who relies on which index, looked up by oid.
pub(crate) struct Kept<'a> {
    constraint_indexes: HashSet<i64>,
    foreign_keys: HashMap<i64, Vec<&'a Constraint>>,
}

impl<'a> Kept<'a> {
    pub(crate) fn by(constraints: &'a [Constraint]) -> Self {
        let mut foreign_keys: HashMap<i64, Vec<&Constraint>> = HashMap::new();
        for key in constraints.iter().filter(|c| c.is_foreign_key()) {
            foreign_keys.entry(key.table_oid).or_default().push(key);
        }
        Kept { constraint_indexes: constraints.iter().filter_map(|c| c.index_oid).collect(), foreign_keys }
    }

    /// Whether a constraint names this index as its own or its target.
    pub(crate) fn backs_constraint(&self, index: &Index) -> bool {
        index.backs_constraint || self.constraint_indexes.contains(&index.oid)
    }

    /// Whether a rule of the schema rests on this index: it enforces uniqueness or exclusion, identifies rows for
    /// replication, or is the target of a constraint.
    pub(crate) fn enforces(&self, index: &Index) -> bool {
        index.is_unique
            || index.is_primary
            || index.is_exclusion
            || index.is_replica_identity
            || self.backs_constraint(index)
    }

    /// Whether a foreign key is checked through this index.
    pub(crate) fn serves_foreign_key(&self, index: &Index) -> bool {
        self.foreign_keys.get(&index.table_oid).is_some_and(|keys| keys.iter().any(|key| supports(index, key)))
    }
}

/// Whether deleting a referenced row could use this index to look for the rows that reference it: all columns of
/// the foreign key lead the index, in any order, and the index holds all rows.
pub(crate) fn supports(index: &Index, foreign_key: &Constraint) -> bool {
    let wanted = foreign_key.column_numbers.as_deref().unwrap_or_default();
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
        let key = Constraint { column_numbers: Some(vec![2, 1]), ..fake::foreign_key("fk") };
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
        let key = [fake::foreign_key("fk")];
        let kept = Kept::by(&key);
        assert!(!kept.enforces(&plain));
        assert!(kept.serves_foreign_key(&plain));
        assert!(kept.enforces(&Index { is_unique: true, ..plain.clone() }));
        assert!(kept.enforces(&Index { is_replica_identity: true, ..plain.clone() }));
        assert!(kept.enforces(&Index { backs_constraint: true, ..plain.clone() }));
        let target = [Constraint { index_oid: Some(plain.oid), ..fake::foreign_key("fk") }];
        assert!(Kept::by(&target).enforces(&plain));
        assert!(!Kept::by(&[]).serves_foreign_key(&plain));
    }
}
