//! The number by which a finding gets worse or better from one look to the next, while its severity stays.
//!
//! A change counts when it is more than the number's own noise:
//!
//! | unit | at least |
//! |---|---|
//! | percent | 5 percentage points |
//! | count, plain number | a tenth of what it was, and 1 |
//! | bytes | a tenth of what it was, and 1 MB |
//! | seconds, milliseconds | a tenth of what it was, and 1 minute |

use crate::evidence::Evidence;
use crate::value::Value;

const LEAST_SHARE: f64 = 0.1;
const LEAST_POINTS: f64 = 5.0;
const LEAST_BYTES: f64 = 1_048_576.0;
const LEAST_SECONDS: f64 = 60.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// The measure of the piece of evidence that holds the number.
    pub measure: &'static str,
    pub higher_is_worse: bool,
}

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    Worse,
    Better,
    /// Within the margin.
    Little,
}

impl Gauge {
    pub(crate) const fn higher(measure: &'static str) -> Option<Gauge> {
        Some(Gauge { measure, higher_is_worse: true })
    }

    pub(crate) const fn lower(measure: &'static str) -> Option<Gauge> {
        Some(Gauge { measure, higher_is_worse: false })
    }

    /// As the manual says it.
    pub fn words(&self) -> String {
        format!("{} `{}`", if self.higher_is_worse { "higher" } else { "lower" }, self.measure)
    }

    /// The piece of evidence with the number.
    pub fn read<'a>(&self, evidence: &'a [Evidence]) -> Option<&'a Value> {
        let named = |e: &&Evidence| e.measure == self.measure && number(&e.value).is_some();
        evidence.iter().find(named).map(|e| &e.value)
    }

    /// None when the two are not of one unit.
    pub fn compare(&self, before: &Value, now: &Value) -> Option<Moved> {
        if std::mem::discriminant(before) != std::mem::discriminant(now) {
            return None;
        }
        let margin = margin(before)?;
        let change = number(now)? - number(before)?;
        let to_worse = if self.higher_is_worse { change } else { -change };
        Some(match to_worse {
            worse if worse >= margin => Moved::Worse,
            better if better <= -margin => Moved::Better,
            _ => Moved::Little,
        })
    }
}

fn margin(before: &Value) -> Option<f64> {
    let share = number(before)?.abs() * LEAST_SHARE;
    Some(match before {
        Value::Percent(_) => LEAST_POINTS,
        Value::Bytes(_) => share.max(LEAST_BYTES),
        Value::Seconds(_) => share.max(LEAST_SECONDS),
        Value::Milliseconds(_) => share.max(LEAST_SECONDS * 1_000.0),
        _ => share.max(1.0),
    })
}

/// Of a value that is a number.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Count(n) | Value::Bytes(n) => Some(*n as f64),
        Value::Milliseconds(x) | Value::Seconds(x) | Value::Percent(x) | Value::Number(x) => Some(*x),
        Value::Name(_) | Value::Word(_) | Value::Time(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_no_change_and_the_direction_counts() {
        let higher = Gauge { measure: "x", higher_is_worse: true };
        let lower = Gauge { measure: "x", higher_is_worse: false };
        let mb = |n: i64| Value::Bytes(n << 20);
        for (gauge, before, now, moved) in [
            (higher, Value::Count(100), Value::Count(109), Some(Moved::Little)),
            (higher, Value::Count(100), Value::Count(110), Some(Moved::Worse)),
            (higher, Value::Count(100), Value::Count(90), Some(Moved::Better)),
            (higher, Value::Count(0), Value::Count(1), Some(Moved::Worse)),
            (higher, Value::Percent(90.0), Value::Percent(94.0), Some(Moved::Little)),
            (higher, Value::Percent(90.0), Value::Percent(95.0), Some(Moved::Worse)),
            (lower, Value::Percent(90.0), Value::Percent(80.0), Some(Moved::Worse)),
            (lower, Value::Percent(80.0), Value::Percent(90.0), Some(Moved::Better)),
            (higher, mb(1), Value::Bytes((1 << 20) + 500_000), Some(Moved::Little)),
            (higher, mb(100), mb(111), Some(Moved::Worse)),
            (higher, Value::Seconds(30.0), Value::Seconds(80.0), Some(Moved::Little)),
            (higher, Value::Seconds(3_000.0), Value::Seconds(3_400.0), Some(Moved::Worse)),
            (higher, Value::Seconds(3.0), Value::Count(300), None),
            (higher, Value::Word("on".into()), Value::Word("off".into()), None),
        ] {
            assert_eq!(gauge.compare(&before, &now), moved, "{before} to {now}");
        }
    }
}
