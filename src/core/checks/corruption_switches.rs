//! # corruption_switches
//!
//! Switches made for the rescue of a broken cluster. Left on, the server reads damaged pages as empty, ignores damaged
//! indexes or lets the system catalogs be changed, without a word.

use super::limits::Limits;
use super::setting_remedy::set_to;
use super::{Check, Finding, Judged, RemedyClass, Severity};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::sentence::Dossier;
use crate::value::Value;

pub(crate) static CHECK: Check = Check {
    id: "CFG03",
    name: "corruption_switches",
    group: "CFG",
    what: "switches that make the server pass over damage in silence",
    why: "damaged pages read as empty rows are lost data that nobody is told of",
    how: "the settings zero_damaged_pages, ignore_checksum_failure, ignore_invalid_pages, ignore_system_indexes and allow_system_table_mods, as this session sees them",
    refuted_by: "SELECT name, setting FROM pg_settings WHERE name IN ('zero_damaged_pages', 'ignore_checksum_failure', 'ignore_invalid_pages', 'ignore_system_indexes', 'allow_system_table_mods')",
    reads: &[Family::Settings],
    severity_max: Severity::Critical,
    remedy_class: RemedyClass::ReversibleExactly,
    judge,
    ..Check::PLAIN
};

const SWITCHES: [(&str, &str); 5] = [
    ("zero_damaged_pages", "a damaged page is read as an empty one, and its rows are gone"),
    ("ignore_checksum_failure", "a page whose checksum is wrong is used as if it were whole"),
    ("ignore_invalid_pages", "recovery goes on over pages that are not there"),
    ("ignore_system_indexes", "the catalogs are read without their indexes"),
    ("allow_system_table_mods", "the structure of the catalogs can be changed"),
];

fn judge(facts: &Facts, _: &Limits) -> Result<Judged, Unread> {
    let mut judged = Judged { noun: "settings", ..Judged::default() };
    for (name, what_it_does) in SWITCHES {
        let setting = facts.setting(name)?;
        judged.examined += 1;
        if !setting.is_on() {
            continue;
        }
        let mut said = Dossier::default();
        said.say(
            &format!("Setting {{}} is {{}}: {what_it_does}."),
            &[
                &Evidence::name("settings", name),
                &Evidence::measured("settings", name, "setting", Value::Word("on".into())),
            ],
        );
        judged.findings.push(Finding {
            check: CHECK.id,
            severity: Severity::Critical,
            object_kind: "setting",
            object: name.into(),
            said,
            remedy: set_to(setting, "off", "Once nothing is being rescued any more, switch it off"),
        });
    }
    Ok(judged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};

    fn found(on: &str) -> Result<Vec<Finding>, Unread> {
        let settings = SWITCHES.map(|(name, _)| fake::setting(name, if name == on { "on" } else { "off" }));
        let mut world = FakeWorld::new().with(Family::Settings, &settings);
        Ok(judge(&Facts::load(&mut world, CHECK.reads), &Limits::default())?.findings)
    }

    #[test]
    fn each_switch_is_named() {
        assert!(found("none").unwrap().is_empty());
        for (name, _) in SWITCHES {
            let found = found(name).unwrap();
            assert_eq!((found.len(), found[0].object.as_str()), (1, name));
        }
    }

    #[test]
    fn a_switch_that_is_not_shown_is_not_fine() {
        let mut world = FakeWorld::new().with(Family::Settings, &[fake::setting("zero_damaged_pages", "off")]);
        assert!(judge(&Facts::load(&mut world, CHECK.reads), &Limits::default()).is_err());
    }
}
