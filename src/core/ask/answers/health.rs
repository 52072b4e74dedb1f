//! "Is my database healthy?": every check, the gravest findings first.

use super::{count, Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::checks::Outcome;
use crate::evidence::Evidence;
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Health, needs, say };

const CHECKS: &[&str] = &[
    "durability_off",
    "connection_saturation",
    "blocked_sessions",
    "idle_in_transaction",
    "db_xid_age",
    "autovacuum_overdue",
    "dead_tuple_ratio",
    "stale_statistics",
    "never_analyzed",
    "invalid_index",
    "duplicate_index",
    "redundant_prefix_index",
    "unused_index",
    "fk_without_index",
    "sequence_exhaustion",
];

fn needs(intent: &str) -> Needs {
    Needs::of(&[], if intent == "version_patching" { &[] } else { CHECKS })
}

fn say(asked: &Asked, said: &mut Said) {
    if asked.intent.name == "version_patching" {
        return version(asked, said);
    }
    let number = |measure, n| Evidence::measured("checks", "database", measure, count(n));
    let tally = |is: fn(&Outcome) -> bool| asked.outcomes.iter().filter(|(_, o)| is(o)).count();
    let findings: usize = asked
        .outcomes
        .iter()
        .map(|(_, o)| if let Outcome::Finding(judged) = o { judged.findings.len() } else { 0 })
        .sum();
    let ok = tally(|o| matches!(o, Outcome::Ok(_) | Outcome::NotApplicable(_)));
    let skipped = tally(|o| matches!(o, Outcome::Skipped(_) | Outcome::Error(_)));
    if skipped == asked.outcomes.len() {
        asked.findings(said, CHECKS);
        return;
    }
    said.say(
        "{} findings: of {} checks {} found nothing and {} could not look",
        &[
            &number("findings", findings),
            &number("checks", asked.outcomes.len()),
            &number("checks_ok", ok),
            &number("checks_skipped", skipped),
        ],
    );
    asked.findings(said, CHECKS);
    said.next = None;
    said.next("SELECT copilot.health_report();");
}

fn version(asked: &Asked, said: &mut Said) {
    let Ok(server) = asked.facts.server() else { return };
    let text = format!("{}.{}", server.major(), server.version_num % 10_000);
    let version = Evidence::measured("server", "server", "version", Value::Word(text));
    said.say("The server runs PostgreSQL {}", &[&version]);
    said.next("compare with https://www.postgresql.org/support/versioning/");
}
