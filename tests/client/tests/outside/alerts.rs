//! Alerts: who hears of a finding, and a receiver that misbehaves.

use copilot_client_tests::{eventually, Database, Server, Story};
use copilot_peer::{reply, Manner, Peer};
use postgres::fallible_iterator::FallibleIterator;
use serde_json::Value;
use std::time::Duration;

fn ok() -> Manner {
    Manner::Says(reply("200 OK", "", b"ok"))
}

/// A server whose alerts go to this address; its databases are made afterwards.
fn server(url: &str, format: &str, more: &[(&str, &str)]) -> Server {
    let hosts = "http://127.0.0.1";
    let mut settings = vec![
        ("copilot.webhook_url", url),
        ("copilot.webhook_format", format),
        ("copilot.webhook_allowed_hosts", hosts),
        ("copilot.webhook_timeout", "2s"),
    ];
    settings.extend(more);
    Server::own(&settings)
}

/// A database with a rule that means invalid indexes, and one index to make invalid.
fn with_rule<'a>(server: &'a Server, name: &str) -> Database<'a> {
    let database = server.database(name);
    let mut client = database.superuser();
    client.run("create table public.t (a int); create index broken on public.t (a)");
    client.run("select copilot.set_alert_rule('r', 'low', check_name => 'invalid_index', reason => 'a test')");
    database
}

fn set_valid(client: &mut postgres::Client, valid: bool) {
    client.run(&format!("update pg_index set indisvalid = {valid} where indexrelid = 'public.broken'::regclass"));
}

fn report(client: &mut postgres::Client) {
    client.value::<String>("select copilot.health_report()");
}

fn bodies(peer: &Peer) -> Vec<Value> {
    let body = |request: &Vec<u8>| {
        let end = request.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        serde_json::from_slice(&request[end + 4..]).expect("json")
    };
    peer.requests().iter().map(body).collect()
}

fn heard(client: &mut postgres::Client) -> Vec<Value> {
    let mut notifications = client.notifications();
    let each = notifications.timeout_iter(Duration::from_millis(1_500));
    let parsed = each.map(|notification| Ok(serde_json::from_str(notification.payload()).expect("json")));
    parsed.collect().expect("a connection")
}

fn states(payloads: &[Value]) -> Vec<&str> {
    payloads.iter().map(|p| p["state"].as_str().expect("a state")).collect()
}

#[test]
fn who_listens_hears_new_once_and_gone_and_nothing_is_sent() {
    let server = Server::own(&[]);
    let database = with_rule(&server, "alerts_heard");
    let mut client = database.superuser();
    let mut listener = database.superuser();
    listener.run("listen copilot_alert");
    report(&mut client);
    assert_eq!(heard(&mut listener), Vec::<Value>::new(), "nothing is wrong yet");

    set_valid(&mut client, false);
    report(&mut client);
    report(&mut client);
    let first = heard(&mut listener);
    assert_eq!(states(&first), ["new"], "told once");
    assert_eq!((first[0]["object"].as_str(), first[0]["severity"].as_str()), (Some("public.broken"), Some("high")));
    let open = "select format('%s %s', check_name, object) from copilot.alerts";
    assert_eq!(client.values::<String>(open), ["invalid_index public.broken"]);

    // Who cannot look does not resolve it.
    client.run("revoke select on pg_catalog.pg_index from public");
    database.user("alerts_blind", &["copilot_reader"]);
    report(&mut database.connect_as("alerts_blind"));
    assert_eq!(heard(&mut listener), Vec::<Value>::new());

    set_valid(&mut client, true);
    report(&mut client);
    assert_eq!(states(&heard(&mut listener)), ["gone"]);
    assert_eq!(client.values::<String>(open), Vec::<String>::new());
    assert_eq!(client.value::<i64>("select count(*) from copilot._alert_outbox"), 0, "without a webhook nothing waits");
    let senders = "select count(*) from copilot.audit where action = 'send_alerts'";
    assert_eq!(client.value::<i64>(senders), 0);
    database.chain_holds();
}

#[test]
fn quiet_hours_and_repeats() {
    let server = Server::own(&[]);
    let database = with_rule(&server, "alerts_quiet");
    let mut client = database.superuser();
    let mut listener = database.superuser();
    listener.run("listen copilot_alert");
    // From an hour before now to an hour ahead.
    let around: String = client.value(
        "select to_char(now() at time zone 'Asia/Tokyo' - interval '1 hour', 'HH24:MI') || '-'
             || to_char(now() at time zone 'Asia/Tokyo' + interval '1 hour', 'HH24:MI') || ' Asia/Tokyo'",
    );
    let rule = |more: &str| {
        format!("select copilot.set_alert_rule('r', 'low', check_name => 'invalid_index', reason => 'a test', {more})")
    };
    client.run(&rule(&format!("quiet_hours => '{around}'")));
    assert_eq!(client.value::<String>("select quiet_hours from copilot.alert_rules"), around);
    set_valid(&mut client, false);
    report(&mut client);
    assert_eq!(heard(&mut listener), Vec::<Value>::new(), "it is quiet");
    client.run(&rule("repeat_after => '1 minute'"));
    report(&mut client);
    report(&mut client);
    assert_eq!(states(&heard(&mut listener)), ["new"]);
    client.run("update copilot._open_alerts set told_at = told_at - interval '61 seconds'");
    report(&mut client);
    assert_eq!(states(&heard(&mut listener)), ["repeated"]);
    client.run("select copilot.drop_alert_rule('r', 'enough')");
    set_valid(&mut client, true);
    report(&mut client);
    assert_eq!(states(&heard(&mut listener)), ["gone"], "what was told is resolved, whatever became of its rule");
}

