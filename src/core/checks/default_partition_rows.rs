//! # default_partition_rows
//!
//! Rows in the default partition are rows that no partition was made for. A new partition for their range cannot be attached
//! while they are there, and to look for them scans the default partition under a full lock.

use super::{Check, Dossier, Evidence, Facts, Family, Gauge, Judged, Limits, Remedy, RemedyClass, Severity, Threshold};
use super::{Unread, Value};

const SOME: Threshold = Threshold { name: "rows", value: 1.0, unit: "rows", source: "field: any" };
const MANY: Threshold =
    Threshold { name: "many_rows", value: 10_000.0, unit: "rows", source: "own: more than a few strays" };

pub(crate) static CHECK: Check = Check {
    id: "PAR01",
    name: "default_partition_rows",
    group: "PAR",
    what: "default partitions that hold rows",
    why: "the partition these rows belong to cannot be made any more without moving them first",
    how: "the larger of the live rows counted and the rows of the last analyze",
    refuted_by: "SELECT partrelid::regclass, partdefid::regclass FROM pg_partitioned_table WHERE partdefid <> 0",
    reads: &[Family::DefaultPartitions],
    nature: super::Nature::Estimated,
    remedy_class: RemedyClass::Irreversible,
    thresholds: &[SOME, MANY],
    gauge: Gauge::higher("estimated_rows"),
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let partitions = facts.default_partitions()?;
    if partitions.is_empty() {
        return Ok(Judged::nothing("there are no default partitions"));
    }
    let mut judged = Judged::of("default partitions", partitions.len());
    for partition in partitions {
        let rows = partition.estimated_rows;
        let marks = [(&MANY, Severity::Medium), (&SOME, Severity::Low)];
        let Some(severity) = limits.reached(CHECK.id, rows as f64, &marks) else { continue };
        let name = partition.name();
        let parent = format!("{}.{}", partition.parent_schema_name, partition.parent_name);
        let of = |measure, value| Evidence::estimated("default_partitions", &name, measure, value);
        let said = Dossier::saying(
            "Default partition {} of table {} holds about {} rows.",
            &[
                &Evidence::name("default_partitions", &name),
                &of("parent", Value::Name(parent)),
                &of("estimated_rows", Value::Count(rows)),
            ],
        );
        let remedy = Remedy::irreversible(
            "In one transaction: detach the default partition, make the partitions its rows belong to, insert the rows into the \
             parent, attach it again empty. Try it on a copy first",
        );
        judged.findings.push(CHECK.finding(severity, "table", name.clone(), said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::default_partitions::DefaultPartition;
    use crate::evidence::fake::FakeWorld;

    #[test]
    fn an_empty_one_is_fine() {
        let severity = |estimated_rows| {
            let partition = DefaultPartition {
                schema_name: "shop".into(),
                table_name: "visits_rest".into(),
                parent_schema_name: "shop".into(),
                parent_name: "visits".into(),
                estimated_rows,
            };
            on_facts::severity(&CHECK, FakeWorld::new().with(Family::DefaultPartitions, &[partition]))
        };
        assert_eq!([0, 1, 10_000].map(severity), [None, Some(Severity::Low), Some(Severity::Medium)]);
    }
}
