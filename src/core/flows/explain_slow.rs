//! Which statements cost most, and what their counters alone prove about each.

use super::explain::{in_words, plan_of};
use crate::diagnoses::{self, Seen};
use crate::evidence::facts::Facts;
use crate::evidence::statements::{self, measured, Statement};
use crate::evidence::{Evidence, Family, Reason, Unread};
use crate::fault::{Fault, Kind};
use crate::plan::Node;
use crate::sentence::Dossier;
use crate::value::Value;
use crate::verify::{drop_unheld, Vocabulary};
use crate::world::{Micros, World};
use serde::Serialize;

/// The most statements one call explains.
pub const MOST: i32 = 100;

/// The statements that took most time, and what the list leaves out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slow {
    pub database_name: String,
    /// Since when the counters run; none when the server does not say.
    pub counted_since: Option<Micros>,
    pub window_seconds: Option<f64>,
    /// Time of all top-level statements of this database.
    pub database_total_ms: f64,
    /// How many statements there are counters for in this database.
    pub statements: i64,
    /// How many of these the caller may not see the text of.
    pub hidden: i64,
    /// Entries thrown out for lack of room, on the whole server.
    pub evictions: i64,
    /// Share of `database_total_ms` that the rows cover.
    pub covered_percent: f64,
    /// Share of the time of the rows that is of statements with a plan.
    pub planned_percent: f64,
    pub rows: Vec<Row>,
    /// What could not be seen, and what opens it.
    pub could_not: Vec<Unread>,
    /// The families that were read, with their rows, for the audit.
    #[serde(skip)]
    pub read: Vec<(Family, usize)>,
}

