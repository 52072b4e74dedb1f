//! A private server with the hostile database in it.

use copilot_client_tests::{run, Database, Server, Story};
use postgres::Client;

use crate::case;

/// What must never come back: it is in every table, password and setting that nobody but its owner may read.
pub const SECRET: &str = "TOPSECRET_7f3a9c";
/// What a function of mallory's says when it runs in somebody else's session.
pub const EVIL: &str = "EVIL_RAN";
/// For sessions of the suite's own: even planning a query over some of her tables runs mallory's functions.
pub const ASLEEP: &str = "set mallory.asleep = on";
pub const DATABASE: &str = "gate";
/// Ordinary, member of pg_monitor, superuser.
pub const VISITORS: [&str; 3] = ["gate_ann", "gate_bob", "postgres"];

/// Against hanging, should the gate's own limit fail.
pub const PATIENCE_SECONDS: u64 = 8;

pub struct Stage {
    pub server: Server,
    /// A session whose last statement shows the secret to whoever may read the activity of others.
    _owner: Client,
}

impl Stage {
    pub fn new(settings: &[(&str, &str)]) -> Stage {
        let secret = format!("password={SECRET}");
        let mut all = vec![
            ("max_prepared_transactions", "5"),
            ("wal_level", "logical"),
            ("pg_stat_statements.track", "all"),
            ("track_functions", "all"),
            // Nothing changes but by what is tried.
            ("autovacuum", "off"),
            ("primary_conninfo", secret.as_str()),
            ("ssl_passphrase_command", secret.as_str()),
        ];
        if Server::has_library("pg_cron") {
            all.push(("shared_preload_libraries", "pg_stat_statements,copilot_ext,pg_cron"));
            all.push(("cron.database_name", DATABASE));
            all.push(("cron.use_background_workers", "on"));
        }
        all.extend_from_slice(settings);
        let server = Server::own(&all);
        let database = server.database(DATABASE);
        load(&database, "hostile.sql");
        load(&database, "hostile_more.sql");
        load(&database, "shop.sql");
        let mut superuser = database.superuser();
        superuser.run("select pg_create_logical_replication_slot('session_slot', 'test_decoding')");
        superuser.run(ASLEEP);
        superuser.run("vacuum analyze");
        for role in VISITORS {
            superuser.run(&format!("alter role {role} set statement_timeout = '{PATIENCE_SECONDS}s'"));
        }
        // The writer makes the audit's tables when it is first needed.
        superuser.verdict();
        let mut owner = database.connect_as("vault_owner");
        owner.run(&format!("select '{SECRET}'"));
        Stage { server, _owner: owner }
    }

    pub fn database(&self) -> Database<'_> {
        Database::new(&self.server, DATABASE)
    }
}

/// A file of the corpus, by psql: it changes the session's role on its way.
fn load(database: &Database, file: &str) {
    let script = database.server.scratch(file);
    std::fs::write(&script, case::text(file)).expect("the script is written");
    let mut psql = database.server.program("psql");
    psql.args([
        "--no-psqlrc",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        "--dbname",
        DATABASE,
        "--file",
    ]);
    run(psql.arg(script).env("PGOPTIONS", "-c client_min_messages=warning -c mallory.asleep=on"));
}
