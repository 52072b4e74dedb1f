//! The numbers checks compare with: the registry's thresholds, less what a DBA has overridden.

use super::Threshold;
use std::collections::BTreeMap;

/// Thresholds in force for one call.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    overrides: BTreeMap<(String, String), f64>,
}

impl Limits {
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
}
