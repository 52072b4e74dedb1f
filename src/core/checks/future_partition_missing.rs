//! # future_partition_missing
//!
//! A table partitioned by time whose last partition ends soon, or has ended: from then on every insert of a row of today fails.
//! Soon is the last tenth of a partition's length, three days of a month: whoever makes partitions by a job has made the next
//! one by then. One that ended more than three lengths ago is taken for an archive.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Threshold, Unread, Value};

const LEFT: Threshold = Threshold {
    name: "left_percent",
    value: 10.0,
    unit: "percent",
    source: "own: the last tenth of a partition's length",
};
const ARCHIVE: Threshold = Threshold {
    name: "archive_lengths",
    value: 3.0,
    unit: "times",
    source: "own: ended three partitions ago, nobody inserts any more",
};

pub(crate) static CHECK: Check = Check {
    id: "PAR02",
    name: "future_partition_missing",
    group: "PAR",
    what: "tables partitioned by time that run out of partitions",
    why: "from the end of the last one on inserts fail, or fill the default partition",
    how: "the end of the last of the 20 partitions made last, for tables partitioned by range of one date or time; a job that is about to make the next one is not seen",
    refuted_by: "SELECT inhrelid::regclass, pg_get_expr(relpartbound, c.oid) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE relpartbound IS NOT NULL",
    reads: &[Family::RangeEnds],
    severity_max: Severity::High,
    thresholds: &[LEFT, ARCHIVE],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let tables = facts.range_ends()?;
    if tables.is_empty() {
        return Ok(Judged::nothing("no table is partitioned by range of a date or time"));
    }
    let mut judged = Judged::of("tables partitioned by time", tables.len());
    for table in tables {
        let left_seconds = (table.ends_at - facts.now()) as f64 / 1e6;
        let soon = left_seconds <= table.width_seconds * limits.of(CHECK.id, &LEFT) / 100.0;
        let archive = -left_seconds > table.width_seconds * limits.of(CHECK.id, &ARCHIVE);
        if !soon || archive {
            continue;
        }
        let over = left_seconds <= 0.0;
        let name = table.name();
        let of = |measure, value| Evidence::measured("range_ends", &name, measure, value);
        let template = match (over, table.has_default) {
            (true, false) => "The last partition of table {} ended {}: rows of today are refused.",
            (true, true) => "The last partition of table {} ended {}: rows of today go to its default partition.",
            (false, _) => "The last partition of table {} ends {}, and there is none after it.",
        };
        let ends = of("ends_at", Value::Time(table.ends_at));
        let said = Dossier::saying(template, &[&Evidence::name("range_ends", &name), &ends]);
        let remedy = Remedy::advice(
            "CREATE TABLE ... PARTITION OF for the next ranges, and let a job (pg_partman, pg_cron) keep some ahead. DROP TABLE \
             of an empty partition takes it back",
        );
        let severity = match (over, table.has_default) {
            (true, false) => Severity::High,
            (false, false) => Severity::Medium,
            _ => Severity::Low,
        };
        judged.findings.push(CHECK.finding(severity, "table", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{FakeWorld, DAY, NOW};
    use crate::evidence::range_ends::RangeEnd;

    #[test]
    fn the_end_is_seen_coming_and_an_archive_is_left_alone() {
        let severity = |days_left: i64, has_default| {
            let table = RangeEnd {
                schema_name: "shop".into(),
                table_name: "visits".into(),
                has_default,
                ends_at: NOW + days_left * DAY,
                width_seconds: 40.0 * 86_400.0,
            };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::RangeEnds, &[table]))
        };
        assert_eq!(severity(5, false), None);
        assert_eq!(severity(4, false), Some(Severity::Medium));
        assert_eq!(severity(0, false), Some(Severity::High));
        assert_eq!(severity(-120, false), Some(Severity::High));
        assert_eq!(severity(-121, false), None, "an archive");
        assert_eq!(severity(0, true), Some(Severity::Low));
    }
}
