//! # crash_restart
//!
//! When a backend dies by a signal the server ends all sessions, recovers and empties its counters, all by one stroke. The
//! time of its start does not change. So counters of one age, younger than the start, are the trace of a crash; people reset
//! them one by one.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Threshold, Unread, Value};

const SETTLE: Threshold = Threshold {
    name: "settle_seconds",
    value: 10.0,
    unit: "seconds",
    source: "own: a start that finds no counters empties them within its first second",
};
const RECENT: Threshold =
    Threshold { name: "recent_days", value: 7.0, unit: "days", source: "own: a week, the time logs are kept for" };

pub(crate) static CHECK: Check = Check {
    id: "EXT07",
    name: "crash_restart",
    group: "EXT",
    what: "whether a crash of a process made the server end all sessions and recover",
    why: "every open transaction was lost, and what killed one process kills the next: memory, a bug, a kill -9",
    how: "the shared counters of pg_stat_bgwriter, pg_stat_archiver and pg_stat_wal emptied at one and the same moment after pg_postmaster_start_time(); a crash before that start is not seen",
    refuted_by: "SELECT pg_postmaster_start_time(), stats_reset FROM pg_stat_bgwriter",
    reads: &[Family::Server],
    thresholds: &[SETTLE, RECENT],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let server = facts.server()?;
    let mut judged = Judged::of("servers", 1);
    let (Some(after), Some(at)) = (server.emptied_after_start_seconds, server.cluster_reset_at) else {
        return Ok(judged);
    };
    let recent = facts.seconds_since(at) <= limits.of(CHECK.id, &RECENT) * 86_400.0;
    if after < limits.of(CHECK.id, &SETTLE) || !recent {
        return Ok(judged);
    }
    let of = |measure, value| Evidence::measured("server", "server", measure, value);
    let said = Dossier::saying(
        "The server recovered from a crash at {}: it emptied all its counters by a stroke, {} after its start at {}.",
        &[
            &of("cluster_reset_at", Value::Time(at)),
            &of("emptied_after_start", Value::Seconds(after)),
            &of("started_at", Value::Time(server.started_at)),
        ],
    );
    let remedy = Remedy::advice(
        "Read the server's log at that time: 'was terminated by signal' names the process and what it ran. Signal 9 is \
         mostly the kernel, short of memory; signal 11 a bug of the server or of an extension",
    );
    judged.findings.push(CHECK.finding(Severity::Medium, "server", "server", said, remedy));
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{self, FakeWorld, DAY, NOW};
    use crate::evidence::server::Server;

    #[test]
    fn only_a_recent_stroke_after_the_start_is_a_crash() {
        let found = |after: Option<f64>, days: i64| {
            let server = Server {
                emptied_after_start_seconds: after,
                cluster_reset_at: Some(NOW - days * DAY),
                ..fake::server()
            };
            found(&CHECK, FakeWorld::new().with(Family::Server, &[server])).len()
        };
        assert_eq!(found(Some(500.0), 1), 1);
        assert_eq!(found(None, 1), 0, "reset one by one");
        assert_eq!(found(Some(0.4), 1), 0, "a start that found no counters");
        assert_eq!(found(Some(500.0), 8), 0, "long ago");
    }
}
