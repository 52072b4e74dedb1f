//! What holds for every check: judged on situations recorded from a real server.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail loudly")]

use copilot_core::checks::limits::Limits;
use copilot_core::checks::{judge, manual, registry, Check, Finding, Outcome, RemedyClass, Severity};
use copilot_core::evidence::facts::Facts;
use copilot_core::evidence::fake::{FakeWorld, DAY, SECOND};
use copilot_core::evidence::slots::Slot;
use copilot_core::evidence::{Family, Reason};
use copilot_core::flows::health_report::health_report;
use copilot_core::report::Report;
use copilot_core::verify::{verify, Vocabulary};
use std::collections::BTreeSet;
use std::path::PathBuf;

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn recorded(situation: &str) -> FakeWorld {
    FakeWorld::recorded(&root().join("tests/fixtures/15").join(situation)).unwrap()
}

/// The same facts, when the counters have run for longer than any check's window.
fn seen_later(situation: &str) -> FakeWorld {
    recorded(situation).later(40 * DAY)
}

fn outcomes(mut world: FakeWorld) -> Vec<(&'static Check, Outcome)> {
    health_report(&mut world).unwrap().results
}

fn findings(report: &Report, check: &str) -> Vec<Finding> {
    report.findings().into_iter().filter(|(c, _)| c.id == check).map(|(_, f)| f.clone()).collect()
}

/// `tests/sick/<check>.sql` makes it so. The first line says what the check must name, and the second may say in which
/// situation, when it is not the sick one.
fn sick_file(check: &Check) -> Option<(Vec<String>, String)> {
    let path = root().join(format!("tests/sick/{}.sql", check.name));
    let text = std::fs::read_to_string(path).ok()?;
    let mut lines = text.lines();
    let names = lines.next()?.strip_prefix("-- names: ")?;
    let situation = lines.next()?.strip_prefix("-- situation: ").unwrap_or("sick");
    Some((names.split(", ").map(str::to_owned).collect(), situation.to_owned()))
}

fn made_sick_there() -> impl Iterator<Item = &'static Check> {
    registry::ALL.iter().copied().filter(|c| sick_file(c).is_some_and(|(_, situation)| situation == "sick"))
}

#[test]
fn every_check_was_tried_or_says_why_not() {
    for check in registry::ALL {
        assert_eq!(sick_file(check).is_some(), check.untried.is_empty(), "{}", check.name);
    }
}

#[test]
fn sick_fires_and_names_the_object() {
    for check in registry::ALL {
        let Some((names, situation)) = sick_file(check) else { continue };
        let found = |mut world| findings(&health_report(&mut world).unwrap(), check.id);
        // a rate is seen at once, what takes a long window later
        let seen = Some(found(seen_later(&situation))).filter(|f| !f.is_empty());
        let mut objects: Vec<String> =
            seen.unwrap_or_else(|| found(recorded(&situation))).into_iter().map(|f| f.object).collect();
        objects.sort();
        for object in &mut objects {
            if object.starts_with("pid ") {
                object.truncate(3);
            }
        }
        objects.dedup();
        assert_eq!(objects, names, "{}", check.name);
    }
}

/// A cluster as initdb makes it, the same with pgbench at work, and that again after its counters were reset. That its
/// statements are not counted is true, and worth a change.
#[test]
fn an_honest_server_raises_no_alarm() {
    for situation in ["fresh", "pgbench", "just_reset"] {
        for world in [recorded(situation), recorded(situation).later(60 * SECOND)] {
            let mut world = world;
            let report = health_report(&mut world).unwrap();
            for (check, finding) in report.findings() {
                let said = finding.summary();
                let is_low = finding.severity < Severity::Medium || check.name == "statements_not_tracked";
                assert!(is_low, "{situation}: {} says {said}", check.name);
            }
        }
    }
}

#[test]
fn healthy_is_silent() {
    for world in [recorded("healthy"), seen_later("healthy")] {
        for (check, outcome) in outcomes(world) {
            assert!(!matches!(outcome, Outcome::Finding(_) | Outcome::Error(_)), "{}: {outcome:?}", check.name);
        }
    }
}

#[test]
fn every_recorded_row_is_understood() {
    for situation in ["healthy", "sick", "blind"] {
        let facts = Facts::load(&mut recorded(situation), Family::ALL);
        let unread: Vec<_> = facts.unread().into_iter().filter(|(_, why)| why.reason != Reason::Privilege).collect();
        let families: Vec<_> = unread.iter().map(|(family, _)| *family).collect();
        assert_eq!(families, [Family::Statements], "{situation}: that one is recorded by itself; {unread:?}");
        assert!(facts.read().len() >= Family::ALL.len() - 5, "{situation}");
    }
}

