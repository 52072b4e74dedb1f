//! From a question to an answer: route it, read what the intent needs, say what the facts show, verify every
//! sentence, write it down. Where a model is set up, it then words what was found ([`super::worded`]).

use crate::ask::answer::{Action, Answer, Confidence, Looked};
use crate::ask::answers::{Asked, Plan, Said, PLANS};
use crate::ask::route::route;
use crate::ask::words::stems;
use crate::ask::{Intent, Product, Routed};
use crate::checks::limits::Limits;
use crate::checks::{registry, run};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Nature, Reason, Unread};
use crate::fault::{Fault, Kind};
use crate::flows::worded::worded;
use crate::knowledge::search::{search, Found};
use crate::sentence::Dossier;
use crate::verify::{drop_unheld, Vocabulary};
use crate::world::World;

pub use crate::ask::answer::{evidence_rows, EvidenceRow};

/// The longest question, in bytes.
pub const LONGEST: usize = 8 * 1024;

/// What can be asked, for whoever asked something else.
const ASKABLE: &str = "ask in English about slow statements, locks, vacuum and dead rows, indexes, connections, disk \
                       space, settings, sequences, sessions, health or the schema; for instance SELECT \
                       copilot.ask('why is the database slow?');";

/// Answers a question about this database.
pub fn answer(world: &mut impl World, question: Option<&str>) -> Result<Answer, Fault> {
    let own = own(world, question)?;
    Ok(worded(world, question.unwrap_or_default(), own))
}

/// The answer without a model: whole by itself.
pub fn own(world: &mut impl World, question: Option<&str>) -> Result<Answer, Fault> {
    let question = checked(question)?;
    let routed = route(question);
    let Some((intent, _)) = routed.ranked.first() else { return Ok(unknown(&routed, OUT_OF_SCOPE)) };
    if !routed.is_answerable {
        return Ok(located(world, question, &routed).unwrap_or_else(|| unknown(&routed, OUT_OF_SCOPE)));
    }
    match PLANS.iter().find(|p| p.product == intent.product) {
        Some(plan) => Ok(answered(world, question, &routed, intent, plan)),
        None => {
            let what = intent.not_yet.unwrap_or("this");
            Ok(unknown(&routed, &format!("this version has no facts about {what}")))
        }
    }
}

const OUT_OF_SCOPE: &str = "this does not look like a question about this database";

fn checked(question: Option<&str>) -> Result<&str, Fault> {
    let hint = "SELECT copilot.ask('why is the database slow?');";
    let question = question.ok_or_else(|| Fault::null_argument("question", hint))?;
    if question.trim().is_empty() {
        return Err(Fault::new(Kind::InvalidArgument, "the question is empty").hint(hint));
    }
    if question.len() > LONGEST {
        return Err(Fault::new(Kind::InvalidArgument, format!("the question is longer than {LONGEST} bytes"))
            .detail(format!("It has {} bytes.", question.len()))
            .hint("ask in a sentence or two"));
    }
    Ok(question)
}

fn answered(world: &mut impl World, question: &str, routed: &Routed, intent: &Intent, plan: &Plan) -> Answer {
    let topic = topic(routed, intent);
    let needs = (plan.needs)(topic);
    let checks: Vec<_> = needs.checks.iter().filter_map(|name| registry::find(name)).collect();
    let mut families: Vec<Family> = registry::families(&checks);
    families.extend(needs.families);
    families.push(Family::Overrides);
    families.sort_unstable();
    families.dedup();
    let facts = Facts::load(world, &families);
    let outcomes = run(&facts, &Limits::in_force(&facts), needs.checks);
    let stems = stems(question);
    let mut said = Said::default();
    let found = if needs.searches { looked_up(world, question, &mut said) } else { None };
    let found = found.as_ref();
    (plan.say)(&Asked { stems: &stems, intent, topic, facts: &facts, outcomes: &outcomes, found }, &mut said);
    facts.unread().into_iter().for_each(|(_, unread)| said.could_not(unread));
    said.is_partial |= intent.not_yet.is_some();
    said.notes.extend(doubt(routed).filter(|_| routed.is_answerable));
    let opening = intent.not_yet.map(|what| format!("There are no facts about {what}. What can be told:"));
    verified(routed, &facts, said, opening)
}

/// "Where are the zeppelins?" has no word of the field, and is a question about this database when one of its objects
/// has every word of it.
fn located(world: &mut impl World, question: &str, routed: &Routed) -> Option<Answer> {
    let first = question.split_whitespace().next()?.to_lowercase();
    let asks_for_a_place = first == "where" || stems(question).iter().any(|s| s == "tabl" || s == "column");
    let (intent, _) = routed.ranked.iter().find(|(intent, _)| intent.name == "schema_question")?;
    let plan = PLANS.iter().find(|plan| plan.product == intent.product).filter(|_| asks_for_a_place)?;
    let found = search(world.shelf(), &about(question), 1).ok()??;
    found.rows.first().filter(|row| row.has_all_words)?;
    Some(answered(world, question, routed, intent, plan))
}

