//! When autovacuum comes to a table, by the server's formula: `threshold + scale_factor * rows`, with the table's options before
//! the settings, capped by `autovacuum_vacuum_max_threshold` from 18 on.

use super::{Facts, Unread};
use crate::evidence::tables::Table;

/// When autovacuum would come, as the settings say.
pub(crate) struct Trigger {
    is_on: bool,
    threshold: f64,
    scale_factor: f64,
    /// From 18 on.
    most: Option<f64>,
}

impl Trigger {
    pub(crate) fn of(facts: &Facts) -> Result<Self, Unread> {
        let number = |name| facts.setting(name).map(|s| s.number());
        Ok(Trigger {
            is_on: facts.setting("autovacuum")?.is_on(),
            threshold: number("autovacuum_vacuum_threshold")?.unwrap_or(50.0),
            scale_factor: number("autovacuum_vacuum_scale_factor")?.unwrap_or(0.2),
            most: number("autovacuum_vacuum_max_threshold").ok().flatten(),
        })
    }

    /// Dead rows the table may have before autovacuum takes it.
    pub(crate) fn allows(&self, table: &Table) -> f64 {
        let option = |name: &str| table.option(name).and_then(|v| v.parse::<f64>().ok());
        let threshold = option("autovacuum_vacuum_threshold").unwrap_or(self.threshold);
        let scale_factor = option("autovacuum_vacuum_scale_factor").unwrap_or(self.scale_factor);
        let allowed = threshold + scale_factor * table.estimated_rows.unwrap_or(0.0);
        match option("autovacuum_vacuum_max_threshold").or(self.most) {
            Some(most) if most >= 0.0 => allowed.min(most),
            _ => allowed,
        }
    }

    pub(crate) fn is_off(&self, table: &Table) -> bool {
        !self.is_on || table.autovacuum_is_off()
    }
}
