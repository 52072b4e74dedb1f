//! Answers worded by a model: what leaves, when it is in the ledger, and that nothing a model says or fails to say takes
//! the answer away.

use copilot_client_tests::model_peer::{completion, Answer, ModelPeer};
use copilot_client_tests::{eventually, Refusal, Server, Story};
use std::sync::{Arc, Mutex};

/// Its facts do not change while a test runs.
const QUESTION: &str = "which extensions are installed?";

fn answer_text(client: &mut postgres::Client) -> String {
    client.ask(QUESTION)
}

#[test]
fn what_the_preview_shows_is_what_leaves_byte_for_byte() {
    let database = Server::shared().database("model preview");
    let peer = ModelPeer::saying(&[("Extension \"plpgsql\" is installed in version '1.0'.", &["e1"])]);
    let mut client = database.superuser();
    client.run(&peer.settings());
    let sql = "select body, digest, bytes, url, note from copilot.preview_prompt($1)";
    let preview = client.query_one(sql, &[&QUESTION]).expect("a preview");
    assert!(peer.received().is_empty(), "a preview sends nothing");
    answer_text(&mut client);

    let received = peer.received();
    let body: String = preview.get("body");
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].body, body.as_bytes());
    assert_eq!(received[0].line, "POST /v1/chat/completions HTTP/1.1");
    assert!(preview.get::<_, String>("url").ends_with("/v1/chat/completions"));
    assert!(preview.get::<_, String>("note").starts_with("ask() sends this"));
    let unexpected = received[0].headers.iter().filter(|(name, _)| {
        !["host", "content-type", "accept", "content-length", "accept-encoding", "connection", "user-agent"]
            .contains(&name.as_str())
    });
    assert_eq!(unexpected.count(), 0, "{:?}", received[0].headers);

    let ledger = "select count(*) from copilot.egress where digest = $1 and bytes = $2 and outcome = 'replied'
                  and status = 200 and digest = encode(sha256(convert_to($3, 'UTF8')), 'hex')";
    let (digest, bytes): (String, i64) = (preview.get("digest"), preview.get("bytes"));
    assert_eq!(client.query_one(ledger, &[&digest, &bytes, &body]).expect("the ledger").get::<_, i64>(0), 1);
    database.chain_holds();
}

#[test]
fn the_ledger_has_the_row_before_the_first_byte_arrives() {
    let server = Server::shared();
    let database = server.database("model ledger");
    let seen: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let config = server.config(&database.name, "postgres");
    let seen_by_peer = seen.clone();
    let peer = ModelPeer::new(move |_| {
        let mut other = config.connect(postgres::NoTls).expect("another session");
        let row = other.query_one("select digest, outcome from copilot.egress", &[]).expect("one row in the ledger");
        seen_by_peer.lock().expect("not poisoned").push((row.get(0), row.get(1)));
        Answer::Reply(500, Vec::new())
    });
    let mut client = database.superuser();
    client.run(&peer.settings());
    client.run("begin");
    let answer = answer_text(&mut client);
    client.run("rollback");
    assert!(answer.contains("Not worded by a model: peer failed (HTTP 500)."), "{answer}");
    let seen = seen.lock().expect("not poisoned").clone();
    assert!(seen.iter().all(|(_, outcome)| outcome == "under way") && !seen.is_empty(), "{seen:?}");
    let kept: Vec<String> = client.values("select digest || ' ' || outcome || ' ' || status from copilot.egress");
    assert_eq!(kept, [format!("{} replied 500", seen[0].0)], "it survives ROLLBACK");
}

#[test]
fn what_the_ledger_cannot_hold_does_not_leave() {
    let database = Server::shared().database("model no ledger");
    let peer = ModelPeer::saying(&[]);
    let mut client = database.superuser();
    answer_text(&mut client);
    client.run(
        "create function public.no_ledger() returns trigger language plpgsql as
           $$ begin if new.kind = 'egress' then raise 'no room'; end if; return new; end $$;
         create trigger no_ledger before insert on copilot_audit.entry for each row execute function public.no_ledger()",
    );
    client.run(&peer.settings());
    let answer = answer_text(&mut client);
    assert!(answer.contains("peer was not asked: the ledger of what leaves could not be written."), "{answer}");
    assert!(answer.contains("\"plpgsql\""), "the answer itself comes: {answer}");
    assert!(peer.received().is_empty());
    client.run("drop trigger no_ledger on copilot_audit.entry");
    answer_text(&mut client);
    assert_eq!(peer.received().len(), 1);
}

