//! The mapping: framework, number, what the control asks for in our own words, the checks that bear on it, and what has to
//! be attested outside. A dash stands for nothing.

use super::Framework;

const TABLE: &str = include_str!("controls.tsv");

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    pub framework: Framework,
    pub number: &'static str,
    pub title: &'static str,
    /// Names of checks.
    pub checks: Vec<&'static str>,
    /// What SQL cannot show of it.
    pub outside: Option<&'static str>,
}

/// Every control, in the order of its framework.
pub fn all() -> impl Iterator<Item = Control> {
    TABLE.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (word, number, title) = (cells.next()?, cells.next()?, cells.next()?);
        let (checks, outside) = (cells.next()?, cells.next()?);
        Some(Control {
            framework: Framework::parse(Some(word)).ok()?,
            number,
            title,
            checks: checks.split(',').filter(|name| *name != "-").collect(),
            outside: (outside != "-").then_some(outside),
        })
    })
}

pub fn of_framework(framework: Framework) -> impl Iterator<Item = Control> {
    all().filter(move |control| control.framework == framework)
}

/// The controls a check bears on.
pub fn of_check(name: &str) -> impl Iterator<Item = Control> + '_ {
    all().filter(move |control| control.checks.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{manual, registry};
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_whole_and_told_once() {
        let all: Vec<Control> = all().collect();
        assert_eq!(all.len(), TABLE.lines().count(), "each line has its five cells and a known framework");
        let numbers: BTreeSet<_> = all.iter().map(|c| (c.framework.word(), c.number)).collect();
        assert_eq!(numbers.len(), all.len());
        for control in &all {
            let names: BTreeSet<_> = control.checks.iter().collect();
            assert_eq!(names.len(), control.checks.len(), "{}: a check twice", control.number);
        }
    }

    #[test]
    fn both_directions_agree() {
        for control in all() {
            for name in &control.checks {
                let check = registry::ALL.iter().find(|c| c.name == *name);
                assert!(check.is_some(), "{} {}: there is no check {name}", control.framework.word(), control.number);
            }
        }
        for check in registry::ALL {
            let mut page = String::new();
            manual::entry(&mut page, check);
            let told: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("- compliance: ")).collect();
            let mapped: Vec<String> = all()
                .filter(|c| c.checks.contains(&check.name))
                .map(|c| format!("{} {}", c.framework.title(), c.number))
                .collect();
            assert_eq!(told, mapped, "{}", check.name);
        }
    }

    /// A check of security that no control asks about would be a hole in the mapping.
    #[test]
    fn each_check_of_security_bears_on_something() {
        for check in registry::ALL.iter().filter(|c| matches!(c.group, "SEC" | "CMP")) {
            assert!(of_check(check.name).next().is_some(), "{} is in no control", check.name);
        }
    }
}
