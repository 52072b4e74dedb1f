//! # redundant_prefix_index
//!
//! A btree whose columns are the first columns of another: the longer one answers the same searches. Any pair is a
//! finding, of low severity: the shorter one is smaller and may be a little faster, so it goes after a look at both.
//! Indexes that enforce something are left out, and so are expressions, whose order cannot be compared here.

use super::definition::drop_index;
use super::kept::Kept;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::indexes::Index;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;
use std::collections::HashMap;

pub(crate) static CHECK: Check = Check {
    id: "IDX03",
    name: "redundant_prefix_index",
    group: "IDX",
    what: "indexes whose columns are the first columns of another index",
    why: "the longer index answers the same searches, and every write keeps both up to date",
    how: "leading columns, operator classes, collations, sort orders and condition of pg_index compared",
    refuted_by:
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '<table>'::regclass",
    reads: &[Family::Counts, Family::Indexes, Family::Constraints],
    severity_max: Severity::Low,
    remedy_class: RemedyClass::ReversibleInStructure,
    gauge: Gauge::higher("estimated_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let kept = Kept::by(facts.constraints()?);
    let mut judged = Judged { noun: "indexes", examined: facts.count()?.indexes, ..Judged::default() };
    let mut by_table: HashMap<i64, Vec<&Index>> = HashMap::new();
    for index in facts.indexes()?.iter().filter(|i| i.access_method == "btree" && !i.is_partition) {
        if index.is_valid && index.is_ready && index.is_live {
            by_table.entry(index.table_oid).or_default().push(index);
        }
    }
    for group in by_table.values() {
        for short in group.iter().filter(|i| !kept.enforces(i)) {
            let longest_used = group.iter().filter(|long| covers(long, short)).max_by_key(|i| (i.scans, i.oid));
            if let Some(long) = longest_used {
                judged.findings.push(finding(short, long));
            }
        }
    }
    judged.findings.sort_by(|a, b| a.object.cmp(&b.object));
    Ok(judged)
}

/// Whether `long` answers every search that `short` answers, and is not just the same index.
fn covers(long: &Index, short: &Index) -> bool {
    let leads = |long: &[i64], short: &[i64]| long.starts_with(short);
    let more_keys = long.key_columns > short.key_columns;
    let included = |i: &Index| i.column_numbers.len() - i.key_numbers().len();
    let covers_included = short.column_numbers.iter().all(|n| long.column_numbers.contains(n));
    let same_keys_more_included = long.key_columns == short.key_columns && included(long) > included(short);
    long.oid != short.oid
        && (more_keys || same_keys_more_included)
        && covers_included
        && !short.column_numbers.contains(&0)
        && long.key_numbers().starts_with(short.key_numbers())
        && leads(&long.operator_classes, &short.operator_classes)
        && leads(&long.collations, &short.collations)
        && long.options.starts_with(&short.options)
        && long.predicate_md5 == short.predicate_md5
}

fn finding(short: &Index, long: &Index) -> Finding {
    let (name, other) = (short.name(), long.name());
    let mut said = Dossier::default();
    said.say(
        "The columns of index {} on {} are the first columns of {}; it takes about {}.",
        &[
            &Evidence::name("indexes", &name),
            &Evidence::name("indexes", &short.table()),
            &Evidence::name("indexes", &other),
            &Evidence::estimated("indexes", &name, "estimated_bytes", Value::Bytes(short.estimated_bytes)),
        ],
    );
    Finding {
        check: CHECK.id,
        severity: Severity::Low,
        object_kind: "index",
        object: name,
        said,
        remedy: drop_index(short, &format!("{other} answers the same searches, and stays.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn objects(indexes: &[Index]) -> Vec<String> {
        let mut world = FakeWorld::new().with(Family::Counts, &[fake::counts(2, 0)]).with(Family::Indexes, indexes);
        let judged = judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap();
        judged.findings.iter().map(|f| f.object.clone()).collect()
    }

    /// On these columns, all of them keys.
    fn on(oid: i64, numbers: &[i16]) -> Index {
        Index {
            oid,
            key_columns: numbers.len(),
            column_numbers: numbers.to_vec(),
            operator_classes: vec![1978; numbers.len()],
            collations: vec![0; numbers.len()],
            options: vec![0; numbers.len()],
            ..fake::index(&format!("shop.i{oid}"))
        }
    }

    #[test]
    fn the_shorter_one_is_named() {
        assert_eq!(objects(&[on(1, &[1]), on(2, &[1, 2])]), ["shop.i1"]);
        assert_eq!(objects(&[on(1, &[1]), on(2, &[1, 2]), on(3, &[1, 2, 3])]), ["shop.i1", "shop.i2"]);
        let including = Index { key_columns: 1, operator_classes: vec![1978], ..on(2, &[1, 2]) };
        assert_eq!(objects(&[on(1, &[1]), Index { collations: vec![0], options: vec![0], ..including }]), ["shop.i1"]);
    }

    #[test]
    fn what_the_longer_one_cannot_do_keeps_both() {
        assert!(objects(&[on(1, &[2]), on(2, &[1, 2])]).is_empty(), "not in front");
        assert!(objects(&[on(1, &[1]), on(2, &[1])]).is_empty(), "the same: duplicate_index names it");
        assert!(objects(&[Index { is_unique: true, ..on(1, &[1]) }, on(2, &[1, 2])]).is_empty());
        assert!(objects(&[Index { options: vec![3], ..on(1, &[1]) }, on(2, &[1, 2])]).is_empty());
        assert!(objects(&[on(1, &[1]), Index { predicate_md5: Some("x".into()), ..on(2, &[1, 2]) }]).is_empty());
        assert!(objects(&[on(1, &[1]), Index { is_valid: false, ..on(2, &[1, 2]) }]).is_empty());
        assert!(objects(&[on(1, &[0]), on(2, &[0, 2])]).is_empty(), "expressions are not compared");
        assert!(objects(&[on(1, &[1]), Index { table_oid: 9, ..on(2, &[1, 2]) }]).is_empty());
    }
}
