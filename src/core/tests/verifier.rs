//! What the verifier lets pass and what it catches. All sentences rest on the same evidence; each is said to cite
//! all of it unless the row lists other positions.

use copilot_core::evidence::Evidence;
use copilot_core::sentence::{Dossier, Sentence};
use copilot_core::value::Value;
use copilot_core::verify::{drop_unheld, verify, verify_sentence, Vocabulary, Why};

const WORK_MEM_SQL: &str = "ALTER SYSTEM SET work_mem = '16MB'";

fn evidence() -> Vec<Evidence> {
    let m = Evidence::measured;
    vec![
        /* 0 */ m("tables", "shop.orders", "dead_rows", Value::Count(1_234_567)),
        /* 1 */ m("tables", "shop.items", "dead_rows", Value::Count(2_500)),
        /* 2 */ m("tables", "shop.orders", "dead_share", Value::Percent(12.345)),
        /* 3 */ m("tables", "shop.orders", "size", Value::Bytes(12 << 20)),
        /* 4 */ m("statements", "queryid 42", "mean_ms", Value::Milliseconds(254.3)),
        /* 5 */ m("statements", "queryid 42", "calls", Value::Count(12)),
        /* 6 */ m("statements", "queryid 42", "rows_per_call", Value::Number(3.4)),
        /* 7 */ m("sessions", "pid 4711", "idle", Value::Seconds(720.0)),
        /* 8 */ m("sessions", "pid 4711", "state", Value::Word("idle in transaction".into())),
        /* 9 */ m("sessions", "pid 4711", "user", Value::Name("app".into())),
        /* 10 */ m("server", "server", "stats_since", Value::Time(1_709_210_096_000_000)),
        /* 11 */ m("threshold", "VAC01", "dead_rows", Value::Count(10_000)),
        /* 12 */ m("settings", "work_mem", "value", Value::Word("4MB".into())),
        /* 13 */ m("settings", "max_connections", "value", Value::Count(100)),
        /* 14 */ m("remedy", "work_mem", "sql", Value::Word(WORK_MEM_SQL.into())),
        /* 15 */ m("server", "server", "connections_used", Value::Percent(50.2)),
        /* 16 */ m("tables", "shop.items", "size", Value::Bytes(3 << 30)),
        /* 17 */ Evidence::name("tables", "shop.odd\" has 7 \"rows"),
        /* 18 */ m("server", "server", "ratio", Value::Number(2.0)),
        /* 19 */ m("indexes", "shop.a", "size", Value::Bytes(5 << 20)),
        /* 20 */ Evidence::name("indexes", "shop.b"),
    ]
}

fn why(text: &str, cites: &[usize]) -> Vec<(String, Why)> {
    let all = evidence();
    let cites = if cites.is_empty() { (0..all.len()).collect() } else { cites.to_vec() };
    let vocabulary = Vocabulary::own().with_names(["orders", "items", "payments", "work_mem", "fsync"]);
    verify_sentence(&Sentence { text: text.into(), cites }, &all, &vocabulary)
}

