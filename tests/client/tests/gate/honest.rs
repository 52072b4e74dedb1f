//! Honest queries are let through, and give what the same role gets from a session of its own.

use copilot_client_tests::Story;
use postgres::{Client, SimpleQueryMessage, SimpleQueryRow};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Instant;

use crate::case::{folder, Case};
use crate::fingerprint::{changes, Observer};
use crate::stage::{Stage, VISITORS};
use crate::visitor::{differences, Door, Visitor, HELD};

/// What a plain session of the visitor gets. A superuser's queries run with the rights of copilot_gate.
struct Plain {
    client: Client,
}

/// One row, as jsonb in text and as the texts psql would show.
struct Expected {
    json: Option<Value>,
    texts: Vec<(String, Option<String>)>,
}

impl Plain {
    fn new(stage: &Stage, name: &str) -> Plain {
        let mut client = stage.database().connect_as(name);
        if name == "postgres" {
            client.run("set role copilot_gate");
        }
        Plain { client }
    }

    fn rows(&mut self, sql: &str) -> Result<Vec<SimpleQueryRow>, postgres::Error> {
        let messages = self.client.simple_query(sql)?;
        Ok(messages
            .into_iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(row),
                _ => None,
            })
            .collect())
    }

    fn answer(&mut self, case: &Case) -> Vec<Expected> {
        let texts = self.rows(&case.sql).unwrap_or_else(|e| panic!("{} in a plain session: {e:?}", case.name));
        let statement = case.sql.trim_end().trim_end_matches(';');
        // SHOW and EXPLAIN cannot stand in FROM.
        let json = self.rows(&format!("select to_jsonb(the_row) from (\n{statement}\n) the_row"));
        let json: Option<Vec<Value>> =
            json.ok().map(|rows| rows.iter().map(|row| parsed(row.get(0).unwrap_or("null"))).collect());
        let named = |row: &SimpleQueryRow| {
            let names = row.columns().iter().map(|column| column.name().to_owned());
            names.zip((0..row.len()).map(|n| row.get(n).map(str::to_owned))).collect()
        };
        let row_json = |n: usize| json.as_ref().and_then(|json| json.get(n).cloned());
        texts.iter().enumerate().map(|(n, row)| Expected { json: row_json(n), texts: named(row) }).collect()
    }
}

/// A number that is too large for serde_json stays the text it is.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.into()))
}

/// The same value: as jsonb, or as the text psql shows. Dates may have a T or a space in the middle.
fn is_same(got: &Value, json: Option<&Value>, text: Option<&str>) -> bool {
    let plain = |text: &str| text.replace('T', " ");
    match (got, text) {
        _ if json == Some(got) => true,
        (Value::Null, text) => text.is_none(),
        (Value::Bool(got), Some(text)) => text == if *got { "t" } else { "f" },
        (Value::Number(got), Some(text)) => number(&got.to_string()) == number(text),
        (Value::String(got), Some(text)) => got == text || plain(got) == plain(text),
        (Value::Array(_) | Value::Object(_), Some(text)) => {
            serde_json::from_str::<Value>(text).ok().as_ref() == Some(got)
        }
        (_, None) => false,
    }
}

/// Digits without what makes two writings of one number differ.
fn number(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(value) if text.len() < 16 => value.to_string(),
        _ if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').into(),
        _ => text.into(),
    }
}

fn row_differs(got: &Value, expected: &Expected) -> Option<String> {
    if expected.json.as_ref() == Some(got) {
        return None;
    }
    let Value::Object(got) = got else { return Some(format!("a row is {got}")) };
    let names: BTreeSet<&str> = expected.texts.iter().map(|(name, _)| name.as_str()).collect();
    if got.keys().map(String::as_str).collect::<BTreeSet<_>>() != names {
        return Some(format!("columns {:?}, expected {names:?}", got.keys().collect::<Vec<_>>()));
    }
    expected.texts.iter().find_map(|(name, text)| {
        let json = expected.json.as_ref().and_then(|json| json.get(name));
        let value = got.get(name).unwrap_or(&Value::Null);
        (!is_same(value, json, text.as_deref())).then(|| format!("{name} is {value}, expected {json:?} or {text:?}"))
    })
}

/// What is wrong with the rows the gate gave.
fn differs(case: &Case, got: &[Value], expected: &[Expected]) -> Option<String> {
    if case.is_volatile {
        let keys = |row: &Value| row.as_object().map_or(0, serde_json::Map::len);
        let wanted = expected.first().map(|row| row.texts.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len());
        // Of two columns with one name, jsonb may keep one or name the second.
        return got
            .first()
            .zip(wanted)
            .filter(|(row, wanted)| keys(row) < *wanted)
            .map(|(row, _)| format!("a row is {row}"));
    }
    if got.len() != expected.len() {
        return Some(format!("{} rows, expected {}", got.len(), expected.len()));
    }
    if !case.is_unordered {
        return got.iter().zip(expected).find_map(|(got, expected)| row_differs(got, expected));
    }
    let missing = expected.iter().find(|row| !got.iter().any(|got| row_differs(got, row).is_none()));
    missing.map(|row| format!("no row is {:?}", row.texts))
}

