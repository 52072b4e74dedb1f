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
    families.sort_unstable();
    families.dedup();
    let facts = Facts::load(world, &families);
    let outcomes = run(&facts, &Limits::default(), needs.checks);
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
mod tests {
    use super::*;
    use crate::ask::lexicon::LEXICON;
    use crate::evidence::fake::{self, FakeWorld, DAY, NOW};
    use crate::evidence::settings::Setting;
    use crate::evidence::tables::Table;

    const BUSY: &str = include_str!("../../../tests/fixtures/15/statements_busy/statements.json");

    /// A shop with a lock queue, a table full of dead rows, a full sequence, twin indexes and a spilling statement.
    fn sick() -> FakeWorld {
        let orders = Table {
            dead_rows: 90_000,
            live_rows: 100_000,
            changed_since_analyze: 90_000,
            vacuumed_at: Some(NOW - 9 * DAY),
            analyzed_at: Some(NOW - 9 * DAY),
            ..fake::table("shop.orders")
        };
        let settings = ["max_connections", "superuser_reserved_connections", "fsync", "work_mem", "full_page_writes"]
            .iter()
            .zip(["20", "3", "off", "4096", "on"])
            .map(|(name, value)| Setting { built_in: Some("on".into()), ..fake::setting(name, value) });
        let settings: Vec<Setting> = settings.collect();
        let sessions: Vec<_> = (1..18).map(|pid| fake::session(pid, "idle in transaction")).collect();
        let sequence = crate::evidence::sequences::Sequence {
            last_value: Some(2_100_000_000),
            ..fake::sequence("shop.orders_id_seq")
        };
        FakeWorld::new()
            .with_text(Family::Statements, BUSY)
            .with(Family::Tables, &[orders, fake::table("shop.customers")])
            .with(Family::Counts, &[fake::counts(2, 0)])
            .with(Family::Columns, &[fake::columns(20_000)])
            .with(Family::Largest, &[fake::largest("shop.orders")])
            .with(Family::Indexes, &[fake::index("shop.a_idx"), fake::index("shop.b_idx")])
            .with(Family::Constraints, &[fake::foreign_key("orders_a_fkey")])
            .with(Family::Sequences, &[sequence])
            .with(Family::Settings, &settings)
            .with(Family::Sessions, &sessions)
            .with(Family::Locks, &[fake::lock_wait(2, 1, 40.0), fake::lock_wait(3, 0, 5.0)])
            .with(Family::Databases, &[fake::database("shop")])
    }

    fn ask(world: &mut FakeWorld, question: &str) -> Answer {
        answer(world, Some(question)).unwrap()
    }

    /// At least one question for each plan.
    const QUESTIONS: [&str; 24] = [
        "why is the database slow since this morning?",
        "what are the slowest queries?",
        "which queries got slower since the last release?",
        "what is the buffer cache hit ratio?",
        "which queries write temporary files?",
        "who blocks whom?",
        "are there long running transactions?",
        "are there deadlocks?",
        "is autovacuum keeping up?",
        "which tables are bloated?",
        "are the statistics up to date?",
        "how far are we from wraparound?",
        "which indexes are missing?",
        "which indexes are useless?",
        "are there duplicate indexes?",
        "how many connections are used?",
        "which tables are biggest?",
        "which settings differ from the default?",
        "is our work_mem memory setting fine?",
        "which sequence is near its end?",
        "who is connected?",
        "what are sessions waiting for?",
        "is my database healthy?",
        "where are the orders stored?",
    ];

    #[test]
    fn every_sentence_of_every_answer_holds() {
        for question in QUESTIONS {
            let answer = ask(&mut sick(), question);
            assert_eq!(answer.dropped, [], "{question}\n{}", answer.text);
            assert!(answer.confidence > Confidence::None, "{question}\n{}", answer.text);
            assert!(answer.dossier.sentences.iter().all(|s| !s.cites.is_empty()), "{question}");
        }
    }

    #[test]
    fn an_empty_database_gets_honest_answers() {
        for question in QUESTIONS {
            let answer = ask(&mut FakeWorld::new(), question);
            assert_eq!(answer.dropped, [], "{question}\n{}", answer.text);
            assert!(answer.actions.is_empty(), "{question}\n{}", answer.text);
        }
    }

    #[test]
    fn nobody_who_could_not_look_says_fine() {
        for question in QUESTIONS {
            let mut world = FakeWorld::new();
            for family in Family::ALL {
                world = world.refusing(*family, "42501", "permission denied for table pg_class");
            }
            let answer = ask(&mut world, question);
            assert_eq!(answer.confidence, Confidence::None, "{question}\n{}", answer.text);
            assert!(answer.text.starts_with("I don't know") && !answer.could_not.is_empty(), "{}", answer.text);
            assert!(answer.text.contains("Could not look at: "), "{}", answer.text);
        }
    }

