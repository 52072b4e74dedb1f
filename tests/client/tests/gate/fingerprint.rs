//! What a server is, apart from its sessions: rows, row locks, sequences, large objects, slots, locks, files, log.

use copilot_client_tests::Story;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Statement};
use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::stage::{Stage, ASLEEP, EVIL};

/// Each part of the server, and its state.
pub type Fingerprint = BTreeMap<String, String>;

/// For every table its number of rows and the sums of the two transaction ids in them: an insert, an update, a delete
/// and a row lock all show, even when they were rolled back. For every sequence what is in it.
const PARTS: &str = "
    select string_agg(part, ' union all ') from (
        select format('select %L, concat_ws('' '', count(*), sum(xmin::text::int8), sum(xmax::text::int8)) '
                      'from only %s',
                      oid::regclass::text, oid::regclass) as part
          from pg_class
         where relkind in ('r', 'm') and relpersistence <> 't'
           and relnamespace not in (select oid from pg_namespace
                                     where nspname in ('copilot_audit', 'information_schema', 'pg_toast'))
           and relname not in ('pg_attribute', 'pg_depend', 'pg_description', 'pg_statistic', 'pg_ts_config_map',
                               'pg_amop', 'pg_amproc', 'pg_collation', 'pg_conversion', 'pg_init_privs',
                               'pg_namespace')
        union all
        select format('select %L, concat_ws('' '', last_value, is_called, log_cnt) from %s',
                      oid::regclass::text, oid::regclass)
          from pg_class
         where relkind = 'S'
           and relnamespace not in (select oid from pg_namespace where nspname = 'copilot_audit')
    ) parts";

const REST: &str = "
    select 'slots',
           (select string_agg(concat_ws(' ', slot_name, slot_type, active, confirmed_flush_lsn), ', ' order by 1)
              from pg_replication_slots)
    union all select 'schemas',
           (select string_agg(nspname, ', ' order by 1) from pg_namespace where nspname !~ '_temp_')
    union all select 'prepared transactions', (select string_agg(gid, ', ' order by 1) from pg_prepared_xacts)
    union all select 'clients',
           (select string_agg(usename, ' ' order by 1) from pg_stat_activity where backend_type = 'client backend')
    union all select 'locks',
           (select string_agg(concat_ws(' ', locktype, relation::regclass, classid, objid, mode), ', ' order by 1)
              from pg_locks
             where pid <> pg_backend_pid() and pid in (select pid from pg_stat_activity where state = 'idle'))
    union all select 'started', pg_postmaster_start_time()::text
    union all select 'configured', pg_conf_load_time()::text
    union all select 'statistics reset',
           (select concat_ws(' ', max(stats_reset), (select max(stats_reset) from pg_stat_bgwriter),
                             (select max(stats_reset) from pg_stat_wal),
                             (select stats_reset from public.pg_stat_statements_info))
              from pg_stat_database)";

/// Watches the server from a session of its own.
pub struct Observer {
    client: Client,
    state: Statement,
    data: PathBuf,
    log: PathBuf,
    log_bytes_seen: u64,
    notified: usize,
}

impl Observer {
    pub fn new(stage: &Stage) -> Observer {
        let mut client = stage.database().superuser();
        client.run(&format!("{ASLEEP}; listen evil"));
        let parts: String = client.value(PARTS);
        let state = client.prepare(&format!("{parts} union all {REST}")).expect("the fingerprint");
        let log = stage.server.scratch("server.log");
        let mut observer = Observer { client, state, data: stage.server.data(), log, log_bytes_seen: 0, notified: 0 };
        observer.evil_in_log();
        observer
    }

    pub fn look(&mut self) -> Fingerprint {
        let rows = self.client.query(&self.state, &[]).expect("the fingerprint");
        let mut seen: Fingerprint =
            rows.iter().map(|row| (row.get(0), row.get::<_, Option<String>>(1).unwrap_or_default())).collect();
        seen.insert("files".into(), files(&self.data));
        self.notified += self.client.notifications().iter().count().expect("notifications");
        seen.insert("notifications".into(), self.notified.to_string());
        seen
    }

    /// What functions of mallory's wrote into the server's log since the last look: it outlives every rollback.
    pub fn evil_in_log(&mut self) -> Vec<String> {
        let mut log = std::fs::File::open(&self.log).expect("the server's log");
        log.seek(SeekFrom::Start(self.log_bytes_seen)).expect("the server's log");
        let mut news = Vec::new();
        self.log_bytes_seen += log.read_to_end(&mut news).expect("the server's log") as u64;
        let news = String::from_utf8_lossy(&news);
        news.lines().filter(|line| line.contains(" LOG: ") && line.contains(EVIL)).map(str::to_owned).collect()
    }

    /// Whether the observer's own session has ended, as all do when one of them crashes.
    pub fn is_gone(&mut self) -> bool {
        self.client.simple_query("select 1").is_err()
    }

    /// Holds something in a transaction until the release.
    pub fn holds(&mut self, sql: &str) {
        self.client.run(&format!("begin; {sql}"));
    }

    pub fn releases(&mut self) {
        self.client.run("rollback");
    }
}

/// The names at the top of the data directory, everything named for an attack, and temporary files.
fn files(data: &Path) -> String {
    let mut found: Vec<String> = names(data).into_iter().filter(|name| !name.starts_with("copilot_audit")).collect();
    found.extend(names(&data.join("base/pgsql_tmp")).into_iter().map(|name| format!("pgsql_tmp/{name}")));
    found.extend(names(&std::env::temp_dir()).into_iter().filter(|name| name.starts_with("evil")));
    let settings = std::fs::read(data.join("postgresql.auto.conf")).unwrap_or_default();
    found.push(format!("postgresql.auto.conf has {} bytes", settings.len()));
    found.sort();
    found.join("\n")
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// What is not as it was.
pub fn changes(before: &Fingerprint, after: &Fingerprint) -> Vec<String> {
    let parts = before.keys().chain(after.keys().filter(|part| !before.contains_key(*part)));
    let was = |print: &Fingerprint, part: &str| print.get(part).cloned().unwrap_or_else(|| "nothing".into());
    parts
        .filter(|part| before.get(*part) != after.get(*part))
        .map(|part| format!("{part} was {}, is {}", was(before, part), was(after, part)))
        .collect()
}