/// Each visitor has a server of their own.
fn honest_queries_give_what_a_plain_session_gives(name: &'static str) {
    let stage = Stage::new(&[]);
    let mut observer = Observer::new(&stage);
    let cases = folder("honest");
    let (mut wrong, mut refused) = (Vec::new(), 0);
    let began = Instant::now();
    let mut visitor = Visitor::new(&stage, name);
    let mut plain = Plain::new(&stage, name);
    let before = observer.look();
    for case in &cases {
        let answer = visitor.call(Door::RunSql, &case.sql);
        let says = match &answer.rows {
            Err(error) => {
                refused += 1;
                Some(format!("refused: {}", error.trim_end()))
            }
            Ok(rows) => {
                let got: Vec<Value> = rows.iter().map(|row| parsed(row)).collect();
                differs(case, &got, &plain.answer(case))
            }
        };
        let left = visitor.left_in_transaction(Door::RunSql, &case.sql);
        wrong.extend(says.into_iter().chain(left).map(|what| format!("{} as {name}: {what}", case.name)));
    }
    let left = differences(&visitor.session.clone(), &visitor.look().expect("the session"));
    wrong.extend(left.into_iter().chain(changes(&before, &observer.look())).map(|what| format!("as {name}: {what}")));
    wrong.extend(observer.evil_in_log());
    let differing = wrong.len() - refused;
    let seconds = began.elapsed().as_secs();
    println!("{} honest queries as {name} in {seconds} s: {refused} refused, {differing} differing", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn honest_queries_of_an_ordinary_role_give_what_a_plain_session_gives() {
    honest_queries_give_what_a_plain_session_gives(VISITORS[0]);
}

#[test]
fn honest_queries_of_a_monitor_give_what_a_plain_session_gives() {
    honest_queries_give_what_a_plain_session_gives(VISITORS[1]);
}

#[test]
fn honest_queries_of_a_superuser_give_what_a_plain_session_gives() {
    honest_queries_give_what_a_plain_session_gives(VISITORS[2]);
}

#[test]
fn sequences_are_read_without_the_lock_that_the_server_takes() {
    let stage = Stage::new(&[]);
    let sql = "select last_value from pg_sequences where sequencename = 'orders_id_seq'";
    let mut plain = stage.database().connect_as("gate_ann");
    plain.run("begin");
    let last: i64 = plain.value(sql);
    let held = "left the lock RowExclusiveLock on shop.orders_id_seq".to_owned();
    assert!(plain.values::<String>(HELD).contains(&held), "a plain look keeps the sequence locked");
    plain.run("rollback");

    let mut visitor = Visitor::new(&stage, "gate_ann");
    let rows = visitor.call(Door::RunSql, sql).rows;
    assert_eq!(rows, Ok(vec![format!("{{\"last_value\": {last}}}")]));
    assert_eq!(visitor.left_in_transaction(Door::RunSql, sql), [""; 0]);
    let direct = "select pg_sequence_last_value('shop.orders_id_seq') as one, pg_sequence_last_value(null) as none";
    assert_eq!(visitor.left_in_transaction(Door::RunSql, direct), [""; 0]);
    let rows = visitor.call(Door::RunSql, direct).rows;
    assert_eq!(rows, Ok(vec![format!("{{\"one\": {last}, \"none\": null}}")]));

    // What the visitor may not use it does not see either, and what is not called yet has no value.
    let mut superuser = stage.database().superuser();
    superuser
        .run("create sequence shop.closed; create sequence shop.fresh; grant usage on sequence shop.fresh to public");
    let denied = visitor.call(Door::RunSql, "select pg_sequence_last_value('shop.closed')");
    match superuser.value::<i32>("select current_setting('server_version_num')::int / 10000") {
        15 | 16 => assert_eq!(denied.sqlstate.as_deref(), Some("42501")),
        _ => assert_eq!(denied.rows.map(|rows| rows.len()), Ok(1)),
    }
    let fresh = visitor.call(Door::RunSql, "select pg_sequence_last_value('shop.fresh') as fresh").rows;
    assert_eq!(fresh, Ok(vec!["{\"fresh\": null}".to_owned()]));
    let table = visitor.call(Door::RunSql, "select pg_sequence_last_value('shop.orders')");
    assert_eq!(table.sqlstate.as_deref(), Some("22023"));
    superuser.run("revoke execute on function pg_sequence_last_value(regclass) from public");
    assert_eq!(visitor.call(Door::RunSql, sql).sqlstate.as_deref(), Some("2F003"));
}
