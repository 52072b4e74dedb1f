//! Without a model nothing of the network is touched; with one nothing of it stays.

use crate::model_call::{session, sockets, threads};
use copilot_client_tests::{Server, Story};
use copilot_peer::{reply, Manner, Peer};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// Every socket and every thread that a backend had at any look, until told to stop.
fn watch(pid: i32, over: Arc<AtomicBool>) -> std::thread::JoinHandle<(BTreeSet<String>, usize, usize)> {
    std::thread::spawn(move || {
        let (mut seen, mut most_threads, mut looks) = (BTreeSet::new(), 0, 0);
        while !over.load(Ordering::SeqCst) {
            seen.extend(sockets(pid));
            most_threads = most_threads.max(threads(pid));
            looks += 1;
        }
        (seen, most_threads, looks)
    })
}

/// What was seen of a session that asks ten times.
fn seen_while_asking(client: &mut postgres::Client) -> (BTreeSet<String>, usize) {
    let over = Arc::new(AtomicBool::new(false));
    let watcher = watch(client.pid(), Arc::clone(&over));
    for _ in 0..10 {
        client.ask("how many connections are there?");
        client.ask("why is the database slow?");
        client.run("select copilot.health_report()");
    }
    over.store(true, Ordering::SeqCst);
    let (seen, most_threads, looks) = watcher.join().expect("the watcher");
    assert!(looks > 100, "{looks} looks are too few to see anything");
    (seen, most_threads)
}

#[test]
fn without_a_model_no_socket_is_opened() {
    let database = Server::shared().database("no_model");
    let mut client = database.superuser();
    client.ask("the first question starts the writer");
    let before = sockets(client.pid());
    assert_eq!(before.len(), 1, "the client's own connection");
    // Settings that would matter if there were a model.
    client.run("set copilot.llm_allowed_hosts = '127.0.0.1'; set copilot.llm_model = 'tiny'");
    assert_eq!(seen_while_asking(&mut client), (before, 1));
}

#[test]
fn with_a_model_they_are_seen_and_gone_afterwards() {
    let database = Server::shared().database("some_model");
    let slow = Manner::Trickles(b"HTTP/1.1 200 OK\r\n".to_vec(), std::time::Duration::from_millis(5));
    let peer = Peer::start(Manner::InTurn(vec![slow, Manner::Says(reply("200 OK", "", b"{}"))]));
    let mut client = session(&database, &peer.url());
    client.run("set copilot.llm_timeout = '300ms'");
    let before = sockets(client.pid());
    let (seen, _) = seen_while_asking(&mut client);
    assert!(seen.len() > before.len(), "the watcher of the other test sees what there is to see");
    assert_eq!((sockets(client.pid()), threads(client.pid())), (before, 1));
}

#[test]
fn an_address_that_is_not_allowed_is_told_before_anybody_asks() {
    let database = Server::shared().database("unallowed_model");
    let mut client = database.superuser();
    let told = "select state || ': ' || detail from copilot.doctor() where item = 'model'";
    client.run("set copilot.llm_url = 'http://127.0.0.1:1/v1'; set copilot.llm_model = 'tiny'");
    let refused: String = client.value(told);
    assert_eq!(refused, "limited: tiny was not asked: its host is not among copilot.llm_allowed_hosts");
    client.run("set copilot.llm_allowed_hosts = '127.0.0.1'");
    let allowed: String = client.value(told);
    assert_eq!(allowed, "ok: tiny words answers; it has not been asked yet");
}
