//! What a superuser allows beyond the reviewed list runs, for everybody, as long as it stays what it was; and nothing
//! that was judged harmful can be allowed.

use copilot_client_tests::Story;
use postgres::Client;

use crate::stage::Stage;
use crate::visitor::{Door, Visitor};

const CALL: &str = "select mallory.doubled(21)";
const SIGNATURE: &str = "mallory.doubled(integer)";

/// Harmless, not reviewed, and mallory's.
const DOUBLED: &str = "create or replace function mallory.doubled(n int) returns int language plpgsql immutable
                       as $$begin return n * 2; end$$";

struct Scene<'a> {
    superuser: Client,
    mallory: Client,
    visitor: Visitor<'a>,
}

impl<'a> Scene<'a> {
    fn new(stage: &'a Stage) -> Scene<'a> {
        let mut mallory = stage.database().connect_as("mallory");
        mallory.run(DOUBLED);
        Scene { superuser: stage.database().superuser(), mallory, visitor: Visitor::new(stage, "gate_ann") }
    }

    fn allow(&mut self, function: &str) -> Result<String, String> {
        let sql = "select copilot.gate_allow($1::text::regprocedure, 'read by hand')";
        sqlstate(self.superuser.query_one(sql, &[&function]).map(|row| row.get(0)))
    }

    fn forbid(&mut self, signature: &str) -> Result<String, String> {
        let sql = "select copilot.gate_forbid($1, 'not needed any more')";
        sqlstate(self.superuser.query_one(sql, &[&signature]).map(|row| row.get(0)))
    }

    /// What the visitor gets by either door.
    fn outcome(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let answer = self.visitor.call(Door::RunSql, sql);
        let planned = self.visitor.call(Door::Explain, sql);
        assert_eq!(answer.sqlstate, planned.sqlstate, "{sql}: {} {}", answer.heard, planned.heard);
        answer.rows.map_err(|_| answer.sqlstate.unwrap_or_default())
    }

    fn state(&mut self) -> String {
        self.superuser.value(&format!("select state from copilot.gate_allowed where signature = '{SIGNATURE}'"))
    }
}

fn sqlstate<T>(result: Result<T, postgres::Error>) -> Result<T, String> {
    result.map_err(|error| error.code().map_or_else(|| error.to_string(), |code| code.code().to_owned()))
}

fn refused<T>() -> Result<T, String> {
    Err("2F003".into())
}

fn doubled() -> Result<Vec<String>, String> {
    Ok(vec!["{\"doubled\": 42}".to_owned()])
}

#[test]
fn an_allowed_function_runs_until_it_is_forbidden() {
    let stage = Stage::new(&[]);
    let mut scene = Scene::new(&stage);
    assert_eq!(scene.outcome(CALL), refused());
    scene.allow(SIGNATURE).expect("a superuser may");
    assert_eq!(scene.outcome(CALL), doubled());
    assert_eq!(scene.outcome("select mallory.im1(1)"), refused(), "her others are what they were");
    let listed: String = scene
        .visitor
        .client
        .value("select concat_ws(' ', signature, reason, author, state) from copilot.gate_allowed where at <= now()");
    assert_eq!(listed, format!("{SIGNATURE} read by hand postgres allowed"));

    scene.forbid(SIGNATURE).expect("a superuser may");
    assert_eq!(scene.outcome(CALL), refused());
    assert_eq!(scene.forbid(SIGNATURE), Err("P0002".into()), "it is forbidden already");
    let audited: Vec<String> = scene.superuser.values(
        "select action || ' ' || question || ' ' || outcome from copilot.audit where action ^@ 'gate_' order by id",
    );
    let forbidding = format!("gate_forbid {SIGNATURE}: not needed any more");
    assert_eq!(
        audited,
        [format!("gate_allow {SIGNATURE}: read by hand ok"), format!("{forbidding} ok"), format!("{forbidding} error")]
    );
}

#[test]
fn what_was_changed_after_it_was_allowed_is_not_allowed_any_more() {
    let stage = Stage::new(&[]);
    let mut scene = Scene::new(&stage);
    scene.superuser.run("grant mallory to mallory_two; grant create on schema mallory to mallory_two");
    let cases = [
        (
            "its text",
            "create or replace function mallory.doubled(n int) returns int language plpgsql immutable
                      as $$begin return mallory.trace('doubled'); end$$",
        ),
        (
            "its language",
            "create or replace function mallory.doubled(n int) returns int language sql immutable
                          as $$select mallory.trace('doubled')$$",
        ),
        (
            "a body of parsed SQL",
            "create or replace function mallory.doubled(n int) returns int language sql
                                  immutable begin atomic select mallory.trace('doubled'); end",
        ),
        ("its owner", "alter function mallory.doubled(int) owner to mallory_two"),
        ("its rights", "alter function mallory.doubled(int) security definer"),
        ("its settings", "alter function mallory.doubled(int) set search_path = mallory"),
        ("its volatility", "alter function mallory.doubled(int) volatile"),
        ("how it takes NULL", "alter function mallory.doubled(int) strict"),
        (
            "its result",
            "drop function mallory.doubled(int);
                        create function mallory.doubled(n int) returns bigint language plpgsql immutable
                        as $$begin return n * 2; end$$",
        ),
    ];
    for (what, change) in cases {
        scene.superuser.run(&format!("drop function mallory.doubled(int); set role mallory; {DOUBLED}; reset role"));
        scene.allow(SIGNATURE).expect("a superuser may");
        assert_eq!(scene.outcome(CALL), doubled(), "{what}");
        scene.superuser.run(change);
        assert_eq!(scene.outcome(CALL), refused(), "{what}");
        assert_eq!(scene.state(), "changed", "{what}");
    }

    scene.superuser.run("drop function mallory.doubled(int)");
    assert_eq!(scene.state(), "gone");
    // One who makes the very same again has made what was allowed.
    scene.mallory.run(DOUBLED);
    scene.allow(SIGNATURE).expect("a superuser may");
    scene.mallory.run(&format!("drop function mallory.doubled(int); {DOUBLED}"));
    assert_eq!((scene.outcome(CALL), scene.state()), (doubled(), "allowed".into()));
    scene.mallory.run("drop function mallory.doubled(int)");
    scene.forbid(SIGNATURE).expect("also when it is gone");
}

#[test]
fn what_was_judged_harmful_can_never_be_allowed() {
    let stage = Stage::new(&[]);
    let mut scene = Scene::new(&stage);
    for harmful in [
        "pg_sleep(double precision)",
        "pg_catalog.set_config(text,text,boolean)",
        "nextval(regclass)",
        "query_to_xml(text,boolean,boolean,text)",
        "public.dblink(text)",
        "public.crosstab(text)",
        "copilot.run_sql(text)",
        "copilot._at_most(anyelement,bigint)",
    ] {
        assert_eq!(scene.allow(harmful), refused(), "{harmful}");
    }
    for harmless in ["lower(text)", "pg_sequence_last_value(regclass)", "public.similarity(text,text)"] {
        assert_eq!(scene.allow(harmless), Err("22023".into()), "{harmless} may be called already");
    }
    // A row that somebody wrote by hand opens nothing either.
    scene.superuser.run(
        "insert into copilot._gate_allowed (signature, definition, reason, author)
         select 'pg_catalog.pg_sleep(double precision)', copilot._gate_definition(f), 'by hand', 'postgres'
           from unnest(array['pg_sleep(double precision)'::regprocedure]) f",
    );
    assert_eq!(scene.outcome("select pg_sleep(0)"), refused());
}

#[test]
fn only_a_superuser_allows_and_forbids() {
    let stage = Stage::new(&[]);
    let mut scene = Scene::new(&stage);
    let call = "select copilot.gate_allow('mallory.doubled(int)', 'x')";
    for door in [Door::RunSql, Door::Explain] {
        for sql in [call, "select copilot.gate_forbid('mallory.doubled(integer)', 'x')"] {
            assert_eq!(scene.visitor.call(door, sql).sqlstate.as_deref(), Some("2F003"), "not through the gate: {sql}");
        }
    }
    assert_eq!(sqlstate(scene.visitor.client.query(call, &[])).err(), Some("42501".into()));
    // Whoever was granted the function is told the same by the function itself.
    scene.superuser.run("grant execute on function copilot.gate_allow(regprocedure, text) to gate_bob");
    let mut bob = Visitor::new(&stage, "gate_bob");
    let answer = bob.hears(call);
    assert_eq!(answer.sqlstate.as_deref(), Some("42501"));
    assert!(answer.heard.contains("only a superuser decides"), "{}", answer.heard);
    assert_eq!(sqlstate(bob.client.query("select from copilot._gate_allowed", &[])).err(), Some("42501".into()));
    let none: i64 = scene.superuser.value("select count(*) from copilot.gate_allowed");
    assert_eq!(none, 0);
    // What is rolled back was not allowed.
    scene.superuser.run("begin; select copilot.gate_allow('mallory.doubled(int)', 'x'); rollback");
    assert_eq!(scene.outcome(CALL), refused());
}

#[test]
fn an_aggregate_is_allowed_with_each_of_its_parts() {
    let stage = Stage::new(&[]);
    let mut scene = Scene::new(&stage);
    let sql = "select mallory.total(a) from mallory.t";
    scene.mallory.run(
        "create function mallory.add(int, int) returns int language plpgsql immutable as $$begin return $1 + $2; end$$;
         create aggregate mallory.total(int) (sfunc = mallory.add, stype = int, initcond = '0')",
    );
    assert_eq!(scene.outcome(sql), refused());
    scene.allow("mallory.total(int)").expect("a superuser may");
    assert_eq!(scene.outcome(sql), refused(), "its step is not allowed yet");
    scene.allow("mallory.add(int,int)").expect("a superuser may");
    assert_eq!(scene.outcome(sql), Ok(vec!["{\"total\": 1830}".to_owned()]));
    scene.mallory.run(
        "create or replace function mallory.add(int, int) returns int language plpgsql immutable
         as $$begin return mallory.trace('add'); end$$",
    );
    assert_eq!(scene.outcome(sql), refused(), "its step is another one now");
    scene.allow("mallory.add(int,int)").expect("a superuser may");
    scene
        .mallory
        .run("create or replace aggregate mallory.total(int) (sfunc = mallory.step, stype = int, initcond = '0')");
    assert_eq!(scene.outcome(sql), refused(), "it has another step now");
}