    #[test]
    fn slow_since_this_morning_names_what_is_in_the_way_and_what_it_cannot_know() {
        let answer = ask(&mut sick(), QUESTIONS[0]);
        for part in
            ["\"pid 1\" holds up ", "Statement \"queryid ", "temporary files", "\"shop.orders\" has 90,000 dead"]
        {
            assert!(answer.text.contains(part), "{part} is missing in\n{}", answer.text);
        }
        assert!(answer.text.contains("No snapshots are kept yet"));
        assert_eq!(answer.confidence, Confidence::Low);
        assert!(answer.actions.iter().any(|a| a.sql.is_some()));
        assert!(answer.text.lines().next().unwrap().ends_with(']'), "the main claim first, with its evidence");
    }

    #[test]
    fn a_wait_too_short_for_a_finding_is_not_denied() {
        let mut world = FakeWorld::new()
            .with_text(Family::Statements, BUSY)
            .with(Family::Sessions, &[fake::session(1, "active"), fake::session(2, "active")])
            .with(Family::Locks, &[fake::lock_wait(2, 1, 3.0)]);
        let answer = ask(&mut world, QUESTIONS[0]);
        assert!(answer.text.contains("1 session waits for a lock"), "{}", answer.text);
    }

    #[test]
    fn a_question_for_two_things_gets_both() {
        let both = ask(&mut sick(), "which indexes are missing, and which are not needed?");
        assert!(
            both.text.contains("whose columns lead no index") && both.text.contains("\"shop.b_idx\""),
            "{}",
            both.text
        );
        let one = ask(&mut sick(), "which indexes are missing?");
        assert!(
            one.text.contains("whose columns lead no index") && !one.text.contains("\"shop.b_idx\""),
            "{}",
            one.text
        );
    }

    #[test]
    fn out_of_scope_and_not_yet_read_nothing() {
        let mut world = sick();
        let foreign = ask(&mut world, "how do I cook rice?");
        let backups = ask(&mut world, "when was the last backup?");
        assert!(world.asked().is_empty());
        assert!(foreign.text.starts_with("I don't know: this does not look like a question about this database."));
        assert!(foreign.text.contains("Looked at: nothing.") && foreign.text.contains("Next: ask in English"));
        assert!(backups.text.starts_with("I don't know: this version has no facts about backups"));
        assert_eq!((foreign.confidence, backups.confidence), (Confidence::None, Confidence::None));
    }

    #[test]
    fn a_place_is_asked_for_in_the_words_of_the_schema() {
        let objects = [fake::object("fleet.zeppelins", &["id", "lifting_gas"]), fake::object("shop.orders", &["id"])];
        let tables = ["fleet.zeppelins", "shop.orders"].map(fake::table);
        let mut world = FakeWorld::new().with(Family::Objects, &objects).with(Family::Tables, &tables);
        let before = ask(&mut world, "where are the orders stored?");
        assert!(before.text.contains("\"shop.orders\"") && before.text.contains("never refreshed"), "{}", before.text);
        assert!(ask(&mut world, "where are the zeppelins?").text.starts_with("I don't know"));
        crate::flows::refresh_knowledge::refresh_knowledge(&mut world).unwrap();
        for question in ["where are the zeppelins?", "which table has the lifting gas of a zeppelin?"] {
            let answer = ask(&mut world, question);
            assert!(answer.text.starts_with("Table \"fleet.zeppelins\""), "{}", answer.text);
            assert!(answer.text.contains("as they were") && answer.dropped.is_empty(), "{}", answer.text);
        }
        for foreign in ["where is the Eiffel tower?", "where are the zeppelin hangars?", "how do I cook zeppelins?"] {
            assert!(ask(&mut world, foreign).text.starts_with("I don't know"), "{foreign}");
        }
    }

    #[test]
    fn of_a_table_that_may_not_be_read_no_column_is_told() {
        let objects = [fake::object("shop.orders", &["id"])];
        let tables = ["shop.orders", "copilot._reports"].map(fake::table);
        let mut world = FakeWorld::new().with(Family::Objects, &objects).with(Family::Tables, &tables);
        crate::flows::refresh_knowledge::refresh_knowledge(&mut world).unwrap();
        world.hide(crate::knowledge::library::key(&objects[0]));
        let hidden = ask(&mut world, "where are the orders stored?");
        assert!(hidden.text.starts_with("No name fits; there are 1 tables here"), "{}", hidden.text);
        assert!(hidden.text.contains("Of what this role may read"), "{}", hidden.text);
    }

    #[test]
    fn what_is_not_a_question_is_an_error() {
        let kind = |q: Option<&str>| answer(&mut FakeWorld::new(), q).unwrap_err().kind;
        assert_eq!(kind(None), Kind::NullArgument);
        assert_eq!(kind(Some(" \n")), Kind::InvalidArgument);
        assert_eq!(kind(Some(&"x".repeat(LONGEST + 1))), Kind::InvalidArgument);
        assert!(answer(&mut FakeWorld::new(), Some(&"é".repeat(LONGEST / 2))).is_ok());
    }

    #[test]
    fn every_product_that_has_an_intent_has_a_plan() {
        for intent in LEXICON.intents() {
            let planned = PLANS.iter().any(|p| p.product == intent.product);
            let unanswered = [Product::NotYet, Product::OutOfScope].contains(&intent.product);
            assert!(planned != unanswered, "{}", intent.name);
        }
    }
}
