//! # forced_checkpoints
//!
//! A checkpoint that comes because max_wal_size was reached, and not by the clock, means that checkpoints come faster than
//! they were meant to: each makes the next writes of all pages whole again. Backups and CHECKPOINT by hand are counted with
//! them, so a few prove nothing.

use super::judge::only_on_primary;
use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const SHARE: Threshold =
    Threshold { name: "requested_percent", value: 50.0, unit: "percent", source: "field: 50 percent" };
const LEAST: Threshold = Threshold {
    name: "least_requested",
    value: 10.0,
    unit: "checkpoints",
    source: "own: so that a daily backup is no finding",
};
const WINDOW: Threshold = Threshold {
    name: "window_hours",
    value: 24.0,
    unit: "hours",
    source: "own: a day, so that nights and loads are inside",
};

pub(crate) static CHECK: Check = Check {
    id: "WAL06",
    name: "forced_checkpoints",
    group: "WAL",
    what: "checkpoints forced by the amount of WAL more often than by the clock",
    why: "each checkpoint makes the next change of every page write it whole, so WAL and writes grow",
    how: "requested against all checkpoints since the counters began; backups and CHECKPOINT by hand count as requested",
    refuted_by: "SELECT checkpoints_timed, checkpoints_req FROM pg_stat_bgwriter; from 17 on num_timed, num_requested FROM pg_stat_checkpointer",
    reads: &[Family::Wal],
    thresholds: &[SHARE, LEAST, WINDOW],
    gauge: Gauge::higher("requested_percent"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let unread = || Unread::because(Reason::Host, "the checkpoints' counters could not be read");
    let wal = facts.wal()?.first().ok_or_else(unread)?;
    let timed = wal.checkpoints_timed.ok_or_else(unread)?;
    let requested = wal.checkpoints_requested.ok_or_else(unread)?;
    let since = wal.checkpoints_reset_at.map_or(0.0, |at| facts.seconds_since(at));
    let window = Value::Seconds(since);
    let needed = limits.of(CHECK.id, &WINDOW) * 3_600.0;
    let mut judged = Judged {
        noun: "checkpoint counters",
        examined: 1,
        window: Some(format!("counters have run for {window}")),
        ..Judged::default()
    };
    let percent = 100.0 * requested as f64 / (timed + requested).max(1) as f64;
    if percent <= limits.of(CHECK.id, &SHARE) || (requested as f64) < limits.of(CHECK.id, &LEAST) {
        return Ok(judged);
    }
    if since < needed {
        let why = format!("counters have run for {window}, and {} are needed", Value::Seconds(needed));
        judged.unseen = Some(Unread::because(Reason::Window, why));
        return Ok(judged);
    }
    let of = |measure, value| Evidence::measured("wal", "checkpoints", measure, value);
    let mut said = Dossier::default();
    said.say(
        "{} of {} checkpoints were requested and not due by the clock ({}), in {}.",
        &[
            &of("requested", Value::Count(requested)),
            &of("all", Value::Count(timed + requested)),
            &of("requested_percent", Value::Percent(percent)),
            &of("window", window.clone()),
        ],
    );
    judged.findings.push(Finding {
        check: CHECK.id,
        severity: Severity::Medium,
        object_kind: "setting",
        object: "max_wal_size".into(),
        said,
        remedy: Remedy::advice(
            "Raise max_wal_size until checkpoints come by the clock: it takes that much disk, and longer to recover from a \
             crash. A reload is enough; setting it back takes it back",
        ),
    });
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::fake::{DAY, NOW};
    use crate::evidence::wal::Wal;

    fn judged(timed: i64, requested: i64, days: i64) -> Judged {
        let wal = Wal {
            checkpoints_timed: Some(timed),
            checkpoints_requested: Some(requested),
            checkpoints_reset_at: Some(NOW - days * DAY),
            ..fake::wal()
        };
        let mut world = FakeWorld::new().with(Family::Wal, &[wal]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn more_than_half_and_more_than_a_few() {
        assert!(judged(20, 20, 2).findings.is_empty(), "half is not more than half");
        assert!(judged(0, 9, 2).findings.is_empty(), "a backup a day");
        assert_eq!(judged(20, 21, 2).findings.len(), 1);
    }

    #[test]
    fn a_young_counter_cannot_tell() {
        let young = judged(0, 50, 0);
        assert!(young.findings.is_empty());
        assert_eq!(young.unseen.unwrap().reason, Reason::Window);
    }
}
