//! Rows of the server as a whole, made on the spot: its settings, sessions, replication, roles and counters.

use super::databases::Database;
use super::fake::{DAY, NOW, SECOND};
use super::hba_rules::HbaRule;
use super::locks::LockWait;
use super::prepared_transactions::PreparedTransaction;
use super::roles::Role;
use super::server::Server;
use super::sessions::Session;
use super::settings::Setting;
use super::slots::Slot;
use super::standbys::Standby;
use super::subscriptions::Subscription;
use super::wal::Wal;

/// A primary of major 15 that has been counting for 100 days, seen by a member of pg_monitor called dba.
pub fn server() -> Server {
    Server {
        version_num: 150_020,
        in_recovery: false,
        database_name: "shop".into(),
        encoding: "UTF8".into(),
        block_size_bytes: 8192,
        read_at: NOW,
        started_at: NOW - 100 * DAY,
        database_reset_at: None,
        cluster_reset_at: Some(NOW - 200 * DAY),
        emptied_after_start_seconds: None,
        listens_beyond_loopback: true,
        shared_checksum_failures: Some(0),
        role_name: "dba".into(),
        is_superuser: false,
        reads_all_stats: true,
        is_monitor: true,
        preload_libraries: Some("copilot_ext, pg_stat_statements".into()),
        statements_preloaded: true,
    }
}

/// A setting of the configuration file.
pub fn setting(name: &str, value: &str) -> Setting {
    Setting {
        setting_name: name.into(),
        setting: Some(value.into()),
        unit: None,
        source: "configuration file".into(),
        built_in: Some(value.into()),
        context: "sighup".into(),
        is_pending_restart: false,
    }
}

/// A client session in this state for ten seconds.
pub fn session(pid: i32, state: &str) -> Session {
    Session {
        pid,
        user_name: Some("app".into()),
        database_name: Some("shop".into()),
        application_name: Some("web".into()),
        backend_type: Some("client backend".into()),
        leader_pid: None,
        state: Some(state.into()),
        wait_event_type: Some("Client".into()),
        wait_event: Some("ClientRead".into()),
        query_id: None,
        connected_seconds: Some(3_600.0),
        transaction_seconds: state.starts_with("idle in").then_some(10.0),
        query_seconds: Some(10.0),
        state_seconds: Some(10.0),
        xid_age: None,
        xmin_age: None,
        is_remote: Some(false),
        is_encrypted: false,
        is_own: false,
        is_visible: true,
    }
}

/// The same session as a role without pg_read_all_stats sees it.
pub fn hidden_session(pid: i32) -> Session {
    Session {
        backend_type: None,
        state: None,
        wait_event_type: None,
        wait_event: None,
        connected_seconds: None,
        transaction_seconds: None,
        query_seconds: None,
        state_seconds: None,
        is_visible: false,
        ..session(pid, "idle")
    }
}

/// A process waiting this long for a lock on `shop.orders` that another holds.
pub fn lock_wait(pid: i32, blocked_by: i32, waiting_seconds: f64) -> LockWait {
    LockWait {
        pid,
        blocked_by: vec![blocked_by],
        lock_type: "relation".into(),
        mode: "AccessExclusiveLock".into(),
        waiting_seconds: Some(waiting_seconds),
        schema_name: Some("shop".into()),
        relation_name: Some("orders".into()),
    }
}

/// This database, young in transactions.
pub fn database(name: &str) -> Database {
    Database {
        database_name: name.into(),
        is_current: true,
        allows_connections: true,
        is_template: false,
        connection_limit: -1,
        xid_age: 1_000,
        mxid_age: 0,
        backends: 5,
        commits: 1_000,
        rollbacks: 0,
        blocks_hit: 1_000,
        blocks_read: 10,
        temp_files: 0,
        temp_bytes: 0,
        deadlocks: 0,
        checksum_failures: Some(0),
        checksum_failed_at: None,
        reset_at: None,
        estimated_bytes: Some(100 << 20),
    }
}

/// A role that can log in and has no other right.
pub fn role(name: &str) -> Role {
    Role {
        role_name: name.into(),
        is_superuser: false,
        can_login: true,
        is_bootstrap: false,
        can_create_roles: false,
        can_create_databases: false,
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
        has_archiver: true,
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

/// A rule for all databases and all roles.
pub fn hba_rule(connection_type: &str, address: Option<&str>, auth_method: &str) -> HbaRule {
    HbaRule {
        line_number: Some(97),
        connection_type: Some(connection_type.into()),
        database_names: Some(vec!["all".into()]),
        user_names: Some(vec!["all".into()]),
        address: address.map(str::to_owned),
        netmask: address.filter(|a| *a != "all").map(|_| "255.255.255.0".into()),
        auth_method: Some(auth_method.into()),
        error: None,
    }
}

/// A subscription at work.
pub fn subscription(name: &str) -> Subscription {
    Subscription { subscription_name: name.into(), is_enabled: true, has_worker: true, apply_errors: 0, sync_errors: 0 }
}
