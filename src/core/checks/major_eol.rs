//! # major_eol
//!
//! After its last release a major gets no fix, not for security either. The dates are those of
//! postgresql.org/support/versioning.

use super::{Check, Dossier, Evidence, Facts, Judged, Limits, Reason, Remedy, Severity, Threshold, Unread, Value};
use crate::evidence::Family;
use crate::world::Micros;

const SOON: Threshold = Threshold {
    name: "soon_days",
    value: 180.0,
    unit: "days",
    source: "own: two releases of a quarter, the least an upgrade is planned in",
};

/// Majors with the day of their final release.
const FINAL_RELEASES: [(u32, Micros); 4] = [
    (15, 1_825_891_200_000_000), // 2027-11-11
    (16, 1_857_340_800_000_000), // 2028-11-09
    (17, 1_888_790_400_000_000), // 2029-11-08
    (18, 1_920_844_800_000_000), // 2030-11-14
];

pub(crate) static CHECK: Check = Check {
    id: "EXT02",
    name: "major_eol",
    group: "EXT",
    what: "whether this major still gets fixes",
    why: "the next hole that is found stays open here",
    how: "the major against the final releases as the project announced them; a vendor may keep it alive for longer",
    refuted_by: "SHOW server_version",
    reads: &[Family::Server],
    severity_max: Severity::High,
    thresholds: &[SOON],
    untried: "it takes a major past its end",
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let major = facts.server()?.major();
    let Some((_, last)) = FINAL_RELEASES.iter().find(|(m, _)| *m == major) else {
        return Err(Unread::because(Reason::Version, "the final release of this major is not known here"));
    };
    let mut judged = Judged::of("majors", 1);
    let left_seconds = (last - facts.now()) as f64 / 1e6;
    if left_seconds > limits.of(CHECK.id, &SOON) * 86_400.0 {
        return Ok(judged);
    }
    let over = left_seconds <= 0.0;
    let template = if over {
        "Major {} had its final release on {} and gets no more fixes."
    } else {
        "Major {} has its final release on {} and gets no fixes after it."
    };
    let of = |measure, value| Evidence::measured("server", "major", measure, value);
    let said = Dossier::saying(
        template,
        &[&of("major", Value::Count(i64::from(major))), &of("final_release", Value::Time(*last))],
    );
    let remedy = Remedy::advice(
        "Plan the upgrade: pg_upgrade on a copy first, or logical replication to a newer major, where the old server stays \
         the way back",
    );
    let severity = if over { Severity::High } else { Severity::Medium };
    judged.findings.push(CHECK.finding(severity, "server", "major", said, remedy));
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{judged, severity};
    use crate::evidence::fake::{self, FakeWorld, DAY, NOW};
    use crate::evidence::server::Server;

    fn days_before_its_end(days: i64) -> FakeWorld {
        FakeWorld::new().later(FINAL_RELEASES[0].1 - NOW - days * DAY)
    }

    #[test]
    fn the_end_is_seen_coming() {
        assert_eq!(severity(&CHECK, days_before_its_end(181)), None);
        assert_eq!(severity(&CHECK, days_before_its_end(180)), Some(Severity::Medium));
        assert_eq!(severity(&CHECK, days_before_its_end(0)), Some(Severity::High));
    }

    #[test]
    fn a_major_of_the_future_is_not_judged() {
        let server = Server { version_num: 190_000, ..fake::server() };
        assert!(judged(&CHECK, FakeWorld::new().with(Family::Server, &[server])).is_err());
    }
}
