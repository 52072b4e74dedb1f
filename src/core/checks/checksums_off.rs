//! # checksums_off
//!
//! Without checksums a page that the disk has changed is read as if it were right, and copied to backups and standbys. Low,
//! since nothing is wrong yet, and switching them on takes the server down for as long as reading it all takes.

use super::setting_remedy::badly_set;
use super::{Check, Facts, Family, Judged, Limits, Remedy, Severity, Unread};

pub(crate) static CHECK: Check = Check {
    id: "EXT06",
    name: "checksums_off",
    group: "EXT",
    what: "whether pages carry checksums",
    why: "silent damage of a disk is not noticed, and reaches the backups",
    how: "the setting data_checksums; a file system that checks its blocks itself is not seen",
    refuted_by: "SHOW data_checksums",
    reads: &[Family::Settings],
    severity_max: Severity::Low,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let setting = facts.setting("data_checksums")?;
    let mut judged = Judged::of("settings", 1);
    if !setting.is_on() {
        let remedy = Remedy::advice(
            "pg_checksums --enable while the server is stopped, on a standby first: then switch over. \
             pg_checksums --disable takes it back",
        );
        judged.findings.push(badly_set(
            &CHECK,
            Severity::Low,
            setting,
            "damage done by the disk is not noticed",
            remedy,
        ));
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::found;
    use crate::evidence::fake::{setting, FakeWorld};

    #[test]
    fn off_is_said() {
        let found =
            |value| found(&CHECK, FakeWorld::new().with(Family::Settings, &[setting("data_checksums", value)])).len();
        assert_eq!([found("on"), found("off")], [0, 1]);
    }
}
