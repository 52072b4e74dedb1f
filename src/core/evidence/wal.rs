//! Archiving and checkpoints since their counters began.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/wal.sql");

/// The one row of `sql/read/wal.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wal {
    /// `off`, `on`, `always`.
    pub archive_mode: String,
    /// There is an archive_command or an archive_library.
    pub has_archiver: bool,
    pub archived: i64,
    pub failed: i64,
    pub archived_at: Option<Micros>,
    pub failed_at: Option<Micros>,
    pub failed_file: Option<String>,
    /// Begun by checkpoint_timeout.
    pub checkpoints_timed: Option<i64>,
    /// Begun because max_wal_size was reached, by a backup or by command.
    pub checkpoints_requested: Option<i64>,
    pub checkpoints_reset_at: Option<Micros>,
}
