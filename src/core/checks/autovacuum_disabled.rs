//! # autovacuum_disabled
//!
//! Autovacuum does nothing without its counters: `track_counts` off is as bad as `autovacuum` off. Then dead rows stay,
//! statistics grow old, and only the forced vacuums against wraparound still come, late and all at once.

use super::limits::Limits;
use super::setting_remedy::set_to;
use super::{Check, Finding, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "VAC05",
    name: "autovacuum_disabled",
    group: "VAC",
    what: "autovacuum, or the counters it works by, switched off for the whole server",
    why: "dead rows are never cleaned up and statistics never renewed, until forced vacuums come all at once",
    how: "the settings autovacuum and track_counts; a server that is vacuumed by jobs of its own looks the same",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('autovacuum', 'track_counts')",
    reads: &[Family::Settings],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "settings", ..Judged::default() };
    for name in ["autovacuum", "track_counts"] {
        let setting = facts.setting(name)?;
        judged.examined += 1;
        if setting.is_on() {
            continue;
        }
        let mut said = Dossier::default();
        said.say(
            "Setting {} is {}: no table is vacuumed or analyzed by the server itself.",
            &[
                &Evidence::name("settings", name),
                &Evidence::measured(
                    "settings",
                    name,
                    "setting",
                    Value::Word(setting.setting.clone().unwrap_or_default()),
                ),
            ],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Critical,
            object_kind: "setting",
            object: name.into(),
            said,
            remedy: set_to(setting, "on", "Switch it on, and watch the first vacuums: they have much to do"),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    #[test]
    fn both_switches_count() {
        let found = |autovacuum: &str, track_counts: &str| {
            let settings = [fake::setting("autovacuum", autovacuum), fake::setting("track_counts", track_counts)];
            let mut world = FakeWorld::new().with(Family::Settings, &settings);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found("on", "on").is_empty());
        assert_eq!(found("off", "on")[0].object, "autovacuum");
        let both = found("off", "off");
        assert_eq!(both.len(), 2);
        assert_eq!(both[1].remedy.sql.as_deref(), Some("ALTER SYSTEM SET track_counts = on"));
    }
}