#[test]
fn blind_is_never_ok() {
    let there: BTreeSet<&str> = made_sick_there().map(|c| c.id).collect();
    let at_once = outcomes(recorded("blind"));
    for ((check, later), (_, now)) in outcomes(seen_later("blind")).into_iter().zip(at_once) {
        if !there.contains(check.id) {
            continue;
        }
        // a rate is only seen at once
        let outcome = if matches!(later, Outcome::Ok(_)) { now } else { later };
        let honest = matches!(outcome, Outcome::Finding(_) | Outcome::Skipped(_));
        assert!(honest, "{} sees the sick server without rights: {outcome:?}", check.name);
        if !check.needs.is_empty() {
            let Outcome::Skipped(unread) = outcome else { panic!("{} needs rights it lacks", check.name) };
            assert_eq!(unread.reason, Reason::Privilege, "{}", check.name);
            assert!(unread.opens_with.unwrap().starts_with("GRANT "), "{}", check.name);
        }
    }
    for (check, outcome) in outcomes(recorded("refused")) {
        let Outcome::Skipped(unread) = outcome else { panic!("{} was refused everything", check.name) };
        assert_eq!(unread.reason, Reason::Privilege, "{}", check.name);
    }
}

#[test]
fn each_family_a_check_reads_can_blind_it() {
    for check in registry::ALL {
        for family in check.reads {
            for (sqlstate, reason) in [("42501", Reason::Privilege), ("57014", Reason::Budget)] {
                let mut world = seen_later("sick").refusing(*family, sqlstate, "what the server said");
                let outcome = judge::outcome(check, &Facts::load(&mut world, check.reads), &Limits::default());
                let Outcome::Skipped(unread) = outcome else { panic!("{} without {}", check.name, family.stem()) };
                assert_eq!(unread.reason, reason, "{}", check.name);
            }
        }
    }
}

#[test]
fn what_is_locked_away_is_not_waited_for_and_not_ok() {
    let mut world = recorded("locked");
    let facts = Facts::load(&mut world, &[Family::Tables, Family::Indexes, Family::Constraints, Family::Sequences]);
    assert!(facts.tables().unwrap().iter().any(|t| t.name() == "shop.carts"));
    assert!(facts.indexes().unwrap().iter().any(|i| i.name() == "shop.events_note_idx"));
    let sequences = facts.sequences().unwrap();
    let locked: Vec<_> = sequences.iter().filter(|s| s.is_locked).map(|s| s.name()).collect();
    assert_eq!(locked, ["shop.invoice_number"]);
    assert!(sequences.iter().all(|s| s.is_locked == s.last_value.is_none()));
}

#[test]
fn a_young_server_cannot_tell_what_is_unused() {
    let check = registry::find("unused_index").unwrap();
    let outcome = judge::outcome(check, &Facts::load(&mut recorded("sick"), check.reads), &Limits::default());
    let Outcome::Skipped(unread) = outcome else { panic!("{outcome:?}") };
    assert_eq!(unread.reason, Reason::Window);
}

#[test]
fn every_sentence_holds_against_its_evidence() {
    for mut world in [recorded("sick"), seen_later("sick"), seen_later("blind")] {
        let facts = Facts::load(&mut world, Family::ALL);
        for check in registry::ALL {
            // as the check said it, before what does not hold is dropped
            let Ok(judged) = (check.judge)(&facts, &Limits::default()) else { continue };
            for finding in judged.findings {
                assert_eq!(verify(&finding.said, &Vocabulary::own()), [], "{}", check.name);
                assert!(!finding.said.sentences.is_empty() && !finding.said.evidence.is_empty(), "{}", check.name);
            }
        }
    }
}

#[test]
fn remedies_are_one_statement_or_none() {
    let report = health_report(&mut seen_later("sick")).unwrap();
    let mut with_sql = 0;
    for (check, finding) in report.findings() {
        let remedy = &finding.remedy;
        assert!(!remedy.advice.is_empty(), "{}", check.name);
        assert!(remedy.sql.is_some() || remedy.revert_sql.is_none(), "{}: a way back from nothing", check.name);
        for sql in remedy.sql.iter().chain(&remedy.revert_sql) {
            assert_eq!(statements(sql), 1, "{sql}");
            with_sql += 1;
        }
        match remedy.class {
            RemedyClass::Irreversible => assert_eq!(remedy.sql, None, "{}: irreversible never as SQL", check.name),
            RemedyClass::ReversibleExactly => assert!(remedy.revert_sql.is_some(), "{}", check.name),
            RemedyClass::None | RemedyClass::ReversibleInStructure => {}
        }
        let words = format!("{} {}", finding.summary(), remedy.advice).to_lowercase();
        assert!(!words.contains("droppable"), "{}", check.name);
    }
    assert!(with_sql > 10, "the sick situation shows most remedies");
}

