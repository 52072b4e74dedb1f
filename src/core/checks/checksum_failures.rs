//! # checksum_failures
//!
//! The server read a page whose checksum did not fit: the disk, its controller or the memory changed it. Each number above zero
//! is critical (postgresql.org/docs/current/monitoring-stats.html); the counter stays when the page was repaired, until it is
//! reset.

use super::{
    Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Reason, Remedy, RemedyClass, Severity, Unread,
    Value,
};
use crate::world::Micros;

pub(crate) static CHECK: Check = Check {
    id: "INT01",
    name: "checksum_failures",
    group: "INT",
    what: "pages that were read with a wrong checksum",
    why: "their rows are damaged, the disk may go on damaging others, and backups take the damage along",
    how: "checksum_failures of every database and of what all share, since they were reset; pages nobody read are not seen",
    refuted_by: "SELECT datname, checksum_failures, checksum_last_failure FROM pg_stat_database",
    reads: &[Family::Databases],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::Irreversible,
    gauge: Gauge::higher("checksum_failures"),
    judge,
    ..Check::PLAIN
};

const SHARED: &str = "shared catalogs";

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let databases = facts.databases()?;
    let shared = facts.server()?.shared_checksum_failures.map(|n| (SHARED, n, None));
    let counted = databases
        .iter()
        .filter_map(|d| Some((d.database_name.as_str(), d.checksum_failures?, d.checksum_failed_at)))
        .chain(shared);
    let mut judged = Judged::of("databases", 0);
    for (name, failures, failed_at) in counted {
        judged.examined += 1;
        if failures > 0 {
            judged.findings.push(CHECK.finding(
                Severity::Critical,
                "database",
                name,
                said(name, failures, failed_at),
                Remedy::irreversible(
                    "Copy the whole data folder before anything else. The server's log names file and block of each. Then \
                     restore that database or table from a backup older than the first failure, on another disk",
                ),
            ));
        }
    }
    if judged.examined == 0 {
        return Err(Unread::because(Reason::Host, "pages have no checksums here: damage would not be noticed"));
    }
    Ok(judged)
}

fn said(name: &str, failures: i64, failed_at: Option<Micros>) -> Dossier {
    let of = |measure, value| Evidence::measured("databases", name, measure, value);
    let mut said = Dossier::saying(
        "Pages of {} were read with a wrong checksum {} times.",
        &[&Evidence::name("databases", name), &of("checksum_failures", Value::Count(failures))],
    );
    if let Some(at) = failed_at {
        said.say("The last time was {}.", &[&of("checksum_failed_at", Value::Time(at))]);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{self, database, FakeWorld, NOW};
    use crate::evidence::server::Server;

    fn world(failures: Option<i64>, shared: Option<i64>) -> FakeWorld {
        let database = Database { checksum_failures: failures, checksum_failed_at: Some(NOW), ..database("shop") };
        let server = Server { shared_checksum_failures: shared, ..fake::server() };
        FakeWorld::new().with(Family::Server, &[server]).with(Family::Databases, &[database])
    }

    #[test]
    fn a_single_one_is_critical() {
        assert!(found(&CHECK, world(Some(0), Some(0))).is_empty());
        assert_eq!(found(&CHECK, world(Some(1), Some(0)))[0].severity, Severity::Critical);
        assert_eq!(found(&CHECK, world(Some(0), Some(3)))[0].object, SHARED);
    }

    #[test]
    fn without_checksums_damage_is_not_seen() {
        assert!(judged(&CHECK, world(None, None)).is_err());
    }
}
