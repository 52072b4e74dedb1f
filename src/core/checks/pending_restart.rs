//! # pending_restart
//!
//! Someone changed a setting that only a restart puts in force. Until then the server runs with the old value, and the next
//! restart, planned or not, changes its behaviour.

use super::limits::Limits;
use super::{Check, Finding, Judged, Remedy, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "CFG11",
    name: "pending_restart",
    group: "CFG",
    what: "settings that were changed and wait for a restart",
    why: "the server does not run as its configuration says, and the next restart changes its behaviour",
    how: "pending_restart of pg_settings, as of the last reload; a file edited since then is not seen",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE pending_restart",
    reads: &[Family::Settings],
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let settings = facts.settings()?;
    if settings.is_empty() {
        return Err(Unread::because(Reason::Host, "no setting was shown"));
    }
    let mut judged = Judged { noun: "settings", examined: settings.len(), ..Judged::default() };
    for setting in settings.iter().filter(|s| s.is_pending_restart) {
        let name = &setting.setting_name;
        let value = Value::Word(setting.setting.clone().unwrap_or_default());
        let mut said = Dossier::default();
        said.say(
            "Setting {} was changed and waits for a restart; in force is still {}.",
            &[&Evidence::name("settings", name), &Evidence::measured("settings", name, "setting", value)],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Medium,
            object_kind: "setting",
            object: name.clone(),
            said,
            remedy: Remedy::advice("Plan a restart, or take the change back with ALTER SYSTEM RESET and a reload"),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::settings::Setting;

    #[test]
    fn a_change_that_waits_is_named() {
        let found = |is_pending_restart| {
            let setting = Setting { is_pending_restart, ..fake::setting("max_connections", "100") };
            let mut world = FakeWorld::new().with(Family::Settings, &[setting]);
            judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
        };
        assert!(found(false).is_empty());
        assert_eq!(
            found(true)[0].said.sentences[0].text,
            "Setting \"max_connections\" was changed and waits for a restart; in force is still '100'."
        );
    }
}
