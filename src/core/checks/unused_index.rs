//! # unused_index
//!
//! Indexes that no query on this node has scanned since the counters began. Thirty days, so that a month's end is
//! inside; 10 MB, since smaller ones cost nobody anything. Indexes that enforce something or serve a foreign key are
//! left out, and so are those of partitioned tables, where one partition's index cannot go alone.
//!
//! Two things the counters cannot show: scans on standbys, and when an index was made. So the finding says what was
//! seen and no more.

use super::definition::drop_index;
use super::judge::only_on_primary;
use super::kept::Kept;
use super::limits::Limits;
use super::window::Window;
use super::{Check, Finding, Gauge, Judged, RemedyClass, Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::indexes::Index;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

const WINDOW: Threshold = Threshold {
    name: "window_days",
    value: 30.0,
    unit: "days",
    source: "tools of the field: 7 to 30; a month's end has to be inside",
};
const FLOOR: Threshold =
    Threshold { name: "floor_bytes", value: 10_485_760.0, unit: "bytes", source: "tools of the field: 10 MB" };
const LARGE: Threshold = Threshold {
    name: "large_bytes",
    value: 1_073_741_824.0,
    unit: "bytes",
    source: "own: from 1 GB on it crowds the cache, medium instead of low",
};

pub(crate) static CHECK: Check = Check {
    id: "IDX04",
    name: "unused_index",
    group: "IDX",
    what: "indexes that no query on this node has used",
    why: "every write keeps them up to date, and they take memory and disk",
    how: "scans counted on this node since the counters began; scans on standbys and the age of an index are not \
          known, its size is an estimate",
    refuted_by: "SELECT indexrelname, idx_scan FROM pg_stat_user_indexes, on every standby as well",
    reads: &[Family::Counts, Family::Indexes, Family::Constraints],
    remedy_class: RemedyClass::ReversibleInStructure,
    thresholds: &[WINDOW, FLOOR, LARGE],
    gauge: Gauge::higher("estimated_bytes"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    only_on_primary(facts)?;
    let window = Window::of(facts)?;
    let needed_seconds = limits.of(CHECK.id, &WINDOW) * 86_400.0;
    let kept = Kept::by(facts.constraints()?);
    let counts = facts.count()?;
    let mut judged = Judged {
        noun: "indexes",
        window: Some(window.text()),
        examined: counts.indexes - counts.small_indexes.min(counts.indexes),
        below_floor: counts.small_indexes,
        ..Judged::default()
    };
    let own = |i: &&Index| i.kind == 'i' && !i.is_partition && i.is_valid && !kept.enforces(i);
    for index in facts.indexes()?.iter().filter(own) {
        let is_small = (index.estimated_bytes as f64) < limits.of(CHECK.id, &FLOOR);
        if is_small || index.scans > 0 || kept.serves_foreign_key(index) {
            continue;
        }
        if window.seconds < needed_seconds {
            judged.unseen = Some(window.too_young(needed_seconds));
        } else {
            let large = index.estimated_bytes as f64 >= limits.of(CHECK.id, &LARGE);
            judged.findings.push(finding(index, window, large));
        }
    }
    Ok(judged)
}

fn finding(index: &Index, window: Window, large: bool) -> Finding {
    let name = index.name();
    let mut said = Dossier::default();
    said.say(
        "Index {} on {} takes about {}, and no query on this node has used it since the counters began {} ago.",
        &[
            &Evidence::name("indexes", &name),
            &Evidence::name("indexes", &index.table()),
            &Evidence::estimated("indexes", &name, "estimated_bytes", Value::Bytes(index.estimated_bytes)),
            &window.evidence(),
        ],
    );
    said.cite(&Evidence::measured("indexes", &name, "scans", Value::Count(index.scans)));
    Finding {
        check: CHECK.id,
        severity: if large { Severity::Medium } else { Severity::Low },
        object_kind: "index",
        object: name,
        said,
        remedy: drop_index(index, "First look at its scans on every standby, and ask what it was made for and when."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::constraints::Constraint;
    use crate::evidence::fake::{self, FakeWorld, DAY};
    use crate::evidence::server::Server;
    use crate::evidence::Reason;

    fn judged(index: Index, constraints: &[Constraint], days: i64) -> Judged {
        let server = Server { started_at: fake::NOW - days * DAY, cluster_reset_at: None, ..fake::server() };
        let mut world = FakeWorld::new()
            .with(Family::Server, &[server])
            .with(Family::Counts, &[fake::counts(412, 380)])
            .with(Family::Indexes, &[index])
            .with(Family::Constraints, constraints);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    fn unused() -> Index {
        Index { scans: 0, ..fake::index("shop.i") }
    }

    #[test]
    fn a_month_without_a_scan_is_a_finding() {
        assert!(judged(fake::index("shop.i"), &[], 45).findings.is_empty());
        let found = judged(unused(), &[], 45).findings;
        assert_eq!(
            found[0].said.sentences[0].text,
            "Index \"shop.i\" on \"shop.orders\" takes about 20 MB, and no query on this node has used it since the \
             counters began 45 days ago."
        );
        assert_eq!(found[0].severity, Severity::Low);
        assert_eq!(
            judged(Index { estimated_bytes: 1 << 30, ..unused() }, &[], 45).findings[0].severity,
            Severity::Medium
        );
    }

    #[test]
    fn a_young_server_cannot_tell() {
        let young = judged(unused(), &[], 29);
        assert!(young.findings.is_empty());
        let unseen = young.unseen.unwrap();
        assert_eq!(unseen.reason, Reason::Window);
        assert_eq!(unseen.detail, "counters have run for 29 days, and 30 days are needed");
        assert_eq!(judged(fake::index("shop.i"), &[], 1).unseen, None, "one that was used needs no window");
    }

    #[test]
    fn what_something_rests_on_is_left_out() {
        assert!(judged(unused(), &[fake::foreign_key("fk")], 45).findings.is_empty());
        for index in [
            Index { is_unique: true, ..unused() },
            Index { is_primary: true, ..unused() },
            Index { is_exclusion: true, ..unused() },
            Index { is_replica_identity: true, ..unused() },
            Index { is_partition: true, ..unused() },
            Index { kind: 'I', ..unused() },
        ] {
            assert!(judged(index.clone(), &[], 45).findings.is_empty(), "{index:?}");
        }
        let small = judged(Index { estimated_bytes: 10_485_759, ..unused() }, &[], 45);
        assert_eq!((small.examined, small.below_floor, small.findings.len()), (32, 380, 0));
    }
}