#[test]
fn a_receiver_that_fails_is_asked_again_and_resolved_in_the_end() {
    let busy = Manner::Says(reply("429 Too Many Requests", "retry-after: 3600\r\n", b""));
    let manners = vec![
        Manner::Says(reply("500 Internal Server Error", "", b"")),
        Manner::Says(b"garbage\r\n\r\n".to_vec()),
        ok(),
        busy,
        ok(),
    ];
    let peer = Peer::start(Manner::InTurn(manners));
    let server = server(&peer.url(), "pagerduty", &[("copilot.webhook_key", "file:/nonexistent")]);
    let database = with_rule(&server, "alerts_retry");
    let mut client = database.superuser();
    set_valid(&mut client, false);
    report(&mut client);
    let waits = "select last_error from copilot._alert_outbox where attempts > 0 and last_error is not null";
    let why = eventually("the first attempt has failed", || client.values::<String>(waits).pop());
    assert!(why.contains("the key of the webhook cannot be read"), "{why}");
    assert_eq!(peer.connections(), 0, "without its key nothing is opened");

    let key: String = client.value("select current_setting('data_directory') || '/routing.key'");
    client.run(&format!("copy (select 'R0UT1NGKEY') to '{key}'"));
    client.run(&format!("alter system set copilot.webhook_key = 'file:{key}'"));
    client.run("copy (select) to program 'chmod 600 \"$PGDATA\"/routing.key || chmod 600 routing.key'");
    client.run("select pg_reload_conf()");
    // What is due later comes at once, so that the test need not wait.
    let hurry = "update copilot._alert_outbox set due_at = now() where outcome = 'waiting'";
    let sent = "select count(*) from copilot._alert_outbox where outcome = 'sent'";
    eventually("the message was sent at last", || {
        client.run(hurry);
        client.run("select copilot.deliver_alerts()");
        std::thread::sleep(Duration::from_millis(500));
        (client.value::<i64>(sent) == 1).then_some(())
    });
    let all = bodies(&peer);
    assert_eq!(all.len(), 3, "500, garbage, ok");
    let first = &all[0];
    assert!(all.iter().all(|body| body == first), "the same message each time");
    assert_eq!((first["event_action"].as_str(), first["routing_key"].as_str()), (Some("trigger"), Some("R0UT1NGKEY")));

    set_valid(&mut client, true);
    report(&mut client);
    let asked = "select true from copilot._alert_outbox
                  where outcome = 'waiting' and last_error = 'status 429' and due_at > now() + interval '50 minutes'";
    eventually("a receiver that asks for an hour gets an hour", || client.values::<bool>(asked).pop());
    client.run(hurry);
    client.run("select copilot.deliver_alerts()");
    eventually("it is resolved", || (client.value::<i64>(sent) == 2).then_some(()));
    let last = bodies(&peer).pop().expect("a body");
    assert_eq!((last["event_action"].as_str(), &last["dedup_key"]), (Some("resolve"), &first["dedup_key"]));

    // Each request is in the ledger, in a call of the worker's own, and the key is nowhere in the audit.
    let ledger: i64 =
        client.value("select count(*) from copilot.egress where model is null and host like 'http://127.0.0.1%'");
    assert!(ledger >= 5, "{ledger}");
    let key_kept: i64 = client.value("select count(*) from copilot_audit.entry where canonical like '%R0UT1NGKEY%'");
    assert_eq!(key_kept, 0);
    database.chain_holds();
}

#[test]
fn a_slow_and_a_dead_receiver_hold_nobody_up() {
    let slow = Manner::Trickles(b"HTTP/1.1 200 OK\r\n".to_vec(), Duration::from_millis(100));
    let peer = Peer::start(Manner::InTurn(vec![slow, Manner::Closes]));
    let server = server(&peer.url(), "slack", &[]);
    let database = with_rule(&server, "alerts_slow");
    let mut client = database.superuser();
    set_valid(&mut client, false);
    report(&mut client);
    // Reports go on while the sender waits.
    report(&mut client);
    let failed = "select last_error from copilot._alert_outbox where last_error is not null";
    eventually("the attempt has failed", || client.values::<String>(failed).pop());
    drop(client);
    // A worker that is told to end does so, whatever it waits for.
    server.client("postgres", "postgres").run("drop database alerts_slow with (force)");
}

#[test]
fn alertmanager_and_slack_get_their_own_words() {
    for format in ["slack", "alertmanager"] {
        let peer = Peer::start(ok());
        let server = server(&peer.url(), format, &[]);
        let database = with_rule(&server, "alerts_words");
        let mut client = database.superuser();
        set_valid(&mut client, false);
        report(&mut client);
        eventually("it was sent", || (peer.requests().len() == 1).then_some(()));
        let body = bodies(&peer).remove(0);
        let named = match format {
            "slack" => body["blocks"][0]["text"]["text"].to_string(),
            _ => body[0]["labels"]["object"].to_string(),
        };
        assert!(named.contains("public.broken"), "{body}");
    }
}
