//! Somebody who brings SQL to the gate, and what comes back.

use copilot_client_tests::Story;
use postgres::error::DbError;
use postgres::types::ToSql;
use postgres::{Client, NoTls};
use std::sync::{Arc, Mutex};

use crate::case::Case;
use crate::stage::{Stage, DATABASE, EVIL, SECRET};

/// The two ways in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Door {
    RunSql,
    Explain,
}

impl Door {
    pub fn call(self) -> &'static str {
        match self {
            Door::RunSql => "select r::text from copilot.run_sql($1) r",
            Door::Explain => "select r::text from copilot.explain($1::pg_catalog.text) r",
        }
    }
}

/// What a call gave: rows, or an error.
pub struct Answer {
    pub rows: Result<Vec<String>, String>,
    pub sqlstate: Option<String>,
    /// Whatever of it reached the client: rows, error with all its parts, notices.
    pub heard: String,
}

impl Answer {
    /// What must not have been heard.
    pub fn told(&self, case: &Case, visitor: &str) -> Vec<String> {
        let mut told = Vec::new();
        let is_entitled = case.entitled.iter().any(|role| role == visitor);
        for secret in case.leaks.iter().map(String::as_str).chain([SECRET]).filter(|_| !is_entitled) {
            if self.heard.contains(secret) {
                told.push(format!("told {secret}: {}", around(&self.heard, secret)));
            }
        }
        if self.heard.contains(EVIL) {
            told.push(format!("ran a stranger's function: {}", around(&self.heard, EVIL)));
        }
        told
    }
}

fn around(text: &str, what: &str) -> String {
    let at = text.find(what).unwrap_or_default();
    let from: String = text[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
    from + &text[at..].chars().take(80).collect::<String>()
}

/// All that an error or a notice says.
fn all_parts(said: &DbError) -> String {
    let code = said.code().code();
    let rest =
        [said.detail(), said.hint(), said.where_(), said.schema(), said.table(), said.column(), said.constraint()];
    let position = said.position().map(|position| format!("{position:?}"));
    let rest: Vec<&str> = rest.into_iter().flatten().chain(position.as_deref()).collect();
    format!("{code} {}\n{}\n", said.message(), rest.join("\n"))
}

/// What a session is: none of it may be changed by a call.
const SESSION: &str = "
    select current_user || ' ' || session_user || ' in ' || current_database(),
           (select string_agg(name || '=' || coalesce(setting, ''), E'\\n' order by name) from pg_catalog.pg_settings),
           'evil.flag ' || coalesce(current_setting('evil.flag', true), ''),
           'temporary ' || (select count(*) from pg_catalog.pg_class
                             where relnamespace = pg_my_temp_schema() and pg_my_temp_schema() <> 0),
           'listening ' || (select count(*) from pg_listening_channels()),
           'prepared ' || (select coalesce(string_agg(name, ' ' order by name), '')
                             from pg_catalog.pg_prepared_statements),
           'cursors ' || (select count(*) from pg_catalog.pg_cursors where not statement like '%the session%'),
           'advisory locks ' || (select count(*) from pg_catalog.pg_locks
                                  where pid = pg_backend_pid() and locktype = 'advisory'),
           'connections ' || coalesce(public.dblink_get_connections()::text, '') ||
               (select count(*) from public.postgres_fdw_get_connections()),
           'hypothetical ' || (select count(*) from public.hypopg()) || ' weak ' || public.isn_weak()
    /* the session */";

/// What a transaction holds, apart from what this look itself takes.
pub const HELD: &str = "
    select 'transaction id ' || id from pg_current_xact_id_if_assigned() id where id is not null
    union all
    select 'left the lock ' || l.mode || ' on ' || l.relation::regclass
      from pg_locks l join pg_class c on c.oid = l.relation
     where l.pid = pg_backend_pid()
       and (l.mode <> 'AccessShareLock'
            or c.relnamespace::regnamespace::text in ('shop', 'mallory', 'vault'))";

pub struct Visitor<'a> {
    stage: &'a Stage,
    pub name: &'static str,
    pub client: Client,
    notices: Arc<Mutex<String>>,
    /// The session as it is when nothing has happened to it.
    pub session: Vec<String>,
}

