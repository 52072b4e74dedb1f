//! Statements that strangers left in pg_stat_statements are planned for whoever asks, and none of what they hide runs.

use copilot_client_tests::Story;

use crate::case::{file, Case};
use crate::fingerprint::{changes, Observer};
use crate::stage::{Stage, DATABASE, EVIL, SECRET, VISITORS};
use crate::visitor::{differences, Visitor};

/// Runs it a few times as her who left it, in whose session it does nothing.
fn plant(stage: &Stage, case: &Case) {
    let mut psql = stage.server.program("psql");
    psql.args(["--no-psqlrc", "--quiet", "--output=/dev/null", "--dbname", DATABASE]);
    psql.args(["--username", case.role.as_deref().unwrap_or("mallory")]);
    let path = case.path.as_ref().map(|path| format!("set search_path = {path}"));
    let around = [path.as_ref(), case.before.as_ref()];
    let again = std::iter::repeat_n(&case.sql, 3);
    for sql in around.into_iter().flatten().chain(again).chain(&case.after) {
        psql.args(["--command", sql]);
    }
    let output = psql.output().expect("psql runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("ERROR"), "{}: {said}", case.name);
}

/// The statements that are there to be explained.
fn planted(stage: &Stage) -> Vec<(i64, String)> {
    let sql =
        "select distinct on (queryid) queryid, query from pg_stat_statements s join pg_roles r on r.oid = s.userid
                where rolname in ('mallory', 'mallory_two') and queryid <> 0 order by queryid";
    let rows = stage.database().superuser().query(sql, &[]).expect("pg_stat_statements");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Explains all of them; says what was heard of what they hide, and what it did to the session.
fn explain_all(visitor: &mut Visitor, observer: &mut Observer, planted: &[(i64, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let slow = "select s::text from copilot.explain_slow(100) s".to_owned();
    let each =
        planted.iter().map(|(id, query)| (format!("select e::text from copilot.explain({id}) e"), query.as_str()));
    for (call, about) in each.chain([(slow, "the slowest")]) {
        let answer = visitor.hears(&call);
        let mut seen = Vec::new();
        // Texts of others are shown to members of pg_monitor and to superusers by pg_stat_statements itself.
        if answer.heard.contains(EVIL) || visitor.name == "gate_ann" && answer.heard.contains(SECRET) {
            seen.push(answer.heard);
        }
        match visitor.look() {
            Ok(after) => seen.extend(differences(&visitor.session, &after)),
            Err(error) => seen.push(format!("the session is of no use any more: {error}")),
        }
        seen.extend(observer.evil_in_log());
        if !seen.is_empty() {
            visitor.arrive();
        }
        wrong.extend(seen.into_iter().map(|what| format!("{about} as {}: {what}", visitor.name)));
    }
    wrong
}

#[test]
fn what_strangers_left_is_explained_and_never_run() {
    let stage = Stage::new(&[]);
    let trojans = file("trojans.sql");
    // What loaded the database would be the slowest.
    stage.database().superuser().run("select pg_stat_statements_reset()");
    for case in &trojans {
        plant(&stage, case);
    }
    let planted = planted(&stage);
    assert!(planted.len() >= trojans.len(), "{} statements of {} trojans", planted.len(), trojans.len());
    let mut observer = Observer::new(&stage);
    assert_eq!(observer.evil_in_log(), [""; 0], "nothing ran while they were planted");
    let mut wrong = Vec::new();
    for name in VISITORS {
        let mut visitor = Visitor::new(&stage, name);
        let before = observer.look();
        wrong.extend(explain_all(&mut visitor, &mut observer, &planted));
        wrong.extend(changes(&before, &observer.look()).into_iter().map(|what| format!("as {name}: {what}")));
    }
    println!(
        "{} trojans, {} statements of theirs, explained as {} roles",
        trojans.len(),
        planted.len(),
        VISITORS.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_trojan_does_run_where_nothing_holds_it_back() {
    let stage = Stage::new(&[]);
    let mut observer = Observer::new(&stage);
    observer.evil_in_log();
    let before = observer.look();
    let mut superuser = stage.database().superuser();
    superuser.run("explain select mallory.im0()");
    assert!(!observer.evil_in_log().is_empty(), "a plain EXPLAIN runs it: the log shows it");
    drop(superuser);
    let seen = changes(&before, &observer.look());
    for part in ["mallory.trace_seq", "mallory.traces", "notifications"] {
        assert!(seen.iter().any(|change| change.starts_with(part)), "{part} shows it: {seen:?}");
    }
}
