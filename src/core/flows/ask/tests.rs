//! Questions, and what is made of them.

use super::{answer, LONGEST};
use crate::ask::answer::{Answer, Confidence};
use crate::ask::answers::PLANS;
use crate::ask::lexicon::LEXICON;
use crate::ask::Product;
use crate::evidence::fake::{self, FakeWorld, DAY, NOW};
use crate::evidence::settings::Setting;
use crate::evidence::tables::Table;
use crate::evidence::Family;
use crate::fault::Kind;

const BUSY: &str = include_str!("../../../../tests/fixtures/15/statements_busy/statements.json");

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
    for part in ["\"pid 1\" holds up ", "Statement \"queryid ", "temporary files", "\"shop.orders\" has 90,000 dead"] {
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
    assert!(both.text.contains("whose columns lead no index") && both.text.contains("\"shop.b_idx\""), "{}", both.text);
    let one = ask(&mut sick(), "which indexes are missing?");
    assert!(one.text.contains("whose columns lead no index") && !one.text.contains("\"shop.b_idx\""), "{}", one.text);
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