/// Sentences that say only what the evidence says.
const HONEST: &[&str] = &[
    "Table \"shop.orders\" has 1,234,567 dead rows.",
    "Table \"shop.orders\" has 1234567 dead rows, more than the threshold of 10,000.",
    "About 1.2 million rows of \"shop.orders\" are dead, 12.3 %.",
    "12.35 % of the rows of \"shop.orders\" are dead.",
    "12 percent of the rows of \"shop.orders\" are dead.",
    "Table \"shop.items\" has 2,500 dead rows, less than 10,000.",
    "Table \"shop.orders\" takes 12 MB.",
    "Table \"shop.orders\" takes 12,288 kB.",
    "\"shop.orders\" has 1,234,567 dead rows and \"shop.items\" has 2,500.",
    "1,234,567 dead rows in \"shop.orders\", 2,500 dead rows in \"shop.items\".",
    "The table orders has 1,234,567 dead rows.",
    "Table \"shop.items\" takes 3 GB, \"shop.orders\" 12 MB.",
    "Statement \"queryid 42\" took 254 ms on average.",
    "Statement \"queryid 42\" took 0.254 s on average over 12 calls.",
    "Statement queryid 42 was called twelve times.",
    "It returned 3.4 rows per call.",
    "Session \"pid 4711\" has been 'idle in transaction' for 12 min.",
    "Session pid 4711 of user \"app\" has been idle for 0.2 hours.",
    "Session pid 4711 has been idle for twelve minutes.",
    "Counted since 2024-02-29 12:34:56 UTC.",
    "Counted since 29 February, 12:34 UTC, a Thursday.",
    "The setting work_mem is 4MB.",
    "The setting \"work_mem\" is '4MB'.",
    "The setting max_connections is one hundred.",
    "Type `ALTER SYSTEM SET work_mem = '16MB'` to raise it.",
    "Half of the connections are used.",
    "50 % of the connections are used, which is the one thing to watch.",
    "Table \"shop.odd\" has 7 \"rows\" is there.",
    "Nothing stands out; it can't be compared with yesterday (no pg_stat_statements).",
    "It is twice as slow as the other.",
    "That is 2x the other.",
    "Index \"shop.a\" is the same as \"shop.b\" and takes 5 MB.",
    "The columns of \"shop.a\" are the first columns of \"shop.b\"; it takes about 5 MB.",
    "Table \"shop.orders\" has 1,234,567 dead rows, and 100 sessions are allowed.",
];

