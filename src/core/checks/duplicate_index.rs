//! # duplicate_index
//!
//! Two indexes with the same columns in the same order, operator classes, collations, sort orders, expressions and
//! condition. One of them does all the work; any pair is a finding. The one a constraint, uniqueness or replication
//! rests on stays, else the one queries used more.

use super::definition::drop_index;
use super::kept::Kept;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::indexes::Index;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    id: "IDX02",
    name: "duplicate_index",
    group: "IDX",
    what: "indexes that are the same as another one",
    why: "every write keeps both up to date, and both take memory and disk",
    how: "pg_index columns compared; an expression counts as the same when its stored form is",
    refuted_by:
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '<table>'::regclass",
    reads: &[Family::Counts, Family::Indexes, Family::Constraints],
    remedy_class: RemedyClass::ReversibleInStructure,
    gauge: Gauge::higher("estimated_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let kept = Kept::by(facts.constraints()?);
    let mut judged = Judged { noun: "indexes", examined: facts.count()?.indexes, ..Judged::default() };
    let mut alike: BTreeMap<_, Vec<&Index>> = BTreeMap::new();
    for index in facts.indexes()?.iter().filter(|i| !i.is_partition) {
        if index.is_valid && index.is_ready && index.is_live {
            alike.entry(made_of(index)).or_default().push(index);
        }
    }
    for mut group in alike.into_values() {
        group.sort_by_key(|i| (Reverse(weight(i, &kept)), Reverse(i.scans), i.oid));
        let Some((stays, others)) = group.split_first() else { continue };
        for extra in others.iter().filter(|extra| stands_in(stays, extra)) {
            let constrained = kept.enforces(extra) && weight(extra, &kept) > UNIQUE;
            judged.findings.push(finding(extra, stays, constrained));
        }
    }
    Ok(judged)
}

/// Equal for indexes that hold the same entries in the same order.
fn made_of(i: &Index) -> impl Ord + '_ {
    (
        (i.table_oid, i.access_method.as_str(), i.key_columns, i.column_numbers.as_slice()),
        (i.operator_classes.as_slice(), i.collations.as_slice(), i.options.as_slice()),
        (i.expressions_md5.as_deref(), i.predicate_md5.as_deref()),
    )
}

const UNIQUE: u8 = 1;

/// How much rests on an index besides queries.
fn weight(index: &Index, kept: &Kept) -> u8 {
    match () {
        () if index.is_primary => 5,
        () if kept.backs_constraint(index) || index.is_exclusion => 4,
        () if index.is_replica_identity => 3,
        () if index.is_unique => UNIQUE,
        () => 0,
    }
}

/// Whether the one that stays enforces what the other does.
fn stands_in(stays: &Index, extra: &Index) -> bool {
    let rule = |i: &Index| (i.is_unique, i.is_immediate, i.nulls_not_distinct);
    !extra.is_unique || rule(stays) == rule(extra)
}

fn finding(extra: &Index, stays: &Index, constrained: bool) -> Finding {
    let (name, other) = (extra.name(), stays.name());
    let mut said = Dossier::default();
    said.say(
        "Index {} on {} is the same as {} and takes about {}.",
        &[
            &Evidence::name("indexes", &name),
            &Evidence::name("indexes", &extra.table()),
            &Evidence::name("indexes", &other),
            &Evidence::estimated("indexes", &name, "estimated_bytes", Value::Bytes(extra.estimated_bytes)),
        ],
    );
    let remedy = if constrained {
        Remedy::advice("Each backs a constraint of its own: decide which of the two constraints the table needs")
    } else {
        drop_index(extra, &format!("{other} does the same work, and stays."))
    };
    Finding { check: CHECK.id, severity: Severity::Medium, object_kind: "index", object: name, said, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::constraints::Constraint;
    use crate::evidence::fake::{self, FakeWorld};

    fn findings(indexes: &[Index], constraints: &[Constraint]) -> Vec<Finding> {
        let mut world = FakeWorld::new()
            .with(Family::Counts, &[fake::counts(2, 0)])
            .with(Family::Indexes, indexes)
            .with(Family::Constraints, constraints);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
    }

    fn index(oid: i64, name: &str) -> Index {
        Index { oid, ..fake::index(name) }
    }

    #[test]
    fn the_one_less_used_is_named() {
        let used = index(1, "shop.a");
        let found = findings(&[Index { scans: 5, ..index(2, "shop.b") }, used], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].said.sentences[0].text,
            "Index \"shop.b\" on \"shop.orders\" is the same as \"shop.a\" and takes about 20 MB."
        );
        assert_eq!(found[0].remedy.sql.as_deref(), Some("DROP INDEX CONCURRENTLY shop.b"));
        assert_eq!(found[0].remedy.revert_sql.as_deref(), Some("CREATE INDEX CONCURRENTLY b ON shop.orders (a)"));
    }

    #[test]
    fn any_difference_that_matters_keeps_both() {
        for other in [
            Index { column_numbers: vec![2], ..index(2, "shop.b") },
            Index { operator_classes: vec![4217], ..index(2, "shop.b") },
            Index { collations: vec![950], ..index(2, "shop.b") },
            Index { options: vec![3], ..index(2, "shop.b") },
            Index { predicate_md5: Some("x".into()), ..index(2, "shop.b") },
            Index { access_method: "hash".into(), ..index(2, "shop.b") },
            Index { table_oid: 9, ..index(2, "shop.b") },
            Index { is_valid: false, ..index(2, "shop.b") },
            Index { is_partition: true, ..index(2, "shop.b") },
        ] {
            assert!(findings(&[index(1, "shop.a"), other.clone()], &[]).is_empty(), "{other:?}");
        }
    }

    #[test]
    fn what_enforces_a_rule_stays() {
        let unique = Index { is_unique: true, scans: 0, ..index(2, "shop.u") };
        assert_eq!(findings(&[index(1, "shop.a"), unique.clone()], &[])[0].object, "shop.a");
        let deferred = Index { is_immediate: false, ..unique.clone() };
        let constraint = Constraint { kind: 'u', index_oid: Some(2), ..fake::foreign_key("u") };
        assert!(findings(&[Index { oid: 3, ..unique.clone() }, deferred], std::slice::from_ref(&constraint)).is_empty());
        let second = Constraint { index_oid: Some(3), ..constraint.clone() };
        let found = findings(&[unique.clone(), Index { oid: 3, ..unique }], &[constraint, second]);
        assert_eq!(found[0].remedy.sql, None, "two constraints: a person decides");
    }
}