/// What the schema knowledge says to a question; that it could not say anything is no reason not to answer.
fn looked_up(world: &mut impl World, question: &str, said: &mut Said) -> Option<Found> {
    match search(world.shelf(), &about(question), FOUND) {
        Ok(found) => found,
        Err(fault) => {
            said.could_not(Unread::because(Reason::Host, format!("schema knowledge could not be searched: {fault}")));
            None
        }
    }
}

/// Objects told of.
const FOUND: usize = 3;

/// The question without the words that ask for a place in the schema.
fn about(question: &str) -> String {
    const ASKING: [&str; 14] = [
        "where", "which", "what", "table", "tables", "column", "columns", "view", "views", "schema", "stored", "kept",
        "contains", "find",
    ];
    let asks = |word: &&str| !ASKING.contains(&word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()));
    question.split_whitespace().filter(asks).collect::<Vec<_>>().join(" ")
}

/// A second intent of the same product is asked for too from this share of the best one's score on.
const ALSO: f64 = 0.55;

fn topic(routed: &Routed, best: &Intent) -> &'static str {
    let mut ranked = routed.ranked.iter();
    let score = ranked.next().map_or(0.0, |(_, score)| *score);
    match ranked.next() {
        Some((next, other)) if next.product == best.product && *other >= ALSO * score => "",
        _ => best.name,
    }
}

/// Scores nearer than this may be taken for either.
const NEAR: f64 = 0.04;

/// Says what else the question may have been about.
fn doubt(routed: &Routed) -> Option<String> {
    let ((best, score), (next, other)) = (routed.ranked.first()?, routed.ranked.get(1)?);
    let close = score - other < NEAR && best.product != next.product && next.product != Product::OutOfScope;
    let words = |i: &Intent| i.name.replace('_', " ");
    close.then(|| format!("Taken as a question about {}; it may also be about {}", words(best), words(next)))
}

/// Keeps what its evidence says; without its main claim the answer is "I don't know".
fn verified(routed: &Routed, facts: &Facts, said: Said, opening: Option<String>) -> Answer {
    let (held, dropped) = drop_unheld(&said.dossier, &vocabulary());
    let nothing_read = facts.read().is_empty();
    let main_fell = nothing_read || dropped.iter().any(|b| b.sentence == 0) || held.sentences.is_empty();
    let confidence = confidence(&said, &held, main_fell);
    let mut answer = blank(routed);
    answer.confidence = confidence;
    answer.looked_at = facts.read().iter().map(|r| Looked { family: r.family, rows: r.rows }).collect();
    answer.could_not = said.could_not;
    answer.dropped = dropped;
    if main_fell {
        let why =
            if answer.dropped.is_empty() { "nothing that was looked at tells" } else { "what was found did not hold" };
        answer.next = Some("SELECT * FROM copilot.doctor();".into());
        answer.opening = Some(format!("I don't know: {why}."));
        return answer.written();
    }
    answer.opening = opening;
    answer.dossier = held;
    answer.notes = said.notes;
    answer.next = said.next;
    answer.actions = said
        .actions
        .into_iter()
        .map(|(check, object, remedy)| Action {
            check: check.id,
            object,
            advice: remedy.advice,
            sql: remedy.sql,
            revert_sql: remedy.revert_sql,
            class: remedy.class,
        })
        .collect();
    answer.written()
}

fn confidence(said: &Said, held: &Dossier, main_fell: bool) -> Confidence {
    let main = held.sentences.first().map(|s| s.cites.clone()).unwrap_or_default();
    let estimated = |at: &usize| held.evidence.get(*at).is_some_and(|e: &Evidence| e.nature == Nature::Estimated);
    match () {
        () if main_fell => Confidence::None,
        () if said.is_partial => Confidence::Low,
        () if !said.could_not.is_empty() || main.iter().any(estimated) => Confidence::Medium,
        () => Confidence::High,
    }
}

/// The checks' own names of settings and views may stand in sentences without evidence.
pub(super) fn vocabulary() -> Vocabulary {
    let words = registry::ALL.iter().flat_map(|c| c.what.split(|x: char| !x.is_alphanumeric() && x != '_' && x != '.'));
    Vocabulary::own().with_terms(words.filter(|w| w.contains('_')))
}

fn blank(routed: &Routed) -> Answer {
    Answer {
        text: String::new(),
        confidence: Confidence::None,
        opening: None,
        dossier: Dossier::default(),
        wording: None,
        tokens: Some(0),
        notes: Vec::new(),
        actions: Vec::new(),
        next: None,
        intents: routed.ranked.iter().take(3).map(|(i, score)| (i.name, *score)).collect(),
        looked_at: Vec::new(),
        could_not: Vec::new(),
        dropped: Vec::new(),
    }
}

fn unknown(routed: &Routed, why: &str) -> Answer {
    let mut answer = blank(routed);
    if routed.ranked.first().is_none_or(|(i, _)| i.product == Product::OutOfScope) || !routed.is_answerable {
        answer.next = Some(ASKABLE.to_owned());
    }
    answer.opening = Some(format!("I don't know: {why}."));
    answer.written()
}

#[cfg(test)]
mod tests;
