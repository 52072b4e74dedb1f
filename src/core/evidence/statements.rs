//! The statements of this database that took most time to run, as pg_stat_statements counts them.

use super::Evidence;
use crate::value::Value;
use crate::world::Micros;
use serde::{Deserialize, Serialize};

/// `{pg_stat_statements}` and `{pg_stat_statements_info}` stand for the views, qualified with the extension's schema.
pub const SQL: &str = include_str!("../../../sql/read/statements.sql");

/// The most rows `sql/read/statements.sql` returns.
pub const MOST: usize = 200;

/// One row of `sql/read/statements.sql`: one text as one role ran it. Counters run since `counted_since`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// None where the caller may not see other roles' statements; the counters are there all the same.
    pub queryid: Option<String>,
    pub role_name: String,
    pub database_name: String,
    /// Sent by a client, not run inside a function.
    pub is_toplevel: bool,
    /// The first 10,000 characters, constants as `$1`; none where the caller may not see it.
    pub query: Option<String>,
    pub query_chars: Option<i64>,
    pub calls: i64,
    /// Time to run, without planning.
    pub total_ms: f64,
    pub mean_ms: f64,
    pub min_ms: f64,
    pub max_ms: f64,
    pub stddev_ms: f64,
    /// 0 unless `pg_stat_statements.track_planning` is on.
    pub plans: i64,
    pub total_plan_ms: f64,
    /// Returned, or changed by INSERT, UPDATE, DELETE and MERGE.
    pub rows: i64,
    pub blocks_hit: i64,
    /// From outside shared buffers: the disk, or the operating system's cache.
    pub blocks_read: i64,
    pub blocks_dirtied: i64,
    pub blocks_written: i64,
    pub local_blocks_hit: i64,
    pub local_blocks_read: i64,
    pub temp_blocks_read: i64,
    pub temp_blocks_written: i64,
    pub wal_bytes: i64,
    pub block_size_bytes: i64,
    /// Of all top-level statements of this database, those beyond the rows returned too.
    pub database_total_ms: f64,
    pub database_statements: i64,
    pub database_hidden: i64,
    /// How often entries of the whole server were thrown out for lack of room since `counted_since`.
    pub evictions: i64,
    pub counted_since: Option<Micros>,
    pub read_at: Micros,
}

impl Statement {
    /// Share of the time of all top-level statements of this database, 0 to 100; a statement inside a function
    /// shares in its caller's time.
    pub fn share_percent(&self) -> f64 {
        if self.database_total_ms > 0.0 {
            (100.0 * self.total_ms / self.database_total_ms).min(100.0)
        } else {
            0.0
        }
    }

    pub fn per_call(&self, counter: i64) -> f64 {
        counter as f64 / self.calls.max(1) as f64
    }

    /// Bytes of a counter of blocks, per call.
    pub fn bytes_per_call(&self, blocks: i64) -> f64 {
        self.per_call(blocks.saturating_mul(self.block_size_bytes))
    }

    pub fn blocks_touched(&self) -> i64 {
        self.blocks_hit.saturating_add(self.blocks_read)
    }

    /// How much of what it touched was in shared buffers; none when it touched nothing.
    pub fn hit_percent(&self) -> Option<f64> {
        let touched = self.blocks_touched();
        (touched > 0).then(|| 100.0 * self.blocks_hit as f64 / touched as f64)
    }

    /// Since the counters were last emptied.
    pub fn window_seconds(&self) -> Option<f64> {
        self.counted_since.map(|since| (self.read_at - since).max(0) as f64 / 1e6)
    }
}

/// What each statement is called in sentences: by its queryid, by its role too where a queryid comes twice.
pub fn names(statements: &[Statement]) -> Vec<String> {
    let same = |id: &str| statements.iter().filter(|s| s.queryid.as_deref() == Some(id)).count();
    let name = |(at, s): (usize, &Statement)| match &s.queryid {
        None => format!("hidden statement {}", at + 1),
        Some(id) if same(id) == 1 => format!("queryid {id}"),
        Some(id) if s.is_toplevel => format!("queryid {id} of role {}", s.role_name),
        Some(id) => format!("queryid {id} of role {} inside functions", s.role_name),
    };
    statements.iter().enumerate().map(name).collect()
}

/// A measured value of one statement.
pub fn measured(statement: &str, measure: &str, value: Value) -> Evidence {
    Evidence::measured("statements", statement, measure, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(text: &str) -> Vec<Statement> {
        text.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
    }

    #[test]
    fn a_recorded_reply_is_read() {
        let rows = recorded(include_str!("../../../tests/fixtures/15/statements_busy/statements.json"));
        let sleep = rows.iter().find(|s| s.query.as_deref() == Some("select pg_sleep($1)")).unwrap();
        assert_eq!((sleep.calls, sleep.rows, sleep.role_name.as_str()), (10, 10, "app"));
        assert!((sleep.share_percent() - 100.0 * sleep.total_ms / sleep.database_total_ms).abs() < 1e-9);
        assert!(rows.windows(2).all(|w| w[0].total_ms >= w[1].total_ms), "most time first");
        assert!(rows.iter().all(|s| !s.query.as_deref().unwrap_or("").starts_with("/* copilot */")));
        assert!(rows[0].window_seconds().unwrap() > 0.0);
    }

    #[test]
    fn what_others_ran_is_counted_but_not_shown() {
        let rows = recorded(include_str!("../../../tests/fixtures/15/statements_hidden/statements.json"));
        assert!(rows.iter().all(|s| s.role_name == "asker" || s.queryid.is_none() && s.query.is_none()));
        assert!(rows[0].database_hidden > 0 && rows[0].calls > 0);
        assert_eq!(names(&rows)[0], "hidden statement 1");
    }

    #[test]
    fn a_queryid_that_two_roles_ran_is_told_apart() {
        let rows = recorded(include_str!("../../../tests/fixtures/15/statements_busy/statements.json"));
        let mut twice = vec![rows[0].clone(), rows[0].clone(), rows[1].clone()];
        twice[1].role_name = "batch".into();
        let id = rows[0].queryid.clone().unwrap();
        let names = names(&twice);
        assert_eq!(names[0], format!("queryid {id} of role app"));
        assert_eq!(names[1], format!("queryid {id} of role batch"));
        assert_eq!(names[2], format!("queryid {}", rows[1].queryid.clone().unwrap()));
    }
}
