//! What was read. One file per family of facts, with the same stem as its `sql/read/*.sql`.

pub use facts::Family;

use crate::value::Value;
use serde::{Deserialize, Serialize};

/// Why a family of facts, or a check, has nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Privilege,
    Extension,
    Version,
    /// Statistics too young or just reset.
    Window,
    /// Everything was below the size floor.
    Floor,
    Host,
    Standby,
    Budget,
    /// It would run a function that nobody has reviewed.
    Untrusted,
    /// A name that could mean several things.
    Ambiguous,
    /// A statement of a kind that has no plan.
    NoPlan,
}

impl Reason {
    /// As it stands in brackets behind "skipped".
    pub const fn word(self) -> &'static str {
        match self {
            Reason::Privilege => "privilege",
            Reason::Extension => "extension",
            Reason::Version => "version",
            Reason::Window => "window",
            Reason::Floor => "floor",
            Reason::Host => "host",
            Reason::Standby => "standby",
            Reason::Budget => "budget",
            Reason::Untrusted => "untrusted",
            Reason::Ambiguous => "ambiguous",
            Reason::NoPlan => "no query",
        }
    }
}

/// "Could not look": why, and the statement that opens it where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unread {
    pub reason: Reason,
    pub detail: String,
    /// What to type so that it can be read next time (a GRANT, a CREATE EXTENSION, a setting).
    pub opens_with: Option<String>,
}

/// Whether a number was counted by the server or worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    Measured,
    Estimated,
}

/// One piece of evidence: what was read, of what, and its typed value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The stem of the family it was read from (`sql/read/<source>.sql`).
    pub source: String,
    /// The object it speaks of: `schema.table`, a setting, `pid 4711`, `queryid 42`.
    pub object: String,
    /// What was measured, in words of the field: `dead_rows`, `idx_scan`.
    pub measure: String,
    #[serde(flatten)]
    pub value: Value,
    pub nature: Nature,
}

impl Evidence {
    pub fn measured(source: &str, object: &str, measure: &str, value: Value) -> Self {
        Evidence {
            source: source.into(),
            object: object.into(),
            measure: measure.into(),
            value,
            nature: Nature::Measured,
        }
    }

    pub fn estimated(source: &str, object: &str, measure: &str, value: Value) -> Self {
        Evidence { nature: Nature::Estimated, ..Evidence::measured(source, object, measure, value) }
    }

    /// The object's own name, as a fact that it exists.
    pub fn name(source: &str, object: &str) -> Self {
        Evidence::measured(source, object, "name", Value::Name(object.into()))
    }
}

pub mod audit_tables;
pub mod bypassing_views;
pub mod collations;
pub mod columns;
pub mod constraints;
pub mod counts;
pub mod databases;
pub mod default_partitions;
pub mod definer_functions;
pub mod disabled_triggers;
pub mod extensions;
pub mod facts;
pub mod fake;
mod fake_hostile;
mod fake_model;
mod fake_objects;
mod fake_rows;
pub mod file_errors;
pub mod file_functions;
pub mod hba_rules;
pub mod index_io;
pub mod index_widths;
pub mod indexes;
pub mod largest;
pub mod locks;
pub mod narrow_keys;
pub mod objects;
pub mod overrides;
pub mod own_checks;
pub mod password_hashes;
pub mod prepared_transactions;
pub mod public_grants;
pub mod publications;
pub mod range_ends;
pub mod recovery;
pub mod role_settings;
pub mod roles;
pub mod row_security;
pub mod row_widths;
pub mod schemas;
pub mod sequences;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod slots;
pub mod standbys;
pub mod statements;
pub mod subscriptions;
pub mod suppressions;
pub mod table_columns;
pub mod table_io;
pub mod tables;
pub mod unread;
pub mod wal;
pub mod wal_files;
