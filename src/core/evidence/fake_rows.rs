//! Rows of the server as a whole, made on the spot: its replication, its roles, its counters.

use super::fake::{parts, table, DAY, NOW, SECOND};
use super::prepared_transactions::PreparedTransaction;
use super::roles::Role;
use super::row_widths::RowWidth;
use super::slots::Slot;
use super::standbys::Standby;
use super::table_io::TableIo;
use super::tables::Table;
use super::wal::Wal;

/// A role that can log in and has no other right.
pub fn role(name: &str) -> Role {
    Role {
        role_name: name.into(),
        is_superuser: false,
        can_login: true,
        is_bootstrap: false,
        can_create_roles: false,
        can_replicate: false,
        bypasses_row_security: false,
        connection_limit: -1,
        powers: Some(Vec::new()),
    }
}

/// A transaction prepared this long ago.
pub fn prepared_transaction(gid: &str, prepared_seconds: f64) -> PreparedTransaction {
    PreparedTransaction {
        gid: gid.into(),
        owner_name: Some("app".into()),
        database_name: Some("shop".into()),
        prepared_seconds,
        xid_age: 12,
    }
}

/// A physical slot with a reader, keeping a segment.
pub fn slot(name: &str) -> Slot {
    Slot {
        slot_name: name.into(),
        slot_type: "physical".into(),
        plugin: None,
        database_name: None,
        is_temporary: false,
        is_active: true,
        wal_status: Some("reserved".into()),
        safe_wal_bytes: None,
        retained_bytes: Some(16 << 20),
        xmin_age: None,
        inactive_seconds: None,
    }
}

/// A standby that has caught up.
pub fn standby(name: &str) -> Standby {
    Standby {
        pid: 4_711,
        user_name: Some("replicator".into()),
        application_name: Some(name.into()),
        state: Some("streaming".into()),
        sync_state: Some("async".into()),
        xmin_age: None,
        lag_bytes: Some(0),
        replay_lag_seconds: None,
        is_visible: true,
    }
}

/// An archiver at work and checkpoints by the clock.
pub fn wal() -> Wal {
    Wal {
        archive_mode: "on".into(),
        archived: 100,
        failed: 0,
        archived_at: Some(NOW - SECOND),
        failed_at: None,
        failed_file: None,
        checkpoints_timed: Some(1_000),
        checkpoints_requested: Some(5),
        checkpoints_reset_at: Some(NOW - 100 * DAY),
    }
}

/// A table read 100,000 times, always from the cache.
pub fn table_io(name: &str) -> TableIo {
    let (schema_name, table_name) = parts(name);
    TableIo { schema_name, table_name, estimated_bytes: 20 << 20, blocks_fetched: 100_000, blocks_hit: 100_000 }
}

/// A million rows of four columns that take 9,346 pages written anew.
pub fn row_width(name: &str) -> RowWidth {
    let (schema_name, table_name) = parts(name);
    RowWidth {
        schema_name,
        table_name,
        estimated_rows: 1e6,
        pages: 12_800,
        block_size_bytes: 8_192,
        fill_percent: 100,
        is_granted: true,
        columns: 4,
        columns_known: 4,
        row_bytes: Some(44.0),
        has_nulls: false,
        changed_since_analyze: 0,
        large_tables: 1,
    }
}

/// `shop.orders` with nine dead rows for ten live ones, and no vacuum for nine days.
pub fn bloated_orders() -> Table {
    let vacuumed_at = Some(NOW - 9 * DAY);
    Table { dead_rows: 90_000, changed_since_analyze: 90_000, vacuumed_at, ..table("shop.orders") }
}
