//! # durability_off
//!
//! `fsync = off` lets a crash of the machine corrupt the whole cluster; `full_page_writes = off` lets it tear pages.
//! Neither has a threshold: off is critical (postgresql.org/docs/current/runtime-config-wal.html).

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::settings::Setting;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "CFG01",
    name: "durability_off",
    group: "CFG",
    what: "settings that trade the safety of committed data for speed",
    why: "after a crash of the machine the data can be corrupt beyond repair, and nothing tells",
    how: "the settings fsync and full_page_writes as this session sees them; storage that lies about flushing its \
          cache cannot be seen from here",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')",
    reads: &[Family::Settings],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "settings", ..Judged::default() };
    for (name, what_a_crash_does) in [
        ("fsync", "a crash of the machine can corrupt the whole cluster"),
        ("full_page_writes", "a crash in the middle of writing a page can leave it torn"),
    ] {
        let setting = facts.setting(name)?;
        judged.examined += 1;
        if !setting.is_on() {
            judged.findings.push(finding(setting, what_a_crash_does));
        }
    }
    Ok(judged)
}

fn finding(setting: &Setting, what_a_crash_does: &str) -> Finding {
    let name = &setting.setting_name;
    let value = setting.setting.clone().unwrap_or_default();
    let mut said = Dossier::default();
    said.say(
        &format!("Setting {{}} is {{}}: {what_a_crash_does}."),
        &[
            &Evidence::name("settings", name),
            &Evidence::measured("settings", name, "setting", Value::Word(value.clone())),
        ],
    );
    let remedy = if setting.source == "command line" {
        Remedy::advice(format!("{name} was given on the server's command line: take it off there and restart"))
    } else {
        Remedy::exactly(
            "Then reload with SELECT pg_reload_conf(). It protects from then on; take a fresh backup as well",
            format!("ALTER SYSTEM SET {name} = on"),
            format!("ALTER SYSTEM SET {name} = {value}"),
        )
    };
    Finding {
        check: CHECK.id,
        severity: Severity::Critical,
        object_kind: "setting",
        object: name.clone(),
        said,
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{setting, FakeWorld};

    fn judged(fsync: &str, full_page_writes: &str) -> Judged {
        let settings = [setting("fsync", fsync), setting("full_page_writes", full_page_writes)];
        let mut world = FakeWorld::new().with(Family::Settings, &settings);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap()
    }

    #[test]
    fn on_is_fine_and_off_is_critical() {
        assert!(judged("on", "on").findings.is_empty());
        let findings = judged("off", "on").findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].object, "fsync");
        assert_eq!(
            findings[0].said.sentences[0].text,
            "Setting \"fsync\" is 'off': a crash of the machine can corrupt the whole cluster."
        );
        assert_eq!(findings[0].remedy.sql.as_deref(), Some("ALTER SYSTEM SET fsync = on"));
        assert_eq!(findings[0].remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET fsync = off"));
    }

    #[test]
    fn a_setting_that_is_not_shown_is_not_fine() {
        let mut world = FakeWorld::new().with(Family::Settings, &[setting("fsync", "on")]);
        assert!(judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).is_err());
    }

    #[test]
    fn the_command_line_wins_over_alter_system() {
        let mut fsync = setting("fsync", "off");
        fsync.source = "command line".into();
        assert_eq!(finding(&fsync, "").remedy.sql, None);
    }
}
