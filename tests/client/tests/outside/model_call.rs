//! A model's server that stands still in one phase, and a call that waits for it.

use copilot_client_tests::{eventually, Database, Refusal, Story};
use copilot_peer::{reply, Certificate, FullPort, Manner, Peer};
use postgres::{Client, Error};
use std::collections::BTreeSet;
use std::thread::JoinHandle;
use std::time::Duration;

/// A question whose answer a model is asked to word.
pub const QUESTION: &str = "how many connections are there?";

/// Where the call stands still.
pub struct Stuck {
    pub phase: &'static str,
    pub url: String,
    server: StuckServer,
}

enum StuckServer {
    Port(#[expect(dead_code, reason = "held open until dropped")] FullPort),
    Peer(Peer),
}

impl Stuck {
    pub fn connecting() -> Stuck {
        let port = FullPort::open();
        Stuck { phase: "connecting", url: port.url(), server: StuckServer::Port(port) }
    }

    pub fn in_tls() -> Stuck {
        let peer = Peer::start_tls(Manner::Silent, &Certificate::of(&["127.0.0.1"]));
        Stuck { phase: "TLS", url: peer.url().replace("http:", "https:"), server: StuckServer::Peer(peer) }
    }

    fn replying(phase: &'static str, manner: Manner) -> Stuck {
        let peer = Peer::start(manner);
        Stuck { phase, url: peer.url(), server: StuckServer::Peer(peer) }
    }

    /// Every phase that a peer can make stand still. A request is too small to stand still while it is sent.
    pub fn everywhere() -> Vec<Stuck> {
        let half_body = reply("200 OK", "", br#"{"choices":[]}"#);
        let half_body = half_body[..half_body.len() - 5].to_vec();
        let tick = Duration::from_millis(10);
        vec![
            Stuck::connecting(),
            Stuck::in_tls(),
            Stuck::replying("first byte", Manner::Silent),
            Stuck::replying("head", Manner::SaysAndHolds(b"HTTP/1.1 200 OK\r\nserver: ha".to_vec())),
            Stuck::replying("body", Manner::SaysAndHolds(half_body)),
            Stuck::replying("trickle", Manner::Trickles(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), tick)),
        ]
    }

    /// The call of this backend has come as far as it can.
    fn is_reached(&self, pid: i32) -> bool {
        match (&self.server, self.phase) {
            (StuckServer::Port(_), _) => sockets(pid).len() > 1,
            (StuckServer::Peer(peer), "TLS") => peer.connections() > 0,
            (StuckServer::Peer(peer), _) => !peer.requests().is_empty(),
        }
    }
}

/// A session that asks the model's server at this URL, and waits for it for a long time.
pub fn session(database: &Database, url: &str) -> Client {
    let mut client = database.superuser();
    client.run(&format!("set copilot.llm_url = '{url}'; set copilot.llm_timeout = '60s'"));
    client.run("set copilot.llm_allowed_hosts = '127.0.0.1'");
    client
}

/// A call that waits for a model.
pub struct Call {
    pub pid: i32,
    call: JoinHandle<(Client, Result<(), Error>)>,
}

impl Call {
    pub fn begin(database: &Database, mut client: Client, reached: impl Fn(i32) -> bool) -> Call {
        let pid = client.pid();
        let ask = format!("select copilot.ask('{QUESTION}')");
        let call = std::thread::spawn(move || {
            let outcome = client.batch_execute(&ask);
            (client, outcome)
        });
        let mut watcher = database.superuser();
        let sql = "select count(*) from copilot.egress e join copilot.audit a on a.id = e.audit_id
                   where a.outcome = 'running' and e.outcome = 'under way'";
        eventually("the request is under way", || (watcher.value::<i64>(sql) > 0 && reached(pid)).then_some(()));
        Call { pid, call }
    }

    pub fn stuck_in(database: &Database, stuck: &Stuck, settings: &str) -> Call {
        let mut client = session(database, &stuck.url);
        client.run(settings);
        Call::begin(database, client, |pid| stuck.is_reached(pid))
    }

    /// How it ended.
    pub fn refused(self) -> (Client, Refusal) {
        let (client, outcome) = self.call.join().expect("the caller's thread");
        let error = outcome.expect_err("the call was to fail");
        (client, Refusal::from(&error))
    }

    /// Its session is gone, with or without a word.
    pub fn gone(self) -> Error {
        self.call.join().expect("the caller's thread").1.expect_err("the session was to end")
    }
}

/// The sockets of a process, as the kernel numbers them (Linux).
pub fn sockets(pid: i32) -> BTreeSet<String> {
    let files = std::fs::read_dir(format!("/proc/{pid}/fd")).expect("a running backend");
    let links = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    links.map(|link| link.to_string_lossy().into_owned()).filter(|link| link.starts_with("socket:")).collect()
}

pub fn threads(pid: i32) -> usize {
    std::fs::read_dir(format!("/proc/{pid}/task")).expect("a running backend").count()
}
