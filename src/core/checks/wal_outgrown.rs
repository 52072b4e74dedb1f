//! # wal_outgrown
//!
//! pg_wal is meant to stay near max_wal_size. When it is twice what max_wal_size and wal_keep_size explain, something holds it:
//! a slot, an archive that fails, a checkpoint that does not come through.

use super::{Check, Dossier, Evidence, Facts, Family, Judged, Limits, Remedy, Severity, Threshold, Unread, Value};

const TIMES: Threshold = Threshold {
    name: "times_explained",
    value: 2.0,
    unit: "times",
    source: "field: more than twice what is explained",
};
const FLOOR: Threshold = Threshold {
    name: "floor_bytes",
    value: 1_073_741_824.0,
    unit: "bytes",
    source: "own: below 1 GB no disk is in danger",
};
const HIGH: Threshold =
    Threshold { name: "high_bytes", value: 53_687_091_200.0, unit: "bytes", source: "field: 50 GB" };

pub(crate) static CHECK: Check = Check {
    id: "WAL11",
    name: "wal_outgrown",
    group: "WAL",
    what: "whether pg_wal is far larger than it was meant to be",
    why: "when its disk is full the server stops, and starts again only when there is room",
    how:
        "the sum of pg_ls_waldir() against max_wal_size and wal_keep_size, at this moment; the disk itself is not seen",
    refuted_by: "SELECT count(*), pg_size_pretty(sum(size)) FROM pg_ls_waldir()",
    reads: &[Family::Settings, Family::WalFiles],
    needs: "GRANT pg_monitor TO <role>",
    severity_max: Severity::High,
    thresholds: &[TIMES, FLOOR, HIGH],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, limits: &Limits) -> Result<Judged, Unread> {
    let files = facts.wal_files()?;
    let megabytes = |name| facts.setting(name).map(|s| s.number().unwrap_or(0.0));
    let explained = (megabytes("max_wal_size")? + megabytes("wal_keep_size")?) * 1_048_576.0;
    let mut judged = Judged::of("folders", files.len());
    for row in files {
        let bytes = row.bytes as f64;
        let outgrown = bytes >= limits.of(CHECK.id, &FLOOR) && bytes >= explained * limits.of(CHECK.id, &TIMES);
        if !outgrown {
            continue;
        }
        let of = |measure, value| Evidence::measured("wal_files", "pg_wal", measure, value);
        let said = Dossier::saying(
            "{} holds {} in {} files; its settings explain {}.",
            &[
                &Evidence::name("wal_files", "pg_wal"),
                &of("bytes", Value::Bytes(row.bytes)),
                &of("files", Value::Count(row.files)),
                &of("explained_bytes", Value::Bytes(explained as i64)),
            ],
        );
        let remedy = Remedy::advice(
            "Find what holds it: a slot (pg_replication_slots), an archive that lags (pg_stat_archiver), a checkpoint that is \
             late. Never remove files of pg_wal by hand",
        );
        let severity = if bytes >= limits.of(CHECK.id, &HIGH) { Severity::High } else { Severity::Medium };
        judged.findings.push(CHECK.finding(severity, "folder", "pg_wal", said, remedy));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts;
    use crate::evidence::fake::{setting, FakeWorld};
    use crate::evidence::wal_files::WalFiles;

    #[test]
    fn what_the_settings_explain_is_no_finding() {
        let severity = |gigabytes: i64, keep: &str| {
            let settings = [setting("max_wal_size", "1024"), setting("wal_keep_size", keep)];
            let world = FakeWorld::new()
                .with(Family::Settings, &settings)
                .with(Family::WalFiles, &[WalFiles { files: 64 * gigabytes, bytes: gigabytes << 30, waiting: 0 }]);
            on_facts::severity(&CHECK, world)
        };
        assert_eq!(severity(1, "0"), None);
        assert_eq!(severity(2, "0"), Some(Severity::Medium));
        assert_eq!(severity(3, "1024"), None, "kept on purpose");
        assert_eq!(severity(50, "0"), Some(Severity::High));
    }
}
