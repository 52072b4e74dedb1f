//! # quiet_log
//!
//! Four lines of the server's log that explain most bad nights: who waited for a lock, what spilled to disk, which
//! checkpoints and which vacuums took long. All are cheap; two of them are off unless somebody switches them on.

use super::setting_remedy::{badly_set, set_to};
use super::{Check, Facts, Family, Judged, Limits, RemedyClass, Severity, Unread};

/// Setting, the value that switches it off, a value to begin with, what is missed.
const LINES: [(&str, &str, &str, &str); 4] = [
    ("log_lock_waits", "off", "on", "a wait for a lock leaves no trace"),
    ("log_temp_files", "-1", "10MB", "statements that spill to disk leave no trace"),
    ("log_checkpoints", "off", "on", "checkpoints leave no trace"),
    ("log_autovacuum_min_duration", "-1", "10min", "what autovacuum did, and could not do, leaves no trace"),
];

pub(crate) static CHECK: Check = Check {
    id: "CFG15",
    name: "quiet_log",
    group: "CFG",
    what: "events that the server's log passes over",
    why: "when something happened at night and is over, the log is the only witness",
    how: "the settings log_lock_waits, log_temp_files, log_checkpoints and log_autovacuum_min_duration; whether anybody keeps the log is not seen",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('log_lock_waits', 'log_temp_files', 'log_checkpoints', 'log_autovacuum_min_duration')",
    reads: &[Family::Settings],
    severity_max: Severity::Info,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged::of("settings", LINES.len());
    for (name, off, wanted, missed) in LINES {
        let setting = facts.setting(name)?;
        if setting.setting.as_deref() == Some(off) {
            let remedy = set_to(setting, wanted, "It writes a line only when there is something to tell");
            judged.findings.push(badly_set(&CHECK, Severity::Info, setting, missed, remedy));
        }
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::on_facts::{found, judged};
    use crate::evidence::fake::{setting, FakeWorld};

    #[test]
    fn each_line_that_is_off_is_named() {
        for (name, off, ..) in LINES {
            let settings = LINES.map(|(n, o, wanted, _)| setting(n, if n == name { o } else { wanted }));
            let found = found(&CHECK, FakeWorld::new().with(Family::Settings, &settings));
            assert_eq!((found.len(), found[0].object.as_str()), (1, name), "{off}");
        }
        let on = LINES.map(|(name, _, wanted, _)| setting(name, wanted));
        assert!(found(&CHECK, FakeWorld::new().with(Family::Settings, &on)).is_empty());
        assert!(judged(&CHECK, FakeWorld::new()).is_err(), "what is not shown is not fine");
    }
}