impl Slow {
    /// All evidence of all rows.
    pub fn evidence(&self) -> Vec<Evidence> {
        self.rows.iter().flat_map(|row| row.evidence.iter().cloned()).collect()
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub rank: i32,
    pub queryid: Option<String>,
    pub role_name: String,
    /// The text on one line, constants as `$1`.
    pub query: String,
    pub calls: i64,
    pub total_ms: f64,
    pub mean_ms: f64,
    pub share_percent: f64,
    pub rows_per_call: f64,
    pub blocks_hit: i64,
    pub blocks_read: i64,
    /// Of the blocks touched; none when none were.
    pub hit_percent: Option<f64>,
    pub temp_blocks: i64,
    /// The name of the diagnosis, or `nothing_stands_out`.
    pub diagnosis: &'static str,
    /// One plain sentence that the counters prove.
    pub finding: String,
    pub next_step: &'static str,
    /// Further diagnoses that hold, by name.
    pub also: Vec<&'static str>,
    /// The plan in one plain sentence, or why there is none.
    pub plan: String,
    pub plan_tree: Option<Node>,
    pub evidence: Vec<Evidence>,
}

/// The `top` statements of this database by total time.
pub fn explain_slow(world: &mut impl World, top: Option<i32>) -> Result<Slow, Fault> {
    let top = checked(top)?;
    let facts = Facts::load(world, &[Family::Statements]);
    let all = facts.statements().map_err(unreadable)?;
    let Some(first) = all.first() else { return Err(nothing_collected()) };
    let names = statements::names(all);
    let mut rows: Vec<Row> =
        (1..).zip(all.iter().zip(&names)).take(top).map(|(rank, (s, n))| row(rank, s, n)).collect();
    for ((row, statement), name) in rows.iter_mut().zip(all).zip(&names) {
        plan(world, statement, name, row);
    }
    let covered: f64 = all.iter().take(top).filter(|s| s.is_toplevel).map(Statement::share_percent).sum();
    Ok(Slow {
        database_name: first.database_name.clone(),
        counted_since: first.counted_since,
        window_seconds: first.window_seconds(),
        database_total_ms: first.database_total_ms,
        statements: first.database_statements,
        hidden: first.database_hidden,
        evictions: first.evictions,
        covered_percent: covered.min(100.0),
        planned_percent: planned_percent(&rows),
        rows,
        could_not: hidden(first, facts.server().ok().map(|s| s.role_name.as_str())).into_iter().collect(),
        read: facts.read().iter().map(|r| (r.family, r.rows)).collect(),
    })
}

fn checked(top: Option<i32>) -> Result<usize, Fault> {
    let top = top.ok_or_else(|| Fault::null_argument("top", "SELECT * FROM copilot.explain_slow(5);"))?;
    usize::try_from(top).ok().filter(|_| (1..=MOST).contains(&top)).ok_or_else(|| {
        Fault::new(Kind::InvalidArgument, format!("argument \"top\" is {top}, it must be between 1 and {MOST}"))
            .hint("SELECT * FROM copilot.explain_slow(5);")
    })
}

/// The lines that switch pg_stat_statements on.
const SWITCH_ON: &str = "add it to the libraries of postgresql.conf, for instance\n\
    shared_preload_libraries = 'copilot_ext, pg_stat_statements'\n\
    restart the server, and in this database run\n\
    CREATE EXTENSION pg_stat_statements;";

/// Why the statements could not be read, as an error with what to type.
pub fn unreadable(unread: Unread) -> Fault {
    let (kind, message) = match unread.reason {
        Reason::Privilege => (Kind::MissingPrivilege, "may not read pg_stat_statements"),
        Reason::Extension => (Kind::MissingExtension, "pg_stat_statements is not available in this database"),
        Reason::Version => (Kind::MissingExtension, "this version of pg_stat_statements cannot be read"),
        _ => (Kind::NothingCollected, "pg_stat_statements could not be read"),
    };
    let hint = match (unread.reason, unread.opens_with) {
        (Reason::Extension, _) => Some(SWITCH_ON.to_owned()),
        (Reason::Version, None) => Some("ALTER EXTENSION pg_stat_statements UPDATE;".to_owned()),
        (_, opens_with) => opens_with,
    };
    Fault { hint, ..Fault::new(kind, message).detail(unread.detail) }
}

fn nothing_collected() -> Fault {
    Fault::new(Kind::NothingCollected, "pg_stat_statements has counted no statement of this database yet")
        .detail("Its counters are empty: nothing ran here since they were reset, or pg_stat_statements.track is none.")
        .hint("let the application run for a while and ask again; SHOW pg_stat_statements.track; must not say none")
}

/// "Could not look" for the texts of others.
pub fn hidden(first: &Statement, role: Option<&str>) -> Option<Unread> {
    if first.database_hidden == 0 {
        return None;
    }
    let detail = format!(
        "the texts of {} of {} statements belong to other roles and are hidden",
        first.database_hidden, first.database_statements
    );
    let role = role.map_or_else(|| "CURRENT_USER".to_owned(), crate::ident::quote_ident);
    Some(Unread::privilege(detail, format!("GRANT pg_read_all_stats TO {role}")))
}

fn row(rank: i32, s: &Statement, name: &str) -> Row {
    let proven = diagnoses::all(s, &Seen { name });
    let held = proven.iter().find_map(|(diagnosis, said)| {
        let (held, _) = drop_unheld(said, &Vocabulary::own());
        Some((*diagnosis, held.sentences.first()?.text.clone(), held.evidence))
    });
    let (diagnosis, finding, next_step, evidence) = match held {
        Some((d, text, evidence)) => (d.name, text, d.next_step, evidence),
        None => ("nothing_stands_out", diagnoses::NOTHING.to_owned(), diagnoses::NOTHING_NEXT, examined(s, name)),
    };
    Row {
        rank,
        queryid: s.queryid.clone(),
        role_name: s.role_name.clone(),
        query: s.query.as_deref().map_or_else(|| "(hidden: another role's statement)".to_owned(), one_line),
        calls: s.calls,
        total_ms: s.total_ms,
        mean_ms: s.mean_ms,
        share_percent: s.share_percent(),
        rows_per_call: s.per_call(s.rows),
        blocks_hit: s.blocks_hit,
        blocks_read: s.blocks_read,
        hit_percent: s.hit_percent(),
        temp_blocks: s.temp_blocks_written,
        diagnosis,
        finding,
        next_step,
        also: proven.iter().map(|(d, _)| d.name).filter(|n| *n != diagnosis).collect(),
        plan: String::new(),
        plan_tree: None,
        evidence,
    }
}

/// Adds the plan of a row's statement, or why it has none.
fn plan(world: &mut impl World, statement: &Statement, name: &str, row: &mut Row) {
    match plan_of(world, statement) {
        Ok(plan) => {
            let held = in_words(&plan, name);
            row.plan = held.sentences.first().map_or_else(String::new, |s| s.text.clone());
            row.evidence.extend(held.evidence);
            row.plan_tree = Some(plan.root);
        }
        Err(unread) => row.plan = format!("no plan ({}): {}", unread.reason.word(), unread.detail),
    }
}

fn planned_percent(rows: &[Row]) -> f64 {
    let time = |with_plan: bool| -> f64 {
        rows.iter().filter(|r| !with_plan || r.plan_tree.is_some()).map(|r| r.total_ms).sum()
    };
    match time(false) {
        all if all > 0.0 => 100.0 * time(true) / all,
        _ => 0.0,
    }
}

/// What was looked at when nothing stands out.
fn examined(s: &Statement, name: &str) -> Vec<Evidence> {
    let mut dossier = Dossier::default();
    for (measure, value) in [
        ("calls", Value::Count(s.calls)),
        ("mean_ms", Value::Milliseconds(s.mean_ms)),
        ("rows_per_call", Value::Number(s.per_call(s.rows))),
        ("blocks_read", Value::Count(s.blocks_read)),
        ("temp_blocks_written", Value::Count(s.temp_blocks_written)),
    ] {
        dossier.cite(&measured(name, measure, value));
    }
    dossier.evidence
}

/// The text with its white space squeezed, so that it reads on one line.
fn one_line(query: &str) -> String {
    query.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::FakeWorld;

    const BUSY: &str = include_str!("../../../tests/fixtures/15/statements_busy/statements.json");
    const HIDDEN: &str = include_str!("../../../tests/fixtures/15/statements_hidden/statements.json");

    fn asked(fixture: &str, top: i32) -> Result<Slow, Fault> {
        explain_slow(&mut FakeWorld::new().with_text(Family::Statements, fixture), Some(top))
    }

    fn diagnosis_of<'a>(slow: &'a Slow, query: &str) -> &'a Row {
        slow.rows.iter().find(|r| r.query.starts_with(query)).unwrap()
    }

    #[test]
    fn a_recorded_workload_is_explained() {
        let slow = asked(BUSY, 20).unwrap();
        for (query, diagnosis) in [
            ("select pg_sleep", "now_quick_now_slow"),
            ("select count(*) from (select * from orders order by", "spills_to_disk"),
            ("select id from orders where customer_id", "reads_from_disk"),
            ("select id, total from orders", "reads_from_disk"),
            ("select total from orders where id", "one_row_at_a_time"),
            ("update orders", "writes_much_wal"),
        ] {
            assert_eq!(diagnosis_of(&slow, query).diagnosis, diagnosis, "{query}");
        }
        assert!(diagnosis_of(&slow, "select id, total").also.contains(&"many_rows_per_call"));
        assert!(slow.rows.iter().all(|r| !r.evidence.is_empty() && !r.finding.is_empty()));
        assert!(slow.covered_percent > 99.0 && slow.could_not.is_empty());
    }

    #[test]
    fn top_limits_the_rows_and_the_cover() {
        let slow = asked(BUSY, 1).unwrap();
        assert_eq!(slow.rows.len(), 1);
        assert!((slow.covered_percent - slow.rows[0].share_percent).abs() < 1e-9);
    }

    #[test]
    fn hidden_texts_are_said_with_their_grant() {
        let slow = asked(HIDDEN, 5).unwrap();
        assert_eq!(slow.could_not[0].opens_with.as_deref(), Some("GRANT pg_read_all_stats TO dba"));
        assert!(slow.rows[0].query.starts_with("(hidden"));
    }

    #[test]
    fn each_refusal_says_what_to_type() {
        let fault = |world: &mut FakeWorld, top| explain_slow(world, top).unwrap_err();
        let null = fault(&mut FakeWorld::new(), None);
        let zero = fault(&mut FakeWorld::new(), Some(0));
        let many = fault(&mut FakeWorld::new(), Some(101));
        let empty = fault(&mut FakeWorld::new(), Some(5));
        let missing = fault(
            &mut FakeWorld::new().refusing(
                Family::Statements,
                "42P01",
                "relation \"pg_stat_statements\" does not exist",
            ),
            Some(5),
        );
        assert_eq!(null.kind, Kind::NullArgument);
        assert_eq!((zero.kind, many.kind), (Kind::InvalidArgument, Kind::InvalidArgument));
        assert_eq!(empty.kind, Kind::NothingCollected);
        assert_eq!(missing.kind, Kind::MissingExtension);
        let hint = missing.hint.clone().unwrap();
        assert!(hint.contains("shared_preload_libraries = ") && hint.contains("CREATE EXTENSION pg_stat_statements;"));
        assert!([null, zero, many, empty, missing].iter().all(|f| f.hint.is_some()));
    }
}
