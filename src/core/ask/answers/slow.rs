//! "Why is it slow?": who is in the way now, which statements take the time, what makes them slow.

use super::{blocked, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::diagnoses::{self, Seen};
use crate::evidence::statements::{self, measured, Statement};
use crate::evidence::{Evidence, Family};
use crate::flows::explain_slow;
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Slow, needs, say };

/// Someone in the way.
const NOW: [&str; 3] = ["blocked_sessions", "idle_in_transaction", "connection_saturation"];
/// Tables that make statements slow.
const TABLES: [&str; 4] = ["dead_tuple_ratio", "stale_statistics", "never_analyzed", "fk_without_index"];
const ALL: [&str; 7] = [NOW[0], NOW[1], NOW[2], TABLES[0], TABLES[1], TABLES[2], TABLES[3]];

fn needs(intent: &str) -> Needs {
    match intent {
        "cache_hit" | "temp_files" => Needs::of(&[Family::Statements, Family::Databases], &[]),
        "db_slow_now" => Needs::of(&[Family::Statements], &ALL),
        _ => Needs::of(&[Family::Statements], &[]),
    }
}

fn say(asked: &Asked, said: &mut Said) {
    match asked.intent.name {
        "cache_hit" => cache(asked, said),
        "temp_files" => temporary(asked, said),
        "db_slow_now" => now(asked, said),
        _ => top(asked, said, 5),
    }
    if asked.asks_about_the_past() || asked.intent.name == "query_regression" {
        asked.without_history(said);
    }
    if asked.intent.name == "explain_query" {
        said.is_partial = true;
        said.note("No plans are made yet: this is what the counters of the costliest statements show");
    }
}

/// Everything that can make a server slow, the most urgent first.
fn now(asked: &Asked, said: &mut Said) {
    let in_the_way = asked.findings(said, &NOW);
    top(asked, said, 3);
    asked.findings(said, &TABLES);
    if in_the_way == 0 {
        // Waits too short for a finding are said all the same.
        if blocked::waiting(asked, said).is_some_and(|waits| !waits.is_empty()) {
            said.next("SELECT copilot.ask('who blocks whom?');");
        }
        asked.found_nothing(said, &["idle_in_transaction"]);
    }
}

/// The statements that took most time, each with what its counters prove.
fn top(asked: &Asked, said: &mut Said, most: usize) {
    let Some(all) = said.look(asked.facts.statements()) else { return };
    let names = statements::names(all);
    for (at, (statement, name)) in all.iter().zip(&names).take(most).enumerate() {
        if at == 0 || statement.share_percent() >= WORTH_TELLING {
            told(said, statement, name);
        }
    }
    let Some(first) = all.first() else { return };
    if let (Some(since), Some(seconds)) = (first.counted_since, first.window_seconds()) {
        let since = Evidence::measured("statements", "server", "counted_since", Value::Time(since));
        let window = Evidence::measured("statements", "server", "window_seconds", Value::Seconds(seconds));
        said.say("Statements are counted since {}, for {}", &[&since, &window]);
    }
    let role = asked.facts.server().ok().map(|s| s.role_name.as_str());
    explain_slow::hidden(first, role).into_iter().for_each(|unread| said.could_not(unread));
    said.next("SELECT * FROM copilot.explain_slow();");
}

/// Percent of all time below which a statement is left to explain_slow().
const WORTH_TELLING: f64 = 1.0;

/// How much of a statement's text is shown.
const TEXT: usize = 160;

fn told(said: &mut Said, s: &Statement, name: &str) {
    let of = |measure, value| measured(name, measure, value);
    said.say(
        if s.calls == 1 {
            "Statement {} of role {} took {} of all time: {} in {} call"
        } else {
            "Statement {} of role {} took {} of all time: {} in {} calls"
        },
        &[
            &Evidence::name("statements", name),
            &of("role", Value::Name(s.role_name.clone())),
            &of("share", Value::Percent(s.share_percent())),
            &of("total_ms", Value::Milliseconds(s.total_ms)),
            &of("calls", Value::Count(s.calls)),
        ],
    );
    if let Some(query) = &s.query {
        let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
        let text: String = line.chars().take(TEXT).collect();
        let cut = if text.len() < line.len() { "Its text begins with {}" } else { "Its text is {}" };
        said.say(cut, &[&of("query", Value::Word(text))]);
    }
    if let Some((diagnosis, dossier)) = diagnoses::all(s, &Seen { name }).into_iter().next() {
        said.dossier.absorb(&dossier);
        said.next(format!("for {name}, {}", diagnosis.next_step));
    }
}

fn cache(asked: &Asked, said: &mut Said) {
    for db in said.look(asked.facts.databases()).unwrap_or_default().iter().filter(|d| d.is_current) {
        let touched = db.blocks_hit.saturating_add(db.blocks_read);
        let of = |measure, value| Evidence::measured("databases", &db.database_name, measure, value);
        if touched == 0 {
            continue;
        }
        said.say(
            "In database {} {} of {} block reads were served from shared buffers",
            &[
                &Evidence::name("databases", &db.database_name),
                &of("hit_share", Value::Percent(100.0 * db.blocks_hit as f64 / touched as f64)),
                &of("blocks_touched", Value::Count(touched)),
            ],
        );
        said.note("The rest came from the operating system's cache or the disk; the server cannot tell which");
    }
    let all = said.look(asked.facts.statements()).unwrap_or_default();
    let names = statements::names(all);
    for (s, name) in all.iter().zip(&names).filter(|(s, _)| s.hit_percent().is_some_and(|p| p < 90.0)).take(3) {
        let hit = measured(name, "hit_percent", Value::Percent(s.hit_percent().unwrap_or_default()));
        let read = measured(name, "blocks_read", Value::Count(s.blocks_read));
        said.say(
            "Statement {} found {} of its blocks there and read {}",
            &[&Evidence::name("statements", name), &hit, &read],
        );
    }
    said.next("SELECT * FROM copilot.explain_slow();");
}

fn temporary(asked: &Asked, said: &mut Said) {
    for db in said.look(asked.facts.databases()).unwrap_or_default().iter().filter(|d| d.is_current) {
        let of = |measure, value| Evidence::measured("databases", &db.database_name, measure, value);
        said.say(
            "Database {} wrote {} temporary files, {} in all",
            &[
                &Evidence::name("databases", &db.database_name),
                &of("temp_files", Value::Count(db.temp_files)),
                &of("temp_bytes", Value::Bytes(db.temp_bytes)),
            ],
        );
    }
    let all = said.look(asked.facts.statements()).unwrap_or_default();
    let names = statements::names(all);
    let mut spilling: Vec<_> = all.iter().zip(&names).filter(|(s, _)| s.temp_blocks_written > 0).collect();
    spilling.sort_by_key(|(s, _)| std::cmp::Reverse(s.temp_blocks_written));
    for (s, name) in spilling.into_iter().take(3) {
        told(said, s, name);
    }
}
