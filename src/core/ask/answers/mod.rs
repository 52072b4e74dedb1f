//! What is said to each intent: one file each, over facts already read.

mod blocked;
mod connections;
mod disk;
mod health;
mod indexes;
mod schema;
mod sequences;
mod settings;
mod slow;
mod vacuum;
mod who;

use super::{Intent, Product};
use crate::checks::{Check, Finding, Judged, Outcome, Remedy};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Unread};
use crate::ident::quote_ident;
use crate::knowledge::search::Found;
use crate::sentence::Dossier;
use crate::value::Value;

/// What an intent reads, which checks it runs, and who puts it into words.
pub struct Plan {
    pub product: Product,
    /// By the name of the finer intent; any other word stands for all of the product.
    pub needs: fn(&str) -> Needs,
    pub say: fn(&Asked, &mut Said),
}

/// Families to read, beside those the checks read.
pub struct Needs {
    pub families: &'static [Family],
    /// By name.
    pub checks: &'static [&'static str],
    /// Whether the question is also looked up in the schema knowledge.
    pub searches: bool,
}

impl Needs {
    const fn of(families: &'static [Family], checks: &'static [&'static str]) -> Needs {
        Needs { families, checks, searches: false }
    }

    const fn searching(self) -> Needs {
        Needs { searches: true, ..self }
    }
}

/// The one list of what can be answered.
pub static PLANS: [Plan; 11] = [
    slow::PLAN,
    blocked::PLAN,
    vacuum::PLAN,
    indexes::PLAN,
    connections::PLAN,
    disk::PLAN,
    settings::PLAN,
    sequences::PLAN,
    who::PLAN,
    health::PLAN,
    schema::PLAN,
];

/// A question with everything read for it.
pub struct Asked<'a> {
    /// Its words, as stems.
    pub stems: &'a [String],
    pub intent: &'a Intent,
    /// The intent's name, or "" when the question asks for two of the product at once.
    pub topic: &'a str,
    pub facts: &'a Facts,
    pub outcomes: &'a [(&'static Check, Outcome)],
    /// What the schema knowledge says to the question; None when it was not asked or was never refreshed.
    pub found: Option<&'a Found>,
}

/// What is being answered.
#[derive(Default)]
pub struct Said {
    /// The first sentence is the main claim.
    pub dossier: Dossier,
    /// Plain words that claim nothing of this server.
    pub notes: Vec<String>,
    pub actions: Vec<(&'static Check, String, Remedy)>,
    pub could_not: Vec<Unread>,
    pub next: Option<String>,
    /// Part of what was asked cannot be told from the facts there are.
    pub is_partial: bool,
}

/// Findings of one kind told in full; the rest is counted.
const TOLD: usize = 5;

impl Said {
    pub fn say(&mut self, template: &str, evidence: &[&Evidence]) {
        self.dossier.say(template, evidence);
    }

    pub fn note(&mut self, words: &str) {
        self.notes.push(words.to_owned());
    }

    /// The first next step given stays.
    pub fn next(&mut self, step: impl Into<String>) {
        if self.next.is_none() {
            self.next = Some(step.into());
        }
    }

    pub fn could_not(&mut self, unread: Unread) {
        if !self.could_not.contains(&unread) {
            self.could_not.push(unread);
        }
    }

    /// The rows of a family. None when they could not be read, which must never pass for "there are none".
    pub fn look<'a, T>(&mut self, rows: Result<&'a [T], Unread>) -> Option<&'a [T]> {
        rows.map_err(|unread| self.could_not(unread)).ok()
    }

    fn finding(&mut self, check: &'static Check, finding: &Finding) {
        self.dossier.absorb(&finding.said);
        self.remedy(check, finding);
    }

    /// What can be done about a finding, without telling it again.
    fn remedy(&mut self, check: &'static Check, finding: &Finding) {
        let remedy = &finding.remedy;
        self.next(match &remedy.sql {
            Some(sql) => format!("{}: {sql};", remedy.advice.trim_end_matches('.')),
            None => remedy.advice.clone(),
        });
        self.actions.push((check, finding.object.clone(), remedy.clone()));
    }
}

