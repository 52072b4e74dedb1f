//! No attack has an effect that lasts, and none tells a secret: by both doors, as three roles.

use copilot_client_tests::Story;
use std::collections::BTreeMap;
use std::time::Instant;

use crate::case::{folder, Case};
use crate::fingerprint::{changes, Observer};
use crate::stage::{Stage, VISITORS};
use crate::visitor::{differences, Door, Visitor};

/// How attacks of one class ended.
#[derive(Default)]
struct Tally {
    attacks: usize,
    calls: usize,
    refused: usize,
    without_effect: usize,
    cannot_be_set_up: usize,
}

/// One attack by one door; says what is wrong.
fn attempt(visitor: &mut Visitor, door: Door, case: &Case, tally: &mut Tally) -> Vec<String> {
    if !visitor.does(case.before.as_deref()) {
        tally.cannot_be_set_up += 1;
        visitor.arrive();
        return Vec::new();
    }
    // With nothing of the session's own it is as it was after the call before.
    let before = if case.before.is_some() { visitor.look() } else { Ok(visitor.session.clone()) };
    let before = before.unwrap_or_else(|e| panic!("{}: {e:?}", case.name));
    if let Some(path) = &case.path {
        visitor.client.run(&format!("set search_path = {path}"));
    }
    let answer = visitor.call(door, &case.sql);
    // In the attack's path the look itself would be lured.
    if case.path.is_some() {
        visitor.does(Some("reset search_path"));
    }
    let mut wrong = answer.told(case, visitor.name);
    if visitor.client.is_closed() {
        wrong.push(format!("the session is gone: {}", answer.heard));
        visitor.arrive();
        return wrong;
    }
    match visitor.look() {
        Ok(after) => wrong.extend(differences(&before, &after)),
        Err(error) if case.before.is_none() => wrong.push(format!("the session is of no use any more: {error}")),
        Err(_) => {}
    }
    tally.calls += 1;
    match answer.rows {
        Ok(_) => tally.without_effect += usize::from(wrong.is_empty()),
        Err(_) => tally.refused += usize::from(wrong.is_empty()),
    }
    if !visitor.does(case.after.as_deref()) {
        wrong.push("the session's own things are gone".into());
    }
    if !wrong.is_empty() {
        visitor.arrive();
    }
    wrong
}

/// One attack by all doors and visitors.
fn attack(case: &Case, visitors: &mut [Visitor], observer: &mut Observer, tally: &mut Tally) -> Vec<String> {
    let mut wrong = Vec::new();
    tally.attacks += 1;
    for visitor in visitors.iter_mut() {
        for door in [Door::RunSql, Door::Explain] {
            let refused_before = tally.refused;
            let mut seen = attempt(visitor, door, case, tally);
            let is_bare = case.before.is_none() && case.path.is_none();
            if seen.is_empty() && tally.refused == refused_before && is_bare {
                seen = visitor.left_in_transaction(door, &case.sql);
            }
            let evil = observer.evil_in_log();
            if !evil.is_empty() {
                visitor.arrive();
            }
            seen.extend(evil.into_iter().take(1));
            wrong.extend(seen.into_iter().map(|what| format!("{} {door:?} as {}: {what}", case.name, visitor.name)));
        }
    }
    wrong
}

/// Each part has a server of its own.
const PARTS: usize = 3;

fn no_attack_has_a_lasting_effect_or_tells_a_secret(part: usize) {
    let stage = Stage::new(&[]);
    let mut visitors: Vec<Visitor> = VISITORS.iter().map(|name| Visitor::new(&stage, name)).collect();
    let mut observer = Observer::new(&stage);
    let began = Instant::now();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut before = observer.look();
    for case in folder("attacks").iter().filter(|case| !case.is_bomb).skip(part).step_by(PARTS) {
        let mut seen = attack(case, &mut visitors, &mut observer, tallies.entry(case.file.clone()).or_default());
        let after = observer.look();
        seen.extend(changes(&before, &after).into_iter().map(|what| format!("{}: {what}", case.name)));
        before = after;
        wrong.push(seen);
    }
    wrong.retain(|seen| !seen.is_empty());
    for (class, tally) in &tallies {
        println!(
            "{class}: {} attacks, {} calls, {} refused, {} without effect, {} could not be set up",
            tally.attacks, tally.calls, tally.refused, tally.without_effect, tally.cannot_be_set_up
        );
    }
    let attacks: usize = tallies.values().map(|tally| tally.attacks).sum();
    println!("{attacks} attacks in {} s, {} went through", began.elapsed().as_secs(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.concat().join("\n"));
}

#[test]
fn no_attack_has_a_lasting_effect_or_tells_a_secret_one() {
    no_attack_has_a_lasting_effect_or_tells_a_secret(0);
}

#[test]
fn no_attack_has_a_lasting_effect_or_tells_a_secret_two() {
    no_attack_has_a_lasting_effect_or_tells_a_secret(1);
}

#[test]
fn no_attack_has_a_lasting_effect_or_tells_a_secret_three() {
    no_attack_has_a_lasting_effect_or_tells_a_secret(2);
}
