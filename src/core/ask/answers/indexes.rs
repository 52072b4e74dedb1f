//! Useless, duplicate, invalid and missing indexes.

use super::{Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::Family;

pub(super) const PLAN: Plan = Plan { product: Product::Indexes, needs, say };

fn needs(intent: &str) -> Needs {
    let checks: &[&str] = match intent {
        "missing_index" => &["fk_without_index", "invalid_index"],
        "unused_index" => &["unused_index", "redundant_prefix_index", "duplicate_index"],
        "duplicate_index" => &["duplicate_index", "redundant_prefix_index"],
        _ => &["fk_without_index", "duplicate_index", "redundant_prefix_index", "unused_index", "invalid_index"],
    };
    Needs::of(&[Family::Indexes], checks)
}

fn say(asked: &Asked, said: &mut Said) {
    let checks = needs(asked.topic).checks;
    asked.findings(said, checks);
    asked.found_nothing(said, checks);
    if checks.contains(&"fk_without_index") {
        said.is_partial = true;
        said.note("Only foreign keys were looked at: which index a single query would need is not worked out; explain_slow() shows what each reads");
        said.next("SELECT * FROM copilot.explain_slow();");
    }
    if checks.contains(&"unused_index") {
        said.note("Use is counted on this node only: a standby may use an index that is never scanned here");
    }
}
