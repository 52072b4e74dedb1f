//! # standby_lag
//!
//! How much WAL a standby has still to replay. Bytes, since a quiet primary makes times useless. A standby that starts or
//! takes a base backup is left out.

use super::limits::Limits;
use super::{Check, Finding, Gauge, Judged, Remedy, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::standbys::Standby;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const BEHIND: Threshold =
    Threshold { name: "behind_bytes", value: 104_857_600.0, unit: "bytes", source: "field: 50 to 100 MB" };
const FAR: Threshold =
    Threshold { name: "far_behind_bytes", value: 524_288_000.0, unit: "bytes", source: "field: 500 MB" };

pub(crate) static CHECK: Check = Check {
    id: "REP01",
    name: "standby_lag",
    group: "REP",
    what: "standbys that are far behind",
    why: "reads there are old, and a failover would lose or wait for what is missing",
    how: "the end of this server's WAL less replay_lsn of pg_stat_replication, at this moment; one delayed on purpose looks the same",
    refuted_by: "SELECT application_name, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) FROM pg_stat_replication",
    reads: &[Family::Standbys],
    needs: "GRANT pg_read_all_stats TO <role>",
    severity_max: Severity::High,
    thresholds: &[BEHIND, FAR],
    gauge: Gauge::higher("lag_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let standbys = facts.standbys()?;
    let hidden = standbys.iter().filter(|s| !s.is_visible).count();
    let streaming: Vec<_> = standbys.iter().filter(|s| s.state.as_deref() == Some("streaming")).collect();
    let mut judged = Judged { noun: "standbys", examined: streaming.len(), ..Judged::default() };
    if standbys.is_empty() {
        judged.not_applicable = Some("nobody receives WAL from this server".into());
    }
    if hidden > 0 {
        judged.unseen =
            Some(facts.wants_role("pg_read_all_stats", format!("the state of {hidden} receivers is hidden")));
    }
    for standby in streaming {
        let Some(bytes) = standby.lag_bytes else { continue };
        if bytes as f64 >= limits.of(CHECK.id, &FAR) {
            judged.findings.push(finding(standby, bytes, Severity::High));
        } else if bytes as f64 >= limits.of(CHECK.id, &BEHIND) {
            judged.findings.push(finding(standby, bytes, Severity::Medium));
        }
    }
    Ok(judged)
}

fn finding(standby: &Standby, bytes: i64, severity: Severity) -> Finding {
    let name = standby.name();
    let of = |measure, value| Evidence::measured("standbys", &name, measure, value);
    let mut said = Dossier::default();
    said.say(
        "Standby {} has {} of WAL still to replay.",
        &[&Evidence::name("standbys", &name), &of("lag_bytes", Value::Bytes(bytes))],
    );
    if let Some(seconds) = standby.replay_lag_seconds {
        said.say("By its own last report that is {}.", &[&of("replay_lag_seconds", Value::Seconds(seconds))]);
    }
    Finding {
        check: CHECK.id,
        severity,
        object_kind: "standby",
        object: name,
        said,
        remedy: Remedy::advice(
            "Look at the standby: a paused replay, a long query it waits for (max_standby_streaming_delay), its disk; then \
             at the network between. Do not end its connection",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn judged(state: &str, lag_bytes: i64) -> Judged {
        let standby = Standby { state: Some(state.into()), lag_bytes: Some(lag_bytes), ..fake::standby("north") };
        let mut world = FakeWorld::new().with(Family::Standbys, &[standby]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn bytes_decide() {
        assert!(judged("streaming", (100 << 20) - 1).findings.is_empty());
        assert_eq!(judged("streaming", 100 << 20).findings[0].severity, Severity::Medium);
        assert_eq!(judged("streaming", 500 << 20).findings[0].severity, Severity::High);
        assert!(judged("backup", 500 << 20).findings.is_empty());
    }

    #[test]
    fn without_standbys_there_is_nothing_to_judge_and_hidden_ones_are_not_fine() {
        let judge = |rows: &[Standby]| {
            let mut world = FakeWorld::new().with(Family::Standbys, rows);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
        };
        assert!(judge(&[]).not_applicable.is_some());
        let hidden = judge(&[Standby { state: None, lag_bytes: None, is_visible: false, ..fake::standby("north") }]);
        assert!(hidden.findings.is_empty() && hidden.unseen.is_some());
    }
}
