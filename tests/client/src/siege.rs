//! A server that is hit again and again while people ask it: what was answered must be in the audit afterwards.
//!
//! What kill -9 shows is that nothing is acknowledged before it is in the hands of the operating system, and that
//! recovery, chain and anchors agree. Nobody pulls the plug of the machine: what an unsynced disk forgets is not tested.

use crate::database::{signal, Database};
use crate::server::Server;
use crate::story::{eventually, Story};
use postgres::error::SqlState;
use postgres::{Client, NoTls};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

const DATABASE: &str = "siege";
const CALLERS: usize = 4;

#[derive(Clone, Copy, Debug)]
pub enum Blow {
    /// kill -9 of the postmaster: every process ends, and the server has to be started again.
    Postmaster,
    /// kill -9 of the audit writer: every session ends, and the server recovers by itself.
    Writer,
    /// kill -9 of a session that asks: likewise.
    Caller,
    /// `pg_ctl stop --mode=immediate`.
    Immediate,
}

pub struct Siege {
    pub server: Server,
    rounds: usize,
    answered: BTreeSet<String>,
}

/// What is left after all rounds.
#[derive(Debug)]
pub struct Figures {
    pub rounds: usize,
    /// Calls whose answer reached the caller.
    pub answered: usize,
    /// Of these, calls without a row, or whose row does not say `ok`.
    pub lost: usize,
    /// Rows of calls whose answer did not reach the caller.
    pub unanswered: usize,
    pub holds: bool,
}

impl Siege {
    pub fn begin(settings: &[(&str, &str)]) -> Siege {
        let server = Server::own(&[&[("fsync", "on")], settings].concat());
        server.database(DATABASE);
        Siege { server, rounds: 0, answered: BTreeSet::new() }
    }

    fn database(&self) -> Database<'_> {
        Database::new(&self.server, DATABASE)
    }

    /// Callers ask until the blow falls; then every answer they got must have its row, and the chain must hold.
    pub fn round(&mut self, blow: Blow) {
        self.rounds += 1;
        let round = self.rounds;
        let (over, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
        let answered: Vec<String> = std::thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|caller| {
                    let (database, over, answers) = (self.database(), &over, &answers);
                    scope.spawn(move || asked(database, &format!("round {round} caller {caller}"), over, answers))
                })
                .collect();
            eventually("everybody asks", || (answers.load(Ordering::Relaxed) > 2 * CALLERS).then_some(()));
            // Not always in the same moment of a call.
            std::thread::sleep(Duration::from_millis(7 * (round as u64 % 10)));
            self.strike(blow);
            over.store(true, Ordering::Relaxed);
            callers.into_iter().flat_map(|caller| caller.join().expect("a caller's thread")).collect()
        });
        self.there_again(blow);
        let there: BTreeSet<String> = self
            .database()
            .superuser()
            .values(&format!(
                "select body from copilot_audit.text where name = 'question' and body like 'round {round} %'"
            ))
            .into_iter()
            .collect();
        let lost: Vec<_> = answered.iter().filter(|question| !there.contains(*question)).collect();
        assert!(lost.is_empty(), "round {round}, {blow:?}: answered and not in the audit: {lost:?}");
        self.database().chain_holds();
        self.answered.extend(answered);
    }

    fn strike(&self, blow: Blow) {
        match blow {
            Blow::Postmaster => self.server.kill_postmaster(),
            Blow::Immediate => self.server.stop_immediately(),
            Blow::Writer => signal("KILL", eventually("the writer is up", || self.database().writer())),
            Blow::Caller => {
                let sql =
                    "select pid from pg_stat_activity where query like '%copilot.ask%' and pid <> pg_backend_pid()";
                let mut client = self.server.client("postgres", "postgres");
                let pids =
                    eventually("somebody asks", || Some(client.values::<i32>(sql)).filter(|pids| !pids.is_empty()));
                signal("KILL", pids[0]);
            }
        }
    }

    fn there_again(&self, blow: Blow) {
        match blow {
            Blow::Postmaster | Blow::Immediate => self.server.start(),
            Blow::Writer | Blow::Caller => {
                eventually("the server has recovered", || {
                    self.server.config("postgres", "postgres").connect(NoTls).ok()
                });
            }
        }
    }

    pub fn end(self) -> Figures {
        let database = self.database();
        // Calls that the blows have ended are closed as lost by the next writer.
        database.superuser().ask("the last question");
        eventually("nothing is left open", || {
            let open: i64 = database.superuser().value("select count(*) from copilot_audit.open_call");
            (open <= 1).then_some(())
        });
        let rows = database.audit();
        let closed: BTreeSet<&str> =
            rows.iter().filter(|row| row.outcome == "ok").filter_map(|row| row.question.as_deref()).collect();
        let asked = rows.iter().filter(|row| row.question.as_deref().is_some_and(|q| q.starts_with("round "))).count();
        Figures {
            rounds: self.rounds,
            answered: self.answered.len(),
            lost: self.answered.iter().filter(|question| !closed.contains(question.as_str())).count(),
            unanswered: asked - self.answered.len(),
            holds: database.superuser().verdict().holds,
        }
    }
}

/// Asks until the session ends: the questions that were answered.
fn asked(database: Database, name: &str, over: &AtomicBool, answers: &AtomicUsize) -> Vec<String> {
    let mut answered = Vec::new();
    let connected = database.server.config(&database.name, "postgres").connect(NoTls);
    let Ok(mut client) = connected else { return answered };
    while !over.load(Ordering::Relaxed) {
        let question = format!("{name} question {}", answered.len());
        match ask(&mut client, &question) {
            Ok(()) => {
                answered.push(question);
                answers.fetch_add(1, Ordering::Relaxed);
            }
            Err(e) => {
                let code = e.code();
                let ended = client.is_closed()
                    || code.is_none()
                    || [Some(&SqlState::CRASH_SHUTDOWN), Some(&SqlState::ADMIN_SHUTDOWN)].contains(&code);
                assert!(ended, "{question}: {e:?}");
                return answered;
            }
        }
    }
    answered
}

fn ask(client: &mut Client, question: &str) -> Result<(), postgres::Error> {
    client.query_one("select copilot.ask($1)", &[&question]).map(|_| ())
}
