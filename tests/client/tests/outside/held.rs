//! A call that is held in the middle of its work.

use copilot_client_tests::database::audit_seen_by;
use copilot_client_tests::{eventually, Database, Refusal, Story};
use postgres::{Client, Error};
use std::thread::JoinHandle;

/// `verify_audit()` reads the table of texts. Its opening entry has none when the session has no name. So whoever
/// locks that table holds the call after its opening entry and before its closing entry.
pub struct HeldCall {
    pub pid: i32,
    /// Its row in the audit.
    pub id: i64,
    locker: Client,
    call: JoinHandle<Result<(), Error>>,
}

impl HeldCall {
    pub fn in_its_work(database: &Database) -> HeldCall {
        Self::with_settings(database, "")
    }

    pub fn with_settings(database: &Database, settings: &str) -> HeldCall {
        database.chain_holds();
        let last = audit_seen_by(&mut database.superuser()).last().map_or(0, |row| row.id);
        let mut locker = database.superuser();
        locker.run("begin; lock table copilot_audit.text in access exclusive mode");

        let mut client = database.superuser();
        client.run("set application_name = ''");
        client.run(settings);
        let pid = client.pid();
        let call = std::thread::spawn(move || client.batch_execute("select * from copilot.verify_audit()"));
        // The table of entries itself is free to read.
        let mut watcher = database.superuser();
        let sql = "select seq from copilot_audit.entry where kind = 'open' and seq > $1";
        let id =
            eventually("the call has begun", || watcher.query_opt(sql, &[&last]).expect("entries").map(|r| r.get(0)));
        HeldCall { pid, id, locker, call }
    }

    /// Lets it go on, and tells how it ended.
    pub fn let_go(mut self) -> (i64, Refusal) {
        self.locker.run("rollback");
        let error = self.call.join().expect("the caller's thread").expect_err("the call was to fail");
        (self.id, Refusal::from(&error))
    }

    /// Waits for the end of a session that was ended from outside.
    pub fn let_die(self) -> i64 {
        self.call.join().expect("the caller's thread").expect_err("the session was to end");
        drop(self.locker);
        self.id
    }
}
