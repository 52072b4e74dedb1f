//! Settings the checks ask for, and every other one that differs from its built-in default.

use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/settings.sql");

/// One row of `sql/read/settings.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    pub setting_name: String,
    /// In units of `unit`, as pg_settings shows it.
    pub setting: Option<String>,
    /// `ms`, `kB`, `8kB`, `s`; none for plain numbers and words.
    pub unit: Option<String>,
    /// `default`, `configuration file`, `database`.
    pub source: String,
    pub built_in: Option<String>,
    /// `sighup`, `postmaster`, `user`.
    pub context: String,
    pub is_pending_restart: bool,
}

impl Setting {
    pub fn is_on(&self) -> bool {
        self.setting.as_deref() == Some("on")
    }

    pub fn number(&self) -> Option<f64> {
        self.setting.as_deref()?.parse().ok()
    }
}