/// Statements in a text: pieces between semicolons that are not inside quotes.
fn statements(sql: &str) -> usize {
    let mut quote = None;
    let mut pieces = vec![String::new()];
    for c in sql.chars() {
        match (c, quote) {
            (';', None) => pieces.push(String::new()),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
        pieces.last_mut().unwrap().push(c);
    }
    pieces.iter().filter(|p| !p.trim_matches(|c: char| c == ';' || c.is_whitespace()).is_empty()).count()
}

#[test]
fn statements_are_told_apart() {
    assert_eq!(statements("DROP INDEX \"a;b\""), 1);
    assert_eq!(statements("DROP INDEX a;"), 1);
    assert_eq!(statements("DROP INDEX a; DROP TABLE b"), 2);
    assert_eq!(statements("  "), 0);
}

/// From 17 on the server says since when nobody reads from a slot.
fn as_17_shows_slots(mut world: FakeWorld) -> FakeWorld {
    let facts = Facts::load(&mut world, &[Family::Slots]);
    let slots: Vec<Slot> =
        facts.slots().unwrap().iter().map(|s| Slot { inactive_seconds: Some(700.0), ..s.clone() }).collect();
    world.with(Family::Slots, &slots)
}

#[test]
fn every_threshold_has_unit_and_source_and_changes_the_outcome() {
    for check in registry::ALL {
        let looks = [
            recorded("sick"),
            recorded("sick").later(1_200 * SECOND),
            seen_later("sick"),
            as_17_shows_slots(seen_later("sick")),
        ]
        .map(|mut world| Facts::load(&mut world, check.reads));
        // one threshold may hide behind another: it has to show with the others as they are, at none or out of reach
        let all_at =
            |value: f64| check.thresholds.iter().fold(Limits::default(), |l, t| l.with(check.id, t.name, value));
        let bases = [Limits::default(), all_at(0.0), all_at(1e18)];
        for threshold in check.thresholds {
            assert!(!threshold.unit.is_empty() && !threshold.source.is_empty(), "{} {}", check.id, threshold.name);
            let shows = |facts: &Facts, base: &Limits| {
                let at = |value| judge::outcome(check, facts, &base.clone().with(check.id, threshold.name, value));
                at(0.0) != at(1e18)
            };
            let shows = looks.iter().any(|facts| bases.iter().any(|base| shows(facts, base)));
            assert!(shows, "{} {} has no effect", check.name, threshold.name);
        }
    }
}

#[test]
fn checks_are_told_apart() {
    let ids: BTreeSet<&str> = registry::ALL.iter().map(|c| c.id).collect();
    let names: BTreeSet<&str> = registry::ALL.iter().map(|c| c.name).collect();
    assert_eq!((ids.len(), names.len()), (registry::ALL.len(), registry::ALL.len()));
    for check in registry::ALL {
        assert!(check.id.starts_with(check.group), "{}", check.id);
        assert!(!check.reads.is_empty() && !check.why.is_empty() && !check.refuted_by.is_empty(), "{}", check.id);
    }
}

#[test]
fn fingerprints_come_from_names_and_not_from_oids() {
    let prints = |world: &mut FakeWorld| -> BTreeSet<String> {
        health_report(world).unwrap().findings().iter().map(|(_, f)| f.fingerprint()).collect()
    };
    let one = prints(&mut seen_later("sick"));
    assert!(one.iter().all(|p| p.len() == 16 && p.bytes().all(|b| b.is_ascii_hexdigit())));
    let report = health_report(&mut seen_later("sick")).unwrap();
    assert_eq!(one.len(), report.findings().len(), "one finding, one fingerprint");
}

#[test]
fn severities_and_remedies_stay_within_what_the_check_promises() {
    let report = health_report(&mut seen_later("sick")).unwrap();
    for (check, finding) in report.findings() {
        assert!(finding.severity <= check.severity_max, "{}", check.name);
        assert_eq!(finding.check, check.id);
    }
}

#[test]
fn the_manual_is_up_to_date() {
    let path = root().join("docs/checks.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == manual::markdown(),
        "docs/checks.md is stale: cargo run -q -p copilot_core --example checks_manual > docs/checks.md"
    );
}

#[test]
fn the_text_stays_within_its_width_and_says_what_was_not_seen() {
    for situation in ["healthy", "sick", "blind", "refused"] {
        let report = health_report(&mut seen_later(situation)).unwrap();
        let text = report.text(100);
        for line in text.lines() {
            assert!(line.chars().count() <= 100 || line.matches('"').count() > 1, "{situation}: {line}");
        }
        assert!(text.is_ascii(), "{situation}");
        assert_eq!(text.lines().next().unwrap(), report.verdict());
        for opener in report.coverage().opens_with {
            assert!(report.json()["coverage"]["opens_with"].as_array().unwrap().contains(&opener.into()));
        }
        if situation == "blind" {
            assert!(text.contains("COULD NOT LOOK") && text.contains("GRANT pg_read_all_stats TO app;"));
        }
    }
}

#[test]
fn a_gauge_finds_its_number_in_every_finding() {
    let mut held = BTreeSet::new();
    for world in [recorded("sick"), seen_later("sick")] {
        let mut world = world;
        for (check, finding) in health_report(&mut world).unwrap().findings() {
            let Some(gauge) = check.gauge else { continue };
            held.insert(check.name);
            assert!(gauge.read(&finding.said.evidence).is_some(), "{}: {:?}", check.name, finding.said.evidence);
        }
    }
    assert!(held.len() > 20, "{held:?}");
}
