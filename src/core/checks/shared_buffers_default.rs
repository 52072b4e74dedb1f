//! # shared_buffers_default
//!
//! 128 MB is what initdb writes for a server that nobody has thought about yet. A machine's memory cannot be seen from SQL,
//! so no share of it is judged: only that the default stands beside data many times as large.

use super::setting_remedy::badly_set;
use super::{Check, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Threshold, Unread, Value};

const DATA: Threshold =
    Threshold { name: "data_bytes", value: 1_073_741_824.0, unit: "bytes", source: "field: 1 GB beside the default" };
const MUCH_DATA: Threshold = Threshold {
    name: "much_data_bytes",
    value: 10_737_418_240.0,
    unit: "bytes",
    source: "own: eighty times the default",
};
/// What initdb writes where the machine has shared memory for it (src/bin/initdb/initdb.c).
const DEFAULT_BYTES: f64 = 134_217_728.0;

pub(crate) static CHECK: Check = Check {
    id: "CFG04",
    name: "shared_buffers_default",
    group: "CFG",
    what: "whether shared_buffers was ever chosen for the data there is",
    why: "most pages are fetched from outside the server's own cache, again and again",
    how: "shared_buffers at or below the default of 128 MB, and the size of this database by its last vacuums and analyzes; the machine's memory and other databases are not seen",
    refuted_by: "SELECT setting, unit FROM pg_settings WHERE name = 'shared_buffers'",
    reads: &[Family::Settings, Family::Databases],
    nature: super::Nature::Estimated,
    thresholds: &[DATA, MUCH_DATA],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting("shared_buffers")?;
    let pages = setting.number().unwrap_or(0.0);
    let buffers = pages * facts.server()?.block_size_bytes as f64;
    let bytes = facts.databases()?.iter().find_map(|d| d.estimated_bytes).unwrap_or(0);
    let marks = [(&MUCH_DATA, Severity::Medium), (&DATA, Severity::Low)];
    let mut judged = Judged::of("settings", 1);
    if let Some(severity) = limits.reached(CHECK.id, bytes as f64, &marks).filter(|_| buffers <= DEFAULT_BYTES) {
        let remedy = Remedy::advice(
            "A quarter of the machine's memory is where most begin. ALTER SYSTEM SET shared_buffers = '...' and a restart; \
             setting it back takes it back",
        );
        let mut finding =
            badly_set(&CHECK, severity, setting, "in pages, it is no more than what initdb writes", remedy);
        let size = Evidence::estimated("databases", "this database", "estimated_bytes", Value::Bytes(bytes));
        finding.said.say("The database has about {} of data and indexes.", &[&size]);
        judged.findings.push(finding);
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::databases::Database;
    use crate::evidence::fake::{database, setting, FakeWorld};

    #[test]
    fn the_default_beside_much_data_is_named() {
        let severity = |pages: &str, bytes: i64| {
            let database = Database { estimated_bytes: Some(bytes), ..database("shop") };
            let world = FakeWorld::new()
                .with(Family::Settings, &[setting("shared_buffers", pages)])
                .with(Family::Databases, &[database]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity("16384", (1 << 30) - 1), None);
        assert_eq!(severity("16384", 1 << 30), Some(Severity::Low));
        assert_eq!(severity("16384", 10 << 30), Some(Severity::Medium));
        assert_eq!(severity("16385", 10 << 30), None, "somebody chose it");
    }
}