#[test]
fn whatever_comes_back_the_answer_is_there_and_one_line_says_why() {
    let database = Server::shared().database("model misbehaves");
    let next: Arc<Mutex<(u16, Vec<u8>)>> = Arc::default();
    let of_peer = next.clone();
    let peer = ModelPeer::new(move |_| {
        let (status, body) = of_peer.lock().expect("not poisoned").clone();
        Answer::Reply(status, body)
    });
    let mut client = database.superuser();
    let own = answer_text(&mut client);
    client.run(&peer.settings());
    let all_is_well = completion(r#"{"sentences":[{"text":"All is well.","cites":["e1"]}]}"#);
    let cut = completion("x");
    for (status, body, why) in [
        (200, b"".to_vec(), "sent something other than the JSON asked for"),
        (200, b"<html>".to_vec(), "sent something other than the JSON asked for"),
        (200, cut[..cut.len() - 9].to_vec(), "sent something other than the JSON asked for"),
        (200, vec![0xff, 0xfe, 0x00], "sent bytes that are not UTF-8"),
        (200, b"{\"choices\":[]}".to_vec(), "sent an empty answer"),
        (200, completion("All is well."), "did not keep to the shape asked for"),
        (200, all_is_well, "said in its first sentence what the evidence does not say"),
        (302, b"".to_vec(), "points to another address, which is not followed (HTTP 302)"),
        (401, b"{}".to_vec(), "did not accept the key (HTTP 401)"),
        (404, b"{}".to_vec(), "is not known at this address (HTTP 404)"),
        (200, vec![b' '; 2 << 20], "sent more than is read"),
    ] {
        *next.lock().expect("not poisoned") = (status, body);
        let answer = answer_text(&mut client);
        let line = format!("Not worded by a model: peer {why}.\n");
        assert!(answer.contains(&line), "{status}: wanted {line} in\n{answer}");
        assert_eq!(answer.replace(&line, ""), own, "nothing else differs");
    }
    database.chain_holds();
}

#[test]
fn a_lie_is_dropped_and_tokens_are_counted() {
    let database = Server::shared().database("model lies");
    let mut client = database.superuser();
    let all = client.ask(QUESTION);
    let number = all.split_whitespace().next().expect("the main claim begins with a number").to_owned();
    let main = format!("In this database {number} extensions are installed.");
    let peer = ModelPeer::saying(&[
        (&main, &["e1"]),
        ("You should drop extension \"plpgsql\".", &["e1", "e2", "e3"]),
        ("All of them are harmless.", &["e1"]),
    ]);
    client.run(&peer.settings());
    let row = client.query_one("select answer, tokens, audit_id from copilot.answer($1)", &[&QUESTION]).expect("a row");
    let answer: String = row.get("answer");
    let expected = format!(
        "{} [e1]\nWorded by model peer; 2 of its sentences went beyond the evidence and were dropped.\nLooked at: ",
        main
    );
    assert!(answer.starts_with(&expected), "{answer}");
    assert_eq!(row.get::<_, Option<i64>>("tokens"), Some(42));
    let kept: i64 =
        client.value(&format!("select tokens from copilot.audit where id = {}", row.get::<_, i64>("audit_id")));
    assert_eq!(kept, 42);
}

#[test]
fn everybody_sees_the_own_rows_of_the_ledger_and_auditors_all() {
    let database = Server::shared().database("model readers");
    database.user("asks", &["copilot_reader"]);
    database.user("reads", &["copilot_reader"]);
    database.user("audits", &["copilot_auditor"]);
    let peer = ModelPeer::saying(&[]);
    let mut superuser = database.superuser();
    superuser.run(&format!("alter role asks set copilot.llm_timeout = '20s'; {}", peer.settings()));
    let refused = database.connect_as("asks").batch_execute(&peer.settings()).expect_err("only a superuser sets it");
    Refusal::from(&refused).is("42501");
    answer_text(&mut superuser);
    let count = "select count(*) from copilot.egress";
    assert_eq!(database.connect_as("asks").value::<i64>(count), 0);
    assert_eq!(database.connect_as("reads").value::<i64>(count), 0);
    assert_eq!(database.connect_as("audits").value::<i64>(count), 1);
    assert_eq!(superuser.value::<i64>(count), 1);
}

#[test]
fn a_cancel_ends_the_wait_and_the_ledger_says_that_it_left() {
    let database = Server::shared().database("model cancelled");
    let peer = ModelPeer::new(|_| Answer::Hold(200, Vec::new()));
    let mut client = database.superuser();
    client.run(&peer.settings());
    let cancel = client.cancel_token();
    let asking = std::thread::spawn(move || {
        let error = client.query_one("select copilot.ask($1)", &[&QUESTION]).expect_err("cancelled");
        Refusal::from(&error).is("57014");
    });
    eventually("the request is there", || (!peer.received().is_empty()).then_some(()));
    cancel.cancel_query(postgres::NoTls).expect("a cancel");
    asking.join().expect("cancelled");
    let mut other = database.superuser();
    assert_eq!(other.values::<String>("select outcome from copilot.egress"), ["unfinished"]);
    assert_eq!(other.values::<String>("select outcome from copilot.audit where action = 'ask'"), ["cancelled"]);
}

/// What the session of this process holds while it waits for the peer.
fn holds_a_snapshot(database: &copilot_client_tests::Database, pid: i32) -> bool {
    let sql =
        format!("select backend_xmin is not null or backend_xid is not null from pg_stat_activity where pid = {pid}");
    database.superuser().value(&sql)
}

#[test]
fn in_steps_no_snapshot_is_held_while_the_model_thinks() {
    let database = Server::shared().database("model steps");
    let peer = ModelPeer::new(|_| Answer::Hold(200, completion("All is well.")));
    let question = QUESTION;
    for (sql, holds) in [("select copilot.ask($1)", true), ("call copilot.ask_in_steps($1)", false)] {
        let mut client = database.superuser();
        client.run(&peer.settings());
        let (pid, before) = (client.pid(), peer.received().len());
        let asking =
            std::thread::spawn(move || client.query_one(sql, &[&question]).expect("an answer").get::<_, String>(0));
        eventually("the request is there", || (peer.received().len() > before).then_some(()));
        assert_eq!(holds_a_snapshot(&database, pid), holds, "{sql}");
        peer.release();
        let answer = asking.join().expect("an answer");
        assert!(
            answer.contains("\"plpgsql\"") && answer.contains("Not worded by a model: peer did not keep"),
            "{answer}"
        );
        peer.hold();
    }
    let mut client = database.superuser();
    let calls = "select action || ' ' || outcome from copilot.audit where action like 'ask%' order by id";
    assert_eq!(client.values::<String>(calls), ["ask ok", "ask_in_steps ok"]);
}

#[test]
fn steps_are_refused_where_they_could_not_commit() {
    let database = Server::shared().database("model no steps");
    let mut client = database.superuser();
    client.run("create table public.half (n integer)");
    client.run("begin; insert into public.half values (1)");
    client.refused("call copilot.ask_in_steps('is my database healthy?')").is("25001").says("COMMIT first");
    client.run("rollback");
    assert_eq!(client.value::<i64>("select count(*) from public.half"), 0);
    client.run(
        "create function public.f() returns void language plpgsql as
           $$ declare a text; begin call copilot.ask_in_steps('is my database healthy?', a); end $$",
    );
    client.refused("select public.f()").is("25001");
    // A block of its own may commit, and what it did before is committed with it.
    client.run(
        "do $$ declare a text; begin insert into public.half values (2); call copilot.ask_in_steps('is my database healthy?', a); end $$",
    );
    assert_eq!(client.value::<i64>("select count(*) from public.half"), 1);
    let outcomes =
        "select outcome || coalesce(' ' || sqlstate, '') from copilot.audit where action = 'ask_in_steps' order by id";
    assert_eq!(client.values::<String>(outcomes), ["error 25001", "error 25001", "ok"]);
    database.chain_holds();
}

#[test]
fn a_commit_that_fails_ends_the_call_with_its_error() {
    let database = Server::shared().database("model failed commit");
    let mut client = database.superuser();
    client.run(
        "create table public.parent (id integer primary key);
         create table public.child (id integer references public.parent deferrable initially deferred)",
    );
    client
        .refused("do $$ declare a text; begin insert into public.child values (7); call copilot.ask_in_steps('is my database healthy?', a); end $$")
        .is("23503");
    assert_eq!(client.value::<i64>("select count(*) from public.child"), 0);
    let outcomes = "select outcome || ' ' || sqlstate from copilot.audit where action = 'ask_in_steps'";
    assert_eq!(client.values::<String>(outcomes), ["error 23503"]);
    assert!(client.ask(QUESTION).contains("plpgsql"), "the session goes on");
}
