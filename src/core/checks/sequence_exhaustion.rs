//! # sequence_exhaustion
//!
//! How much of its range a sequence has used, up or down, against its own limit or that of the column it fills,
//! whichever ends first. 75 and 90 percent are the field's marks. A sequence that cycles never ends.
//!
//! Sequences are opened to be read: those without a grant or locked away are reported as not looked at. Behind the
//! first 1,000 the largest limits are not opened; a limit of that size is not reached by counting.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::sequences::Sequence;
use crate::evidence::{Evidence, Family, Reason, Unread};
use crate::ident::{qualified, quote_ident, quoted_list};
use crate::sentence::Dossier;
use crate::value::Value;
use std::collections::BTreeSet;

const NEAR: Threshold =
    Threshold { name: "near_percent", value: 75.0, unit: "percent", source: "tools of the field: 75" };
const AT_END: Threshold =
    Threshold { name: "at_end_percent", value: 90.0, unit: "percent", source: "tools of the field: 90" };

/// At a million values a second this lasts 140,000 years.
const UNREACHABLE: i64 = 1 << 62;

pub(crate) static CHECK: Check = Check {
    id: "SEQ01",
    name: "sequence_exhaustion",
    group: "SEQ",
    what: "sequences that come near the end of their range",
    why: "when a sequence ends, every insert that needs its next value fails",
    how: "the last value against the sequence's limit or the limit of the column it fills, whichever is reached \
          first; how fast it moves needs two looks",
    refuted_by: "SELECT schemaname, sequencename, last_value, max_value FROM pg_sequences",
    reads: &[Family::Sequences],
    needs: "GRANT USAGE ON SCHEMA <schema> TO <role>; GRANT SELECT ON ALL SEQUENCES IN SCHEMA <schema> TO <role>",
    severity_max: Severity::High,
    remedy_class: RemedyClass::ReversibleInStructure,
    thresholds: &[NEAR, AT_END],
    gauge: Gauge::higher("used_percent"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let sequences = facts.sequences()?;
    let mut judged = Judged { noun: "sequences", ..Judged::default() };
    for sequence in sequences {
        if sequence.was_looked_at() {
            judged.examined += 1;
            let percent = used_percent(sequence);
            if !sequence.cycles && percent >= limits.of(CHECK.id, &NEAR) {
                judged.findings.push(finding(sequence, percent, limits));
            }
        } else if sequence.is_beyond_cap && sequence.max_value >= UNREACHABLE {
            judged.below_floor += 1;
        }
    }
    judged.unseen = unseen(sequences, &facts.server()?.role_name);
    Ok(judged)
}

/// Why some sequences could not be looked at: a missing right before all else, since it can be given.
fn unseen(sequences: &[Sequence], role: &str) -> Option<Unread> {
    let denied = sequences.iter().filter(|s| !s.is_granted || !s.is_in_reach).count();
    if denied > 0 {
        let schemas = |lacks: fn(&Sequence) -> bool| -> BTreeSet<&str> {
            sequences.iter().filter(|s| lacks(s)).map(|s| s.schema_name.as_str()).collect()
        };
        return Some(Unread::privilege(
            format!("{denied} of {} sequences may not be read", sequences.len()),
            grants(&schemas(|s| !s.is_in_reach), &schemas(|s| !s.is_granted), &quote_ident(role)),
        ));
    }
    let locked = sequences.iter().filter(|s| s.is_locked).count();
    let beyond = sequences.iter().filter(|s| s.is_beyond_cap && s.max_value < UNREACHABLE).count();
    let why = match (locked, beyond) {
        (0, 0) => return None,
        (0, n) => format!("{n} of {} sequences were not opened, to spare memory", sequences.len()),
        (n, _) => format!("{n} of {} sequences are locked, and not waited for", sequences.len()),
    };
    Some(Unread::because(Reason::Budget, why))
}

/// A sequence takes a right on its schema and one on itself.
fn grants(out_of_reach: &BTreeSet<&str>, not_granted: &BTreeSet<&str>, role: &str) -> String {
    let mut grants = Vec::new();
    if !out_of_reach.is_empty() {
        grants.push(format!("GRANT USAGE ON SCHEMA {} TO {role}", quoted_list(out_of_reach.iter().copied())));
    }
    if !not_granted.is_empty() {
        let schemas = quoted_list(not_granted.iter().copied());
        grants.push(format!("GRANT SELECT ON ALL SEQUENCES IN SCHEMA {schemas} TO {role}"));
    }
    grants.join("; ")
}

/// The largest or smallest value it can give: its own limit, or the owning column's if that is nearer.
fn end(sequence: &Sequence) -> i64 {
    let (least, most) = match sequence.owner_type_name.as_deref() {
        Some("int2") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("int4") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    if sequence.increment > 0 {
        sequence.max_value.min(most)
    } else {
        sequence.min_value.max(least)
    }
}

fn used_percent(sequence: &Sequence) -> f64 {
    let Some(last) = sequence.last_value else { return 0.0 };
    let from = if sequence.increment > 0 { sequence.min_value } else { sequence.max_value };
    let (whole, used) = (end(sequence) as f64 - from as f64, last as f64 - from as f64);
    if whole == 0.0 {
        return 100.0;
    }
    (100.0 * used / whole).clamp(0.0, 100.0)
}

fn finding(sequence: &Sequence, percent: f64, limits: &Limits) -> Finding {
    let name = sequence.name();
    let of = |measure, value| Evidence::measured("sequences", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Sequence {} has used {} of its range: it stands at {}, and ends at {}.",
        &[
            &Evidence::name("sequences", &name),
            &of("used_percent", Value::Percent(percent)),
            &of("last_value", Value::Count(sequence.last_value.unwrap_or(0))),
            &of("end", Value::Count(end(sequence))),
        ],
    );
    if let (Some(schema), Some(table), Some(column)) =
        (&sequence.owner_schema_name, &sequence.owner_table_name, &sequence.owner_column_name)
    {
        let column = Evidence::name("sequences", &format!("{schema}.{table}.{column}"));
        said.say("It fills column {}.", &[&column]);
    }
    let at_end = percent >= limits.of(CHECK.id, &AT_END);
    Finding {
        check: CHECK.id,
        severity: if at_end { Severity::High } else { Severity::Medium },
        object_kind: "sequence",
        object: name,
        said,
        remedy: remedy(sequence),
    }
}

/// Where the column is wide enough the sequence alone is widened, at once. Where the column is the limit, its table
/// has to be rewritten: that is planned work, not a statement to paste.
fn remedy(sequence: &Sequence) -> Remedy {
    let (bits, most, least) = match sequence.type_name.as_str() {
        "int2" => ("smallint", i64::from(i16::MAX), i64::from(i16::MIN)),
        "int4" => ("integer", i64::from(i32::MAX), i64::from(i32::MIN)),
        _ => ("bigint", i64::MAX, i64::MIN),
    };
    let at_type_end = if sequence.increment > 0 { sequence.max_value == most } else { sequence.min_value == least };
    let column_is_wide = sequence.owner_type_name.as_deref().is_none_or(|t| t == "int8" || t == "numeric");
    let name = qualified(&sequence.schema_name, &sequence.sequence_name);
    if bits != "bigint" && at_type_end && column_is_wide {
        return Remedy::in_structure(
            "Widens the sequence at once, without touching a table. Going back works only while its value still fits; \
             check that what stores its values is bigint too",
            format!("ALTER SEQUENCE {name} AS bigint"),
            Some(format!("ALTER SEQUENCE {name} AS {bits}")),
        );
    }
    Remedy::advice(
        "Plan the move to bigint: sequence and column, and every column that references it. Changing a column's type \
         rewrites the table under a full lock; on large tables add a bigint column, fill it in batches and switch",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(sequences: &[Sequence]) -> Judged {
        let mut world = FakeWorld::new().with(Family::Sequences, sequences);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn severity(sequence: Sequence) -> Option<Severity> {
        judged(&[sequence]).findings.first().map(|f| f.severity)
    }

    /// Counts from 1 to 101.
    fn at(last_value: i64) -> Sequence {
        Sequence { max_value: 101, last_value: Some(last_value), ..fake::sequence("shop.ids") }
    }

    #[test]
    fn the_used_share_is_judged_at_its_marks() {
        assert_eq!(severity(at(75)), None);
        assert_eq!(severity(at(76)), Some(Severity::Medium));
        assert_eq!(severity(at(91)), Some(Severity::High));
        assert_eq!(severity(Sequence { cycles: true, ..at(101) }), None, "it starts again");
        assert_eq!(severity(Sequence { last_value: None, ..at(1) }), None, "never used");
    }

    #[test]
    fn sequences_also_run_down_and_into_narrower_columns() {
        let down = Sequence { increment: -1, min_value: -100, max_value: 0, last_value: Some(-80), ..at(1) };
        assert_eq!(severity(down), Some(Severity::Medium));
        let narrow = Sequence {
            type_name: "int8".into(),
            max_value: i64::MAX,
            last_value: Some(2_000_000_000),
            ..fake::sequence("shop.ids")
        };
        assert_eq!(severity(narrow.clone()), Some(Severity::High), "the int4 column ends first");
        assert_eq!(severity(Sequence { owner_type_name: Some("int8".into()), ..narrow }), None);
    }

    #[test]
    fn only_the_sequence_is_widened_and_only_where_that_helps() {
        let wide = Sequence {
            last_value: Some(2_000_000_000),
            owner_type_name: Some("int8".into()),
            ..fake::sequence("shop.ids")
        };
        let remedy = judged(std::slice::from_ref(&wide)).findings.remove(0).remedy;
        assert_eq!(remedy.sql.as_deref(), Some("ALTER SEQUENCE shop.ids AS bigint"));
        assert_eq!(remedy.revert_sql.as_deref(), Some("ALTER SEQUENCE shop.ids AS integer"));
        let narrow = Sequence { owner_type_name: Some("int4".into()), ..wide };
        assert_eq!(judged(&[narrow]).findings.remove(0).remedy.sql, None);
    }

    #[test]
    fn what_may_not_be_read_is_not_fine() {
        let denied = Sequence { is_granted: false, last_value: None, ..fake::sequence("Shop.ids") };
        let far = Sequence { is_in_reach: false, ..denied.clone() };
        assert_eq!(
            judged(&[far]).unseen.unwrap().opens_with.as_deref(),
            Some("GRANT USAGE ON SCHEMA \"Shop\" TO dba; GRANT SELECT ON ALL SEQUENCES IN SCHEMA \"Shop\" TO dba")
        );
        let unseen = judged(&[denied, at(1)]).unseen.unwrap();
        assert_eq!(unseen.opens_with.as_deref(), Some("GRANT SELECT ON ALL SEQUENCES IN SCHEMA \"Shop\" TO dba"));
        let locked = Sequence { is_locked: true, last_value: None, ..fake::sequence("shop.ids") };
        assert_eq!(judged(&[locked]).unseen.unwrap().reason, Reason::Budget);
        let beyond = Sequence { is_beyond_cap: true, last_value: None, ..fake::sequence("shop.ids") };
        assert!(judged(std::slice::from_ref(&beyond)).unseen.is_some());
        let unreachable = Sequence { max_value: i64::MAX, ..beyond };
        assert_eq!(judged(&[unreachable]).unseen, None);
    }
}