impl Asked<'_> {
    /// Whether one of these words is in the question.
    pub fn mentions(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.stems.iter().any(|s| s == w))
    }

    /// Asks about another time than now; the stems of words for it.
    pub fn asks_about_the_past(&self) -> bool {
        self.mentions(&[
            "sinc",
            "yesterday",
            "morn",
            "night",
            "ago",
            "week",
            "month",
            "earlier",
            "histori",
            "last",
            "was",
            "were",
            "befor",
            "today",
            "deploy",
            "releas",
            "monday",
            "noon",
        ])
    }

    /// Says that the past is not known.
    pub fn without_history(&self, said: &mut Said) {
        said.is_partial = true;
        said.note(
            "No snapshots are kept yet, so this cannot be compared with an earlier time: what is said holds for now, \
             or for the whole time since the counters began",
        );
    }

    /// The actions of these checks' findings, where they were told in other words already.
    pub fn remedies(&self, said: &mut Said, names: &[&str]) {
        for (check, finding) in self.found(said, names) {
            said.remedy(check, finding);
        }
    }

    /// Puts the findings of these checks into words and actions, the gravest first. Gives how many there were.
    pub fn findings(&self, said: &mut Said, names: &[&str]) -> usize {
        let found = self.found(said, names);
        for (at, (check, finding)) in found.iter().enumerate() {
            if at < TOLD {
                said.finding(check, finding);
            } else {
                said.remedy(check, finding);
            }
        }
        if found.len() > TOLD {
            let more = Evidence::measured("checks", "database", "more_findings", count(found.len() - TOLD));
            said.say("There are {} more findings of these checks", &[&more]);
        }
        found.len()
    }

    /// The findings of these checks, the gravest first; notes what they could not look at.
    fn found(&self, said: &mut Said, names: &[&str]) -> Vec<(&'static Check, &Finding)> {
        let mut found: Vec<(&'static Check, &Finding)> = Vec::new();
        for (check, outcome) in self.chosen(names) {
            match outcome {
                Outcome::Finding(judged) => {
                    found.extend(judged.findings.iter().map(|f| (*check, f)));
                    if let Some(unread) = &judged.unseen {
                        said.could_not(unread.clone());
                    }
                }
                Outcome::Skipped(unread) => said.could_not(self.named(check, unread)),
                Outcome::Error(why) => {
                    said.could_not(Unread::because(crate::evidence::Reason::Host, why.clone()));
                }
                Outcome::Ok(_) | Outcome::NotApplicable(_) => {}
            }
        }
        found.sort_by_key(|(_, f)| std::cmp::Reverse(f.severity));
        found
    }

    /// Says of each of these checks that found nothing how many it examined. "No finding" is not "none": what stays
    /// below the thresholds of a check is no finding.
    pub fn found_nothing(&self, said: &mut Said, names: &[&str]) {
        for (check, outcome) in self.chosen(names) {
            match outcome {
                Outcome::Ok(judged) => said.say(&nothing(check, judged), &[&examined(check, judged)]),
                Outcome::NotApplicable(_) => {
                    let none = Evidence::measured("checks", check.name, "examined", Value::Count(0));
                    said.say(&format!("There are {{}} to check for {}", check.what), &[&none]);
                }
                _ => {}
            }
        }
    }

    /// Why a check could not judge; a family that could not be read is said once, for all checks.
    fn named(&self, check: &Check, unread: &Unread) -> Unread {
        if self.facts.unread().iter().any(|(_, family)| family == unread) {
            return unread.clone();
        }
        Unread { detail: format!("{}: {}", check.name.replace('_', " "), unread.detail), ..unread.clone() }
    }

    /// Objects these checks have findings about.
    pub fn told(&self, names: &[&str]) -> Vec<&str> {
        let findings = self.chosen(names).filter_map(|(_, o)| match o {
            Outcome::Finding(judged) => Some(judged.findings.iter()),
            _ => None,
        });
        findings.flatten().map(|f| f.object.as_str()).collect()
    }

    fn chosen(&self, names: &[&str]) -> impl Iterator<Item = &(&'static Check, Outcome)> {
        let chosen: Vec<&(&'static Check, Outcome)> =
            self.outcomes.iter().filter(|(c, _)| names.contains(&c.name)).collect();
        chosen.into_iter()
    }

    /// "Could not look": sessions of others are there, but not what they do.
    pub fn hidden_sessions(&self, said: &mut Said) {
        let Ok(sessions) = self.facts.sessions() else { return };
        let hidden = sessions.iter().filter(|s| !s.is_visible && s.user_name.is_some()).count();
        if hidden > 0 {
            let role = self.facts.server().map_or_else(|_| "CURRENT_USER".to_owned(), |s| quote_ident(&s.role_name));
            said.could_not(Unread::privilege(
                format!("what {hidden} of {} sessions do is hidden, they belong to others", sessions.len()),
                format!("GRANT pg_read_all_stats TO {role}"),
            ));
        }
    }
}

fn nothing(check: &Check, judged: &Judged) -> String {
    format!("Looked for {}: no finding among {{}} {}", check.what, judged.noun)
}

fn examined(check: &Check, judged: &Judged) -> Evidence {
    Evidence::measured("checks", check.name, "examined", count(judged.examined))
}

/// A table of this extension, which is no news to anyone who asks.
fn is_own(table: &crate::evidence::tables::Table) -> bool {
    ["copilot", "copilot_audit"].contains(&table.schema_name.as_str())
}

pub(crate) fn count(n: usize) -> Value {
    Value::Count(i64::try_from(n).unwrap_or(i64::MAX))
}
