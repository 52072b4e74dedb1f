//! The server, this database and the rights of the one who asks.

use crate::world::Micros;
use serde::{Deserialize, Serialize};

pub const SQL: &str = include_str!("../../../sql/read/server.sql");

/// One row of `sql/read/server.sql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Server {
    /// `150020` for 15.20.
    pub version_num: u32,
    pub in_recovery: bool,
    pub database_name: String,
    pub encoding: String,
    pub block_size_bytes: i64,
    pub read_at: Micros,
    pub started_at: Micros,
    /// When the counters of this database were last reset; none when never.
    pub database_reset_at: Option<Micros>,
    /// When the counters of the whole cluster were last emptied, by a crash for instance.
    pub cluster_reset_at: Option<Micros>,
    /// When all counters were emptied by one stroke, as a start after a crash does: how long after the start.
    pub emptied_after_start_seconds: Option<f64>,
    /// TCP connections from other machines are listened for.
    pub listens_beyond_loopback: bool,
    /// Of what all databases share; none where pages have no checksums.
    pub shared_checksum_failures: Option<i64>,
    /// The role whose rights hold for everything that was read.
    pub role_name: String,
    pub is_superuser: bool,
    pub reads_all_stats: bool,
    pub is_monitor: bool,
    /// `shared_preload_libraries`, where the role may see it.
    pub preload_libraries: Option<String>,
    pub statements_preloaded: bool,
}

impl Server {
    pub fn major(&self) -> u32 {
        self.version_num / 10_000
    }

    /// Since when the counters of this database run. Where no reset is on record the start of the server is taken:
    /// counters may be older than that, never younger.
    pub fn counters_since(&self) -> Micros {
        let known = self.database_reset_at.unwrap_or(self.started_at);
        self.cluster_reset_at.map_or(known, |emptied| known.max(emptied))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_run_since_the_latest_emptying() {
        let server = |database_reset_at, cluster_reset_at| Server {
            started_at: 100,
            database_reset_at,
            cluster_reset_at,
            ..crate::evidence::fake::server()
        };
        assert_eq!(server(None, None).counters_since(), 100);
        assert_eq!(server(None, Some(40)).counters_since(), 100);
        assert_eq!(server(Some(60), Some(40)).counters_since(), 60, "a reset on record is older than the start");
        assert_eq!(server(Some(60), Some(140)).counters_since(), 140, "a crash emptied them after the start");
    }

    #[test]
    fn majors_come_from_the_version_number() {
        assert_eq!(crate::evidence::fake::server().major(), 15);
    }
}