impl<'a> Visitor<'a> {
    pub fn new(stage: &'a Stage, name: &'static str) -> Visitor<'a> {
        let notices = Arc::new(Mutex::new(String::new()));
        let client = client(stage, name, &notices);
        let mut visitor = Visitor { stage, name, client, notices, session: Vec::new() };
        visitor.arrive();
        visitor
    }

    /// A new session, in which nothing has happened.
    pub fn arrive(&mut self) {
        self.client = client(self.stage, self.name, &self.notices);
        // Libraries bring settings with them, and the first temporary table a schema.
        for touch in [
            "select public.show_limit(), public.isn_weak()",
            "select '[1]'::public.vector",
            "do $$begin end$$",
            "create temp table first (); drop table first",
        ] {
            self.does(Some(touch));
        }
        for door in [Door::RunSql, Door::Explain] {
            let answer = self.call(door, "select 1");
            assert!(answer.rows.is_ok(), "{} at {door:?}: {}", self.name, answer.heard);
        }
        self.session = self.look().expect("a new session can be looked at");
        self.notices.lock().expect("notices").clear();
    }

    /// Brings a text to a door.
    pub fn call(&mut self, door: Door, sql: &str) -> Answer {
        self.answer(door.call(), &[&sql])
    }

    /// Runs a query of the suite's own that gives one text a row.
    pub fn hears(&mut self, query: &str) -> Answer {
        self.answer(query, &[])
    }

    fn answer(&mut self, query: &str, arguments: &[&(dyn ToSql + Sync)]) -> Answer {
        self.notices.lock().expect("notices").clear();
        let outcome = self.client.query(query, arguments);
        let mut heard = std::mem::take(&mut *self.notices.lock().expect("notices"));
        let mut sqlstate = None;
        let rows = match outcome {
            Ok(rows) => {
                let rows: Vec<String> =
                    rows.iter().map(|row| row.get::<_, Option<String>>(0).unwrap_or_default()).collect();
                heard.extend(rows.iter().map(|row| format!("{row}\n")));
                Ok(rows)
            }
            Err(error) => {
                let said = error.as_db_error().map_or_else(|| error.to_string(), all_parts);
                sqlstate = error.as_db_error().map(|said| said.code().code().to_owned());
                heard.push_str(&said);
                Err(said)
            }
        };
        Answer { rows, sqlstate, heard }
    }

    /// What the caller's transaction holds after a call that gave rows: no transaction id, no lock on what was read.
    pub fn left_in_transaction(&mut self, door: Door, sql: &str) -> Vec<String> {
        self.client.run("begin");
        let answer = self.call(door, sql);
        let left = if answer.rows.is_ok() { self.client.values::<String>(HELD) } else { Vec::new() };
        self.client.run("rollback");
        left
    }

    /// The session as it is now. An error in an aborted transaction.
    pub fn look(&mut self) -> Result<Vec<String>, postgres::Error> {
        let messages = self.client.simple_query(SESSION)?;
        Ok(messages
            .iter()
            .filter_map(|message| match message {
                postgres::SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            })
            .flat_map(|row| (0..row.len()).flat_map(|n| row.get(n).unwrap_or_default().lines().map(str::to_owned)))
            .collect())
    }

    /// What the session's own part of a case says; false if this server cannot do it.
    pub fn does(&mut self, sql: Option<&str>) -> bool {
        sql.is_none_or(|sql| self.client.simple_query(sql).is_ok())
    }
}

fn client(stage: &Stage, name: &str, notices: &Arc<Mutex<String>>) -> Client {
    let notices = Arc::clone(notices);
    let mut config = stage.server.config(DATABASE, name);
    config.notice_callback(move |said| notices.lock().expect("notices").push_str(&all_parts(&said)));
    config.connect(NoTls).unwrap_or_else(|e| panic!("{name}: {e}\n{}", stage.server.log()))
}

/// The lines that are in one list only.
pub fn differences(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("was {line}"));
    let come = after.iter().filter(|line| !before.contains(line)).map(|line| format!("is {line}"));
    gone.chain(come).collect()
}
