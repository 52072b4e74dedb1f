//! From a question to an answer: route it, read what the intent needs, say what the facts show, verify every
//! sentence, write it down.

use crate::ask::answer::{Action, Answer, Confidence, Looked};
use crate::ask::answers::{Asked, Plan, Said, PLANS};
use crate::ask::route::route;
use crate::ask::words::stems;
use crate::ask::{Intent, Product, Routed};
use crate::checks::limits::Limits;
use crate::checks::{registry, run};
use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Family, Nature};
use crate::fault::{Fault, Kind};
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
    let question = checked(question)?;
    let routed = route(question);
    let Some((intent, _)) = routed.ranked.first() else { return Ok(unknown(&routed, OUT_OF_SCOPE)) };
    if !routed.is_answerable {
        return Ok(unknown(&routed, OUT_OF_SCOPE));
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
    let question =
        question.ok_or_else(|| Fault::new(Kind::NullArgument, "argument \"question\" must not be null").hint(hint))?;
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
    let needs = (plan.needs)(intent.name);
    let checks: Vec<_> = needs.checks.iter().filter_map(|name| registry::find(name)).collect();
    let mut families: Vec<Family> = registry::families(&checks);
    families.extend(needs.families);
    families.sort_unstable();
    families.dedup();
    let facts = Facts::load(world, &families);
    let outcomes = run(&facts, &Limits::default(), needs.checks);
    let stems = stems(question);
    let mut said = Said::default();
    (plan.say)(&Asked { question, stems: &stems, intent, facts: &facts, outcomes: &outcomes }, &mut said);
    facts.unread().into_iter().for_each(|(_, unread)| said.could_not(unread));
    verified(routed, &facts, said)
}

/// Keeps what its evidence says; without its main claim the answer is "I don't know".
fn verified(routed: &Routed, facts: &Facts, said: Said) -> Answer {
    let (held, dropped) = drop_unheld(&said.dossier, &vocabulary());
    let main_fell = dropped.iter().any(|b| b.sentence == 0) || held.sentences.is_empty();
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
        return answer.written(Some(format!("I don't know: {why}.")));
    }
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
    answer.written(None)
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
fn vocabulary() -> Vocabulary {
    let words = registry::ALL.iter().flat_map(|c| c.what.split(|x: char| !x.is_alphanumeric() && x != '_' && x != '.'));
    Vocabulary::own().with_terms(words.filter(|w| w.contains('_')))
}

fn blank(routed: &Routed) -> Answer {
    Answer {
        text: String::new(),
        confidence: Confidence::None,
        dossier: Dossier::default(),
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
    answer.written(Some(format!("I don't know: {why}.")))
}
