//! Sessions take turns at the model's server, and leave one alone that keeps failing.

use crate::model_call::{session, Call, Stuck, QUESTION};
use copilot_client_tests::database::signal;
use copilot_client_tests::{eventually, Database, Server, Story};
use copilot_peer::{Manner, Peer};

/// The answer of a session that has little time.
fn hurried(database: &Database, url: &str) -> String {
    let mut client = session(database, url);
    client.run("set copilot.llm_timeout = '400ms'");
    client.ask(QUESTION)
}

#[test]
fn no_more_sessions_than_allowed_send_at_the_same_time() {
    let server = Server::own(&[("copilot.llm_max_concurrent", "2")]);
    let database = server.database("turns");
    let (first, second) = (Stuck::connecting(), Stuck::connecting());
    let first = Call::stuck_in(&database, &first, "");
    let second = Call::stuck_in(&database, &second, "");
    let peer = Peer::start(Manner::Closes);
    let answer = hurried(&database, &peer.url());
    assert!(answer.contains("as many calls as allowed are under way"), "{answer}");
    assert_eq!(peer.connections(), 0);

    // A session that is ended gives its place back, and so does one that is cancelled.
    let call =
        |function: &str, pid: i32| assert!(database.superuser().value::<bool>(&format!("select {function}({pid})")));
    call("pg_terminate_backend", first.pid);
    first.gone();
    hurried(&database, &peer.url());
    assert!(peer.connections() > 0);
    call("pg_cancel_backend", second.pid);
    second.refused().1.is("57014");
    let stuck = [Stuck::connecting(), Stuck::connecting()];
    let held = stuck.each_ref().map(|stuck| Call::stuck_in(&database, stuck, ""));
    let answer = hurried(&database, &peer.url());
    assert!(answer.contains("as many calls as allowed are under way"), "{answer}");

    // kill -9 of one ends every session, and every place is free again.
    let [killed, other] = held;
    signal("KILL", killed.pid);
    killed.gone();
    other.gone();
    let before = peer.connections();
    let mut client =
        eventually("the server is back", || server.config("turns", "postgres").connect(postgres::NoTls).ok());
    client.run(&format!("set copilot.llm_url = '{}'; set copilot.llm_allowed_hosts = '127.0.0.1'", peer.url()));
    client.ask(QUESTION);
    assert!(peer.connections() > before);
}

#[test]
fn a_server_that_keeps_failing_is_left_alone_by_every_session() {
    let database = Server::shared().database("breaker");
    let failing = Peer::start(Manner::Says(copilot_peer::reply("500 Broken", "", b"")));
    let mut client = session(&database, &failing.url());
    for _ in 0..5 {
        let answer = client.ask(QUESTION);
        assert!(answer.contains("HTTP 500"), "{answer}");
    }
    assert_eq!(failing.connections(), 5);
    for mut client in [client, session(&database, &failing.url())] {
        let answer = client.ask(QUESTION);
        assert!(answer.contains("left alone for a while"), "{answer}");
    }
    assert_eq!(failing.connections(), 5);

    // Another server is not its fault, and one that refuses a request has not failed.
    let refusing = Peer::start(Manner::Says(copilot_peer::reply("401 Unauthorized", "", b"")));
    let mut client = session(&database, &refusing.url());
    for _ in 0..7 {
        client.ask(QUESTION);
    }
    assert_eq!(refusing.connections(), 7);
}
