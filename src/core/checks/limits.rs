//! The numbers checks compare with: the registry's thresholds, less what a DBA has overridden.

use super::{Severity, Threshold};
use crate::evidence::facts::Facts;
use crate::evidence::Evidence;
use crate::value::Value;
use std::collections::BTreeMap;

/// Thresholds below which nothing is read (`sql/read/`): check, name, and from where on.
pub const READ_FROM: &[(&str, &str, f64)] = &[
    ("IDX04", "floor_bytes", 10_485_760.0),
    ("BLT01", "empty_bytes", 104_857_600.0),
    ("BLT02", "empty_bytes", 104_857_600.0),
    ("CIO01", "floor_fetches", 10_000.0),
    ("CIO02", "floor_fetches", 10_000.0),
];

/// Thresholds in force for one call.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    overrides: BTreeMap<(String, String), f64>,
}

impl Limits {
    /// The registry's, but for what a DBA has set, as far as that was read.
    pub fn in_force(facts: &Facts) -> Self {
        let set = facts.overrides().unwrap_or_default();
        set.iter().fold(Limits::default(), |limits, o| limits.with(&o.check_id, &o.threshold, o.value))
    }

    /// Sets one threshold of one check to another value.
    pub fn with(mut self, check: &str, name: &str, value: f64) -> Self {
        self.overrides.insert((check.into(), name.into()), value);
        self
    }

    /// The number in force for a check's threshold.
    pub fn of(&self, check: &str, threshold: &Threshold) -> f64 {
        let key = (check.to_owned(), threshold.name.to_owned());
        self.overrides.get(&key).copied().unwrap_or(threshold.value)
    }

    /// The severity of the first of these marks, from high to low, that a value has reached.
    pub(crate) fn reached(&self, check: &str, value: f64, marks: &[(&Threshold, Severity)]) -> Option<Severity> {
        marks.iter().find(|(mark, _)| value >= self.of(check, mark)).map(|(_, severity)| *severity)
    }

    /// The same number as a piece of evidence, so that a sentence may name it.
    pub fn cited(&self, check: &str, threshold: &Threshold) -> Evidence {
        let value = value(self.of(check, threshold), threshold.unit);
        Evidence::measured("limits", check, threshold.name, value)
    }
}

/// A number with the unit its threshold names.
pub fn value(number: f64, unit: &str) -> Value {
    match unit {
        "percent" => Value::Percent(number),
        "seconds" => Value::Seconds(number),
        "days" => Value::Seconds(number * 86_400.0),
        "bytes" => Value::Bytes(number as i64),
        _ => Value::Count(number as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_holds_for_its_check_only() {
        let floor = Threshold { name: "floor", value: 10.0, unit: "rows", source: "a test" };
        let limits = Limits::default().with("IDX04", "floor", 3.0);
        assert_eq!(limits.of("IDX04", &floor), 3.0);
        assert_eq!(limits.of("IDX06", &floor), 10.0);
        assert_eq!(limits.cited("IDX04", &floor).value, Value::Count(3));
    }

    #[test]
    fn the_highest_mark_reached_decides() {
        let mark = |value| Threshold { name: "m", value, unit: "rows", source: "a test" };
        let (some, many) = (mark(10.0), mark(100.0));
        let reached = |value| Limits::default().reached("X", value, &[(&many, Severity::High), (&some, Severity::Low)]);
        assert_eq!([9.0, 10.0, 100.0].map(reached), [None, Some(Severity::Low), Some(Severity::High)]);
    }

    #[test]
    fn thresholds_are_said_in_their_unit() {
        assert_eq!(value(30.0, "days").to_string(), "30 days");
        assert_eq!(value(10_485_760.0, "bytes").to_string(), "10 MB");
        assert_eq!(value(2e9, "transactions").to_string(), "2,000,000,000");
    }
}