/// Corrupted sentences, the positions they cite (none: all), and the kind of breach that must be among those found.
#[rustfmt::skip]
const CORRUPTED: &[(&str, &[usize], Why)] = &[
    // A digit changed, dropped, added, or two swapped.
    ("Table \"shop.orders\" has 1,234,568 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" has 1,243,567 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" has 234,567 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" has 12,345,670 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" has -1,234,567 dead rows.", &[], Why::NoSuchValue),
    // Factors.
    ("Table \"shop.items\" has 25,000 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.items\" has 2.5 dead rows.", &[], Why::NoSuchValue),
    ("About 1.2 billion rows of \"shop.orders\" are dead.", &[], Why::NoSuchValue),
    ("Statement \"queryid 42\" took 2.54 ms on average.", &[], Why::NoSuchValue),
    // Units.
    ("Statement \"queryid 42\" took 254 s on average.", &[], Why::NoSuchValue),
    ("Statement \"queryid 42\" took 254 minutes on average.", &[], Why::NoSuchValue),
    ("Statement \"queryid 42\" took 254 µs on average.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" takes 12 GB.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" takes 12 kB.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" takes 12 Mb.", &[], Why::Unreadable),
    ("Session pid 4711 has been idle for 12 hours.", &[], Why::NoSuchValue),
    ("Session pid 4711 has been idle for 12 months.", &[], Why::Unreadable),
    ("Session pid 4711 has been idle for 12 days.", &[], Why::NoSuchValue),
    // A value of another dimension.
    ("Statement \"queryid 42\" was called 12 MB.", &[5], Why::NoSuchValue),
    ("12 % of the calls were \"queryid 42\".", &[5], Why::NoSuchValue),
    ("Statement \"queryid 42\" read 12 rows.", &[4, 6], Why::NoSuchValue),
    ("\"shop.orders\" has 12.3 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" takes 12,582,912 rows.", &[], Why::NoSuchValue),
    ("The setting max_connections is 100 %.", &[], Why::NoSuchValue),
    // Rounding that is none.
    ("Statement \"queryid 42\" took 255 ms on average.", &[], Why::NoSuchValue),
    ("Statement \"queryid 42\" took 254.9 ms on average.", &[], Why::NoSuchValue),
    ("13 % of the rows of \"shop.orders\" are dead.", &[], Why::NoSuchValue),
    ("12.4 % of the rows of \"shop.orders\" are dead.", &[], Why::NoSuchValue),
    ("It returned 3 rows per call.", &[], Why::NoSuchValue),
    ("It returned 4 rows per call.", &[], Why::NoSuchValue),
    ("1.3 million rows of \"shop.orders\" are dead.", &[], Why::NoSuchValue),
    ("Table \"shop.orders\" has 1,200,000 dead rows.", &[], Why::NoSuchValue),
    // Numbers in words.
    ("Statement queryid 42 was called thirteen times.", &[], Why::NoSuchValue),
    ("Statement queryid 42 was called twenty-one times.", &[], Why::NoSuchValue),
    ("Session pid 4711 has been idle for twelve hours.", &[], Why::NoSuchValue),
    ("A third of the connections are used.", &[], Why::NoSuchValue),
    ("Three quarters of the connections are used.", &[], Why::NoSuchValue),
    ("Half of the rows are dead.", &[0, 2], Why::NoSuchValue),
    ("It is twice as slow as before.", &[4], Why::NoSuchValue),
    ("Its time has tripled.", &[], Why::NoSuchValue),
    ("A dozen sessions wait.", &[0, 1], Why::NoSuchValue),
    ("A single session waits.", &[], Why::NoSuchValue),
    ("Thousands of rows are dead.", &[], Why::Unreadable),
    ("The setting max_connections is two hundred.", &[], Why::NoSuchValue),
    // Separators, exponents, foreign digits, digits in names.
    ("Table \"shop.orders\" has 12,345,67 dead rows.", &[], Why::Unreadable),
    ("Table \"shop.orders\" has 1.234.567 dead rows.", &[], Why::Unreadable),
    ("Table \"shop.orders\" has 1 234 567 dead rows.", &[], Why::NoSuchValue),
    ("Table \"shop.items\" has 2.5e3 dead rows.", &[], Why::Unreadable),
    ("Table \"shop.items\" has 25e2 dead rows.", &[], Why::Unreadable),
    ("Table \"shop.items\" has ２５００ dead rows.", &[], Why::Unreadable),
    ("Table \"shop.items\" has ٢٥٠٠ dead rows.", &[], Why::Unreadable),
    ("Table \"shop.items\" has 10² dead rows.", &[], Why::Unreadable),
    ("½ of the connections are used.", &[], Why::Unreadable),
    ("Table orders_2500 has dead rows.", &[], Why::NoSuchName),
    ("Table \"shop.orders_1234567\" has dead rows.", &[], Why::NoSuchName),
    ("It is the 3rd largest.", &[], Why::Unreadable),
    // Objects.
    ("Table \"shop.payments\" has 1,234,567 dead rows.", &[], Why::NoSuchName),
    ("Table payments has 1,234,567 dead rows.", &[], Why::NoSuchName),
    ("Table \"shop.items\" has 1,234,567 dead rows.", &[], Why::WrongObject),
    ("Table \"Shop.Orders\" has 1,234,567 dead rows.", &[], Why::NoSuchName),
    ("\"shop.orders\" has 2,500 dead rows and \"shop.items\" has 1,234,567.", &[], Why::WrongObject),
    ("2,500 dead rows in \"shop.orders\", 1,234,567 dead rows in \"shop.items\".", &[], Why::WrongObject),
    ("\"shop.items\" takes 12 MB, \"shop.orders\" 3 GB.", &[], Why::WrongObject),
    ("Statement \"queryid 43\" took 254 ms on average.", &[], Why::NoSuchName),
    ("Index \"shop.b\" takes 5 MB and \"shop.a\" is the same.", &[], Why::WrongObject),
    ("Index \"shop.a\" is the same as \"shop.b\", of 5 MB.", &[], Why::WrongObject),
    ("Session pid 4712 has been idle for 12 min.", &[], Why::NoSuchValue),
    ("Session \"pid 4711\" of user \"admin\" has been idle for 12 min.", &[], Why::NoSuchName),
    ("Session \"queryid 42\" is 'idle in transaction'.", &[], Why::WrongObject),
    // Words, settings, SQL.
    ("Session \"pid 4711\" is 'active'.", &[], Why::NoSuchWord),
    ("The setting work_memory is too low.", &[], Why::NoSuchName),
    ("The setting fsync is off.", &[], Why::NoSuchName),
    ("The setting work_mem is 8MB.", &[], Why::NoSuchValue),
    ("The setting \"work_mem\" is '64MB'.", &[], Why::NoSuchWord),
    ("Type `ALTER SYSTEM SET work_mem = '64MB'`.", &[], Why::NoSuchName),
    ("Type `VACUUM shop.payments`.", &[], Why::NoSuchName),
    ("Type `DELETE FROM items WHERE 1 = 1`.", &[], Why::NoSuchName),
    ("Type DROP TABLE customers to win space.", &[], Why::NoSuchName),
    // Times.
    ("Counted since 2024-02-28 12:34:56 UTC.", &[], Why::NoSuchTime),
    ("Counted since 2024-02-29 12:35 UTC.", &[], Why::NoSuchTime),
    ("Counted since 2023-02-29.", &[], Why::NoSuchTime),
    ("Counted since 2024-02-29 12:34:56 CET.", &[], Why::Unreadable),
    ("Counted since 2024-02-29 12:34:56+02.", &[], Why::Unreadable),
    ("Counted since 28 February.", &[], Why::NoSuchTime),
    ("Counted since Tuesday.", &[], Why::NoSuchTime),
    ("Counted since November.", &[], Why::NoSuchTime),
    // Direction.
    ("\"shop.items\" has 2,500 dead rows, more than the threshold of 10,000.", &[], Why::WrongDirection),
    ("\"shop.orders\" has 1,234,567 dead rows, below the threshold of 10,000.", &[], Why::WrongDirection),
    // Dropped cites, open quotes.
    ("Table \"shop.orders\" has 1,234,567 dead rows.", &[1, 2], Why::NoSuchValue),
    ("Table \"shop.items\" has 2,500 dead rows.", &[0, 2], Why::NoSuchName),
    ("Session \"pid 4711\" is 'idle in transaction'.", &[7], Why::NoSuchWord),
    ("Table \"shop.orders has 1,234,567 dead rows.", &[], Why::Unreadable),
    ("Table \"shop.odd\" has 8 \"rows\" is there.", &[], Why::NoSuchName),
];

#[test]
fn honest_sentences_pass() {
    assert!(HONEST.len() >= 25);
    for text in HONEST {
        assert_eq!(why(text, &[]), [], "{text}");
    }
}

#[test]
fn corrupted_sentences_are_caught() {
    assert!(CORRUPTED.len() >= 50);
    for (text, cites, expected) in CORRUPTED {
        let found = why(text, cites);
        assert!(found.iter().any(|(_, w)| w == expected), "{text}: wanted {expected:?}, found {found:?}");
    }
}

#[test]
fn every_digit_of_every_honest_sentence_matters() {
    for text in HONEST {
        let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
        for (at, digit) in digits {
            let other = if digit == '7' { '3' } else { '7' };
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert_ne!(why(&changed, &[]), [], "{changed}");
        }
    }
}

#[test]
fn values_as_we_render_them_always_hold() {
    let about = |value: Value| Evidence::measured("tables", "shop.orders", "x", value);
    for n in [0, 1, 7, 12, 99, 100, 999, 1_000, 1_023, 1_024, 1_536, 99_950, 1_048_576, 123_456_789_012] {
        let x = n as f64;
        for value in [
            Value::Count(n),
            Value::Bytes(n),
            Value::Milliseconds(x / 7.0),
            Value::Seconds(x / 3.0),
            Value::Percent(x % 101.0 / 1.3),
            Value::Number(x / 9.0),
            Value::Time(n * 1_000_003),
        ] {
            let mut dossier = Dossier::default();
            dossier.say("it is {}", &[&about(value)]);
            assert_eq!(verify(&dossier, &Vocabulary::own()), [], "{:?}", dossier);
        }
    }
}

#[test]
fn what_does_not_hold_is_dropped_with_its_evidence() {
    let all = evidence();
    let mut dossier = Dossier::default();
    dossier.say("{} has {} dead rows", &[&Evidence::name("tables", "shop.orders"), &all[0]]);
    dossier.say("{} has 13 dead rows", &[&Evidence::name("tables", "shop.items")]);
    let (held, breaches) = drop_unheld(&dossier, &Vocabulary::own());
    assert_eq!(held.sentences.len(), 1);
    assert_eq!(held.evidence.len(), 2);
    assert_eq!(breaches.len(), 1);
    assert_eq!((breaches[0].sentence, breaches[0].said.as_str()), (1, "13"));
}
