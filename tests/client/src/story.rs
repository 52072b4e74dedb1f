//! Short words for what every test does.

use postgres::error::DbError;
use postgres::types::FromSqlOwned;
use postgres::Client;
use std::time::{Duration, Instant};

/// A bound against hanging, not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `look` gives something.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// An error as a person sees it.
#[derive(Debug)]
pub struct Refusal {
    pub sqlstate: String,
    pub message: String,
    pub detail: String,
    pub hint: String,
}

impl Refusal {
    pub fn from(error: &postgres::Error) -> Refusal {
        let said: &DbError = error.as_db_error().unwrap_or_else(|| panic!("no error of the server: {error:?}"));
        let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
        Refusal {
            sqlstate: said.code().code().into(),
            message: said.message().into(),
            detail: text(said.detail()),
            hint: text(said.hint()),
        }
    }

    /// Fails unless the SQLSTATE is this one.
    pub fn is(self, sqlstate: &str) -> Refusal {
        assert_eq!(self.sqlstate, sqlstate, "{self:?}");
        self
    }

    /// Fails unless message, detail or hint has this in it.
    pub fn says(self, part: &str) -> Refusal {
        let said = [&self.message, &self.detail, &self.hint].iter().any(|text| text.contains(part));
        assert!(said, "nobody says {part:?}: {self:?}");
        self
    }
}

/// What `copilot.verify_audit()` found.
#[derive(Debug)]
pub struct Verdict {
    pub holds: bool,
    pub verdict: String,
    pub rows: i64,
    pub texts: i64,
    pub texts_gone: i64,
    pub first_bad_row: Option<i64>,
    pub reason: Option<String>,
    pub anchored_to: Option<i64>,
    pub head: Option<String>,
}

impl Verdict {
    /// Fails unless the chain is broken from this row on and the reason has this in it.
    #[track_caller]
    pub fn breaks_at(&self, row: impl Into<Option<i64>>, reason: &str) {
        assert_eq!((self.holds, self.verdict.as_str(), self.first_bad_row), (false, "broken", row.into()), "{self:?}");
        assert!(self.reason.as_ref().is_some_and(|said| said.contains(reason)), "nobody says {reason:?}: {self:?}");
    }
}

pub trait Story {
    /// Runs statements.
    fn run(&mut self, sql: &str);
    /// The one value of the one row.
    fn value<T: FromSqlOwned>(&mut self, sql: &str) -> T;
    /// The first column of all rows.
    fn values<T: FromSqlOwned>(&mut self, sql: &str) -> Vec<T>;
    /// The error that the statement ends with.
    fn refused(&mut self, sql: &str) -> Refusal;
    fn ask(&mut self, question: &str) -> String;
    fn verdict(&mut self) -> Verdict;
    /// The same, also against an anchor kept elsewhere.
    fn verdict_against(&mut self, anchor: Option<&str>) -> Verdict;
    fn pid(&mut self) -> i32;
}

impl Story for Client {
    fn run(&mut self, sql: &str) {
        self.batch_execute(sql).unwrap_or_else(|e| panic!("{sql}: {:?}", e.as_db_error()));
    }

    fn value<T: FromSqlOwned>(&mut self, sql: &str) -> T {
        self.query_one(sql, &[]).unwrap_or_else(|e| panic!("{sql}: {e:?}")).get(0)
    }

    fn values<T: FromSqlOwned>(&mut self, sql: &str) -> Vec<T> {
        self.query(sql, &[]).unwrap_or_else(|e| panic!("{sql}: {e:?}")).iter().map(|row| row.get(0)).collect()
    }

    fn refused(&mut self, sql: &str) -> Refusal {
        let error = self.batch_execute(sql).expect_err(sql);
        Refusal::from(&error)
    }

    fn ask(&mut self, question: &str) -> String {
        let row = self.query_one("select copilot.ask($1)", &[&question]);
        row.unwrap_or_else(|e| panic!("ask({question:?}): {e:?}")).get(0)
    }

    fn verdict(&mut self) -> Verdict {
        self.verdict_against(None)
    }

    fn verdict_against(&mut self, anchor: Option<&str>) -> Verdict {
        let sql = "select holds, verdict, rows, texts, texts_gone, first_bad_row, reason, anchored_to, head
                   from copilot.verify_audit($1)";
        let row = self.query_one(sql, &[&anchor]).unwrap_or_else(|e| panic!("verify_audit: {e:?}"));
        Verdict {
            holds: row.get(0),
            verdict: row.get(1),
            rows: row.get(2),
            texts: row.get(3),
            texts_gone: row.get(4),
            first_bad_row: row.get(5),
            reason: row.get(6),
            anchored_to: row.get(7),
            head: row.get(8),
        }
    }

    fn pid(&mut self) -> i32 {
        self.value("select pg_backend_pid()")
    }
}
