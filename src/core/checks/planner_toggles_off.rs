//! # planner_toggles_off
//!
//! `enable_seqscan = off` and its like are for trying out a plan in one session. Set for the server, a database or a role
//! they keep the planner from the best plan everywhere. What this very session has set is its own affair and left out, and
//! so are the methods that are off by default.

use super::limits::Limits;
use super::setting_remedy::set_to;
use super::{Check, Finding, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::Reason;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "CFG08",
    name: "planner_toggles_off",
    group: "CFG",
    what: "methods of the planner that are switched off beyond one session",
    why: "the planner must take worse plans wherever the method would have been best",
    how: "settings named enable_*, their source and their built-in value; a toggle set for other roles or databases is not seen from here",
    refuted_by: "SELECT name, setting, source FROM pg_settings WHERE name LIKE 'enable\\_%' AND setting <> boot_val",
    reads: &[Family::Settings],
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let toggles: Vec<_> = facts.settings()?.iter().filter(|s| s.setting_name.starts_with("enable_")).collect();
    if toggles.is_empty() {
        return Err(Unread::because(Reason::Host, "no setting of the planner was shown"));
    }
    let mut judged = Judged { noun: "settings", examined: toggles.len(), ..Judged::default() };
    let own = |source: &str| source == "session" || source == "client";
    for setting in toggles {
        let off = !setting.is_on() && setting.built_in.as_deref() == Some("on");
        if !off || own(&setting.source) {
            continue;
        }
        let name = &setting.setting_name;
        let of = |measure, word: &str| Evidence::measured("settings", name, measure, Value::Word(word.into()));
        let mut said = Dossier::default();
        said.say(
            "Setting {} is {}, set by {}: the planner avoids this method in every session that inherits it.",
            &[&Evidence::name("settings", name), &of("setting", "off"), &of("source", &setting.source)],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Medium,
            object_kind: "setting",
            object: name.clone(),
            said,
            remedy: set_to(setting, "on", "Find the query it was meant for and set it there alone"),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::evidence::settings::Setting;

    fn found(setting: Setting) -> Vec<Finding> {
        let mut world = FakeWorld::new().with(Family::Settings, &[setting]);
        judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).unwrap().findings
    }

    fn off() -> Setting {
        Setting { built_in: Some("on".into()), ..fake::setting("enable_nestloop", "off") }
    }

    #[test]
    fn off_for_everyone_is_found_and_off_in_this_session_is_not() {
        assert!(found(fake::setting("enable_nestloop", "on")).is_empty());
        assert!(found(Setting { source: "session".into(), ..off() }).is_empty());
        assert!(found(fake::setting("enable_partitionwise_join", "off")).is_empty(), "off by default");
        let found = found(off());
        assert_eq!(found[0].object, "enable_nestloop");
        assert_eq!(found[0].remedy.revert_sql.as_deref(), Some("ALTER SYSTEM SET enable_nestloop = off"));
    }

    #[test]
    fn nothing_shown_is_not_fine() {
        assert!(judge(&Facts::load(&mut FakeWorld::new(), CHECK.reads), &Limits::default()).is_err());
    }
}
