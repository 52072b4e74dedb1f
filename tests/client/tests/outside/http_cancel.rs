//! A model's server that stands still, in each phase: a cancel, the end of the session, a time-out and a shutdown end
//! the wait, however long `copilot.llm_timeout` is. How fast is measured in `bench/`; here is the bound against hanging.

use crate::model_call::{session, sockets, threads, Call, Stuck};
use copilot_client_tests::{eventually, Database, Server, Story};
use copilot_peer::SilentNameServer;
use std::time::{Duration, Instant};

const BOUND: Duration = Duration::from_secs(2);

/// Does it, and waits until the call has ended.
fn ends<T>(what: &str, act: impl FnOnce(), end: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    act();
    let ended = end();
    assert!(began.elapsed() < BOUND, "{what}: {:?}", began.elapsed());
    ended
}

fn signal(database: &Database, function: &str, pid: i32) {
    assert!(database.superuser().value::<bool>(&format!("select {function}({pid})")));
}

#[test]
fn a_cancel_ends_every_phase_and_the_session_goes_on() {
    let database = Server::shared().database("http_cancel");
    for stuck in Stuck::everywhere() {
        let call = Call::stuck_in(&database, &stuck, "");
        let pid = call.pid;
        assert!(sockets(pid).len() > 1, "{}: the request has a socket", stuck.phase);
        let (mut client, refusal) =
            ends(stuck.phase, || signal(&database, "pg_cancel_backend", pid), || call.refused());
        refusal.is("57014");
        client.run("set copilot.llm_url = ''");
        client.ask("and now?");
        assert_eq!((sockets(pid).len(), threads(pid)), (1, 1), "{}: what the request opened is closed", stuck.phase);
        let ledger = "select outcome from copilot.egress order by id desc limit 1";
        assert_eq!(client.value::<String>(ledger), "unfinished", "{}", stuck.phase);
    }
    database.chain_holds();
}

#[test]
fn statement_timeout_ends_every_phase() {
    let database = Server::shared().database("http_statement_timeout");
    for stuck in Stuck::everywhere() {
        let mut client = session(&database, &stuck.url);
        client.run("set statement_timeout = '1500ms'");
        let began = Instant::now();
        client.refused("select copilot.ask('how many connections are there?')").is("57014");
        assert!(began.elapsed() < Duration::from_millis(1_500) + BOUND, "{}: {:?}", stuck.phase, began.elapsed());
    }
    database.chain_holds();
}

#[test]
fn a_session_can_be_ended_in_every_phase() {
    let database = Server::shared().database("http_terminate");
    for stuck in Stuck::everywhere() {
        let call = Call::stuck_in(&database, &stuck, "");
        let pid = call.pid;
        ends(stuck.phase, || signal(&database, "pg_terminate_backend", pid), || call.gone());
    }
    let lost = "select count(*) from copilot.audit where action = 'ask' and outcome = 'running'";
    eventually("the writer closes what was lost", || (database.superuser().value::<i64>(lost) == 0).then_some(()));
    database.chain_holds();
}

#[test]
fn a_fast_shutdown_waits_for_no_model() {
    for stuck in Stuck::everywhere() {
        let server = Server::own(&[]);
        let database = server.database("http_shutdown");
        let call = Call::stuck_in(&database, &stuck, "");
        let began = Instant::now();
        server.stop();
        // The shutdown has a checkpoint to write, too.
        assert!(began.elapsed() < Duration::from_secs(10), "{}: {:?}", stuck.phase, began.elapsed());
        call.gone();
        server.start();
        server.client("http_shutdown", "postgres").verdict();
    }
}

#[test]
fn llm_timeout_ends_every_phase_with_an_answer() {
    let database = Server::shared().database("http_llm_timeout");
    for stuck in Stuck::everywhere() {
        let mut client = session(&database, &stuck.url);
        client.run("set copilot.llm_timeout = '300ms'");
        let began = Instant::now();
        let answer = client.ask("how many connections are there?");
        assert!(answer.contains("did not answer within copilot.llm_timeout"), "{}: {answer}", stuck.phase);
        assert!(began.elapsed() < BOUND, "{}: {:?}", stuck.phase, began.elapsed());
    }
}

/// Takes root: the name server listens on port 53, and the server of this test alone sees its address in
/// /etc/resolv.conf.
#[test]
fn a_name_server_that_never_answers_holds_nobody_up() {
    let Ok(name_server) = SilentNameServer::start("127.19.53.1") else {
        eprintln!("not tried: port 53 needs root");
        return;
    };
    let server = Server::own_with_resolv_conf(&name_server.resolv_conf(), &[]);
    let database = server.database("http_names");
    let url = "https://llm.example.com/v1";
    let begin = || {
        let asked = name_server.questions();
        Call::begin(&database, session(&database, url), |_| name_server.questions() > asked)
    };

    let call = begin();
    let pid = call.pid;
    assert_eq!(threads(pid), 2, "the system's resolver has a thread of its own");
    let (mut client, refusal) = ends("cancel", || signal(&database, "pg_cancel_backend", pid), || call.refused());
    refusal.is("57014");
    client.run("set copilot.llm_url = ''");
    client.ask("and now?");
    eventually("the resolver's thread ends by itself", || (threads(pid) == 1).then_some(()));

    let call = begin();
    let pid = call.pid;
    ends("terminate", || signal(&database, "pg_terminate_backend", pid), || call.gone());

    let mut client = session(&database, url);
    client.run("set statement_timeout = '700ms'");
    let ask = "select copilot.ask('how many connections are there?')";
    ends("statement_timeout", || (), || client.refused(ask).is("57014"));

    let call = begin();
    let began = Instant::now();
    server.stop();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    call.gone();
}
