//! # standby_delay
//!
//! How old what a standby shows is. On the primary it is the standby's own report; on a standby it is the age of the last
//! replayed transaction, and only while there is WAL received and not replayed: on a quiet primary that age means nothing.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const OLD: Threshold = Threshold { name: "old_seconds", value: 30.0, unit: "seconds", source: "field: 5 to 30 s" };
const VERY_OLD: Threshold =
    Threshold { name: "very_old_seconds", value: 300.0, unit: "seconds", source: "field: 5 minutes" };

pub(crate) static CHECK: Check = Check {
    id: "REP02",
    name: "standby_delay",
    group: "REP",
    what: "standbys that show an old state",
    why: "who reads there reads the past, and a failover waits for the replay",
    how: "replay_lag of pg_stat_replication; on a standby the time since the last replayed commit, while received WAL waits; one delayed on purpose looks the same",
    refuted_by: "SELECT application_name, replay_lag FROM pg_stat_replication; on the standby SELECT now() - pg_last_xact_replay_timestamp()",
    reads: &[Family::Standbys, Family::Recovery],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::High,
    thresholds: &[OLD, VERY_OLD],
    gauge: Gauge::higher("replay_lag_seconds"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let standbys = facts.standbys()?;
    let recovery = facts.recovery()?.first().filter(|r| r.in_recovery);
    let hidden = standbys.iter().filter(|s| !s.is_visible).count();
    let visible = standbys.len() - hidden;
    let mut judged =
        Judged { noun: "standbys", examined: visible + usize::from(recovery.is_some()), ..Judged::default() };
    if standbys.is_empty() && recovery.is_none() {
        judged.not_applicable = Some("this is no standby, and nobody receives WAL from it".into());
    }
    if hidden > 0 {
        judged.unseen =
            Some(facts.wants_role("pg_read_all_stats", format!("the state of {hidden} receivers is hidden")));
    }
    // an idle standby keeps its last report
    let behind = standbys.iter().filter(|s| s.lag_bytes.is_some_and(|bytes| bytes > 0));
    for (name, seconds) in behind.filter_map(|s| Some((s.name(), s.replay_lag_seconds?))) {
        judged.findings.extend(finding("standbys", name, seconds, false, limits));
    }
    if let Some(seconds) = recovery.filter(|r| r.unreplayed_bytes.unwrap_or(0) > 0).and_then(|r| r.replayed_seconds_ago)
    {
        let is_paused = recovery.and_then(|r| r.is_paused).unwrap_or(false);
        judged.findings.extend(finding("recovery", "this standby".into(), seconds, is_paused, limits));
    }
    Ok(judged)
}

fn finding(source: &str, name: String, seconds: f64, is_paused: bool, limits: &Limits) -> Option<Finding> {
    if seconds < limits.of(CHECK.id, &OLD) {
        return None;
    }
    let mut said = Dossier::default();
    let age = Evidence::measured(source, &name, "replay_lag_seconds", Value::Seconds(seconds));
    said.say("Standby {} shows what was true {} ago.", &[&Evidence::name(source, &name), &age]);
    if is_paused {
        said.say("The replay of {} is paused.", &[&Evidence::name(source, &name)]);
    }
    let high = seconds >= limits.of(CHECK.id, &VERY_OLD);
    Some(Finding {
        check: CHECK.id,
        severity: if high { Severity::High } else { Severity::Medium },
        object_kind: "standby",
        object: name,
        said,
        remedy: Remedy::advice(
            "On the standby look for a paused replay (pg_wal_replay_resume() goes on), a query it waits for, and its disk",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::recovery::Recovery;
    use crate::evidence::standbys::Standby;

    fn severity(world: FakeWorld) -> Option<Severity> {
        let judged = judge(&Facts::load(&mut { world }, CHECK.reads), &Limits::default()).unwrap();
        judged.findings.first().map(|f| f.severity)
    }

    #[test]
    fn the_primary_hears_it_from_the_standby() {
        let lag = |seconds, bytes| {
            let standby =
                Standby { replay_lag_seconds: Some(seconds), lag_bytes: Some(bytes), ..fake::standby("north") };
            severity(FakeWorld::new().with(Family::Standbys, &[standby]))
        };
        assert_eq!(lag(29.9, 1), None);
        assert_eq!(lag(30.0, 1), Some(Severity::Medium));
        assert_eq!(lag(300.0, 1), Some(Severity::High));
        assert_eq!(lag(300.0, 0), None, "the last report of one that has caught up");
    }

    #[test]
    fn a_standby_counts_only_while_wal_waits() {
        let lag = |unreplayed_bytes| {
            let recovery = Recovery {
                in_recovery: true,
                receiver_status: Some("streaming".into()),
                unreplayed_bytes: Some(unreplayed_bytes),
                replayed_seconds_ago: Some(400.0),
                is_paused: Some(true),
            };
            severity(FakeWorld::new().with(Family::Recovery, &[recovery]))
        };
        assert_eq!(lag(0), None, "a quiet primary");
        assert_eq!(lag(1), Some(Severity::High));
    }
}
