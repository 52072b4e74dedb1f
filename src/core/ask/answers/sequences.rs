//! Which sequences come near their end.

use super::{Asked, Needs, Plan, Said};
use crate::ask::Product;
use crate::evidence::sequences::Sequence;
use crate::evidence::{Evidence, Family};
use crate::value::Value;

pub(super) const PLAN: Plan = Plan { product: Product::Sequences, needs, say };

const CHECKS: &[&str] = &["sequence_exhaustion"];

fn needs(_: &str) -> Needs {
    Needs::of(&[Family::Sequences], CHECKS)
}

fn say(asked: &Asked, said: &mut Said) {
    let found = asked.findings(said, CHECKS);
    let all = said.look(asked.facts.sequences()).unwrap_or_default();
    let mut used: Vec<(&Sequence, f64)> = all.iter().filter_map(|s| Some((s, used_percent(s)?))).collect();
    used.sort_by(|a, b| b.1.total_cmp(&a.1));
    if found == 0 {
        for (sequence, percent) in used.iter().take(3) {
            let name = sequence.name();
            let percent = Evidence::measured("sequences", &name, "used", Value::Percent(*percent));
            said.say("Sequence {} has used {} of its numbers", &[&Evidence::name("sequences", &name), &percent]);
        }
        asked.found_nothing(said, CHECKS);
    }
}

/// Share of the numbers given out, 0 to 100; the column it feeds may end before it does.
fn used_percent(s: &Sequence) -> Option<f64> {
    let column_max = match s.owner_type_name.as_deref() {
        Some("int2") => i64::from(i16::MAX),
        Some("int4") => i64::from(i32::MAX),
        _ => i64::MAX,
    };
    let max = s.max_value.min(column_max) as f64;
    let (last, min) = (s.last_value? as f64, s.min_value as f64);
    let used = if s.increment > 0 { (last - min) / (max - min) } else { (max - last) / (max - min) };
    used.is_finite().then(|| (100.0 * used).clamp(0.0, 100.0))
}
