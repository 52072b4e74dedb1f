//! A peer that stands still in each phase: the request ends by its deadline, and names the phase; and it ends at once
//! when the caller unwinds.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test's helpers may fail loudly")]

use copilot_net::{AddressPolicy, Client, Failure, Limits, Method, Phase, Request, Resolve, Response, Why};
use copilot_peer::{reply, Certificate, FullPort, Manner, Peer};
use std::io;
use std::net::SocketAddr;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A bound against hanging, not a measure of speed.
const BOUND: Duration = Duration::from_secs(5);

struct Wanted<'a> {
    url: &'a str,
    body: Vec<u8>,
    deadline: Duration,
    ca_file: Option<&'a Path>,
}

impl<'a> Wanted<'a> {
    fn from(url: &'a str) -> Self {
        Wanted { url, body: b"{}".to_vec(), deadline: Duration::from_secs(20), ca_file: None }
    }

    fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    fn send(&self, client: &mut Client, keep_going: &mut dyn FnMut()) -> Result<Response, Failure> {
        let policy = AddressPolicy::parse("127.0.0.1").unwrap();
        let request = Request {
            method: Method::Post,
            url: self.url,
            headers: Vec::new(),
            body: &self.body,
            deadline: self.deadline,
            limits: Limits { head_bytes: 16_384, body_bytes: 100_000 },
            policy: &policy,
            ca_file: self.ca_file,
        };
        client.send(&request, keep_going)
    }
}

/// Never answers, until the test lets go.
struct DeadNameServer {
    gate: Mutex<Receiver<()>>,
    asked: AtomicU32,
}

impl DeadNameServer {
    fn new() -> (Arc<DeadNameServer>, Sender<()>) {
        let (open, gate) = channel();
        (Arc::new(DeadNameServer { gate: Mutex::new(gate), asked: AtomicU32::new(0) }), open)
    }
}

impl Resolve for DeadNameServer {
    fn resolve(&self, _host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let _ = self.gate.lock().unwrap().recv();
        Err(io::ErrorKind::TimedOut.into())
    }
}

/// Both ways to end: by the deadline, and by unwinding out of the caller.
fn ends_both_ways(phase: Phase, wanted: Wanted<'_>, client: &mut Client) {
    let began = Instant::now();
    let failure = wanted.send(client, &mut || {}).unwrap_err();
    assert_eq!((failure.phase, &failure.why), (phase, &Why::TimedOut), "{failure}");
    assert!(began.elapsed() < wanted.deadline + BOUND, "{phase:?}: {:?}", began.elapsed());

    let wanted = wanted.within(Duration::from_secs(60));
    let began = Instant::now();
    let mut cancel = || {
        if began.elapsed() > Duration::from_millis(300) {
            std::panic::resume_unwind(Box::new("cancelled"));
        }
    };
    let unwound = catch_unwind(AssertUnwindSafe(|| wanted.send(client, &mut cancel))).unwrap_err();
    assert_eq!(unwound.downcast_ref(), Some(&"cancelled"), "{phase:?}");
    assert!(began.elapsed() < BOUND, "{phase:?}: {:?}", began.elapsed());
}

/// The threads that are stuck in a name resolution block every signal (Linux, where a name is cut at 15 bytes).
fn assert_no_signal_reaches_the_resolvers(count: usize) {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    let comm = |task: &std::path::PathBuf| std::fs::read_to_string(task.join("comm")).unwrap_or_default();
    let resolvers: Vec<_> = tasks.filter(|task| comm(task).starts_with("copilot resolve")).collect();
    assert_eq!(resolvers.len(), count);
    for task in resolvers {
        let status = std::fs::read_to_string(task.join("status")).unwrap();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigBlk:")).unwrap();
        let mask = u64::from_str_radix(mask.trim(), 16).unwrap();
        // HUP, INT, QUIT, USR1, USR2, ALRM, TERM, CHLD, URG: what a server's processes send one another.
        for signal in [1, 2, 3, 10, 12, 14, 15, 17, 23] {
            assert_ne!(mask & (1 << (signal - 1)), 0, "signal {signal}");
        }
    }
}

const SHORT: Duration = Duration::from_millis(400);

#[test]
fn a_name_server_that_never_answers() {
    let (resolver, gate) = DeadNameServer::new();
    let mut client = Client::new(Arc::clone(&resolver) as Arc<dyn Resolve>);
    ends_both_ways(Phase::Resolve, Wanted::from("https://llm.example.com/v1").within(SHORT), &mut client);

    assert_no_signal_reaches_the_resolvers(2);
    // Each of the two is still stuck; two more may join them, and then it is said.
    for _ in 0..2 {
        let failure = Wanted::from("https://llm.example.com/v1").within(SHORT).send(&mut client, &mut || {});
        assert_eq!(failure.unwrap_err().why, Why::TimedOut);
    }
    let failure = Wanted::from("https://llm.example.com/v1").send(&mut client, &mut || {}).unwrap_err();
    assert!(failure.to_string().contains("earlier name resolutions"), "{failure}");
    assert_eq!(resolver.asked.load(Ordering::SeqCst), 4);

    drop(gate);
    let began = Instant::now();
    loop {
        let failure = Wanted::from("https://llm.example.com/v1").send(&mut client, &mut || {}).unwrap_err();
        if !failure.to_string().contains("earlier name resolutions") {
            break;
        }
        assert!(began.elapsed() < BOUND, "the stuck threads have not ended");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_port_where_nobody_picks_up() {
    let port = FullPort::open();
    ends_both_ways(Phase::Connect, Wanted::from(&port.url()).within(SHORT), &mut Client::default());
}

#[test]
fn a_peer_that_never_answers_tls() {
    let certificate = Certificate::of(&["127.0.0.1"]);
    let peer = Peer::start_tls(Manner::Silent, &certificate);
    let url = peer.url().replace("http:", "https:");
    ends_both_ways(Phase::Tls, Wanted::from(&url).within(SHORT), &mut Client::default());
}

#[test]
fn a_peer_that_never_reads() {
    let peer = Peer::start(Manner::NeverReads);
    let url = peer.url();
    let mut wanted = Wanted::from(&url).within(SHORT);
    wanted.body = vec![b'x'; 32_000_000];
    ends_both_ways(Phase::Send, wanted, &mut Client::default());
}

#[test]
fn a_peer_that_stands_still_in_its_reply() {
    let half_body = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half\":".to_vec();
    let open_end = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    let tick = Duration::from_millis(20);
    for (phase, manner) in [
        (Phase::FirstByte, Manner::Silent),
        (Phase::Head, Manner::SaysAndHolds(b"HTTP/1.1 200 OK\r\nserver: ha".to_vec())),
        (Phase::Head, Manner::Trickles(b"HTTP/1.1 200 OK\r\nserver: ".to_vec(), tick)),
        (Phase::Head, Manner::Trickles(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1".to_vec(), tick)),
        (Phase::Body, Manner::SaysAndHolds(half_body)),
        (Phase::Body, Manner::SaysAndHolds(open_end.clone())),
        (Phase::Body, Manner::Trickles(open_end, tick)),
    ] {
        let peer = Peer::start(manner.clone());
        ends_both_ways(phase, Wanted::from(&peer.url()).within(SHORT), &mut Client::default());
    }
}

#[test]
fn what_passes_is_tried_again_inside_the_deadline() {
    let good = Manner::Says(reply("200 OK", "", b"yes"));
    for (bad, status) in [
        (Manner::Closes, "closed"),
        (Manner::Says(reply("503 Busy", "retry-after: 0\r\n", b"")), "503"),
        (Manner::Says(reply("429 Slow down", "", b"")), "429"),
    ] {
        let peer = Peer::start(Manner::InTurn(vec![bad.clone(), good.clone()]));
        let response = Wanted::from(&peer.url()).send(&mut Client::default(), &mut || {}).unwrap();
        assert_eq!((response.status, response.attempts, response.body.as_slice()), (200, 2, &b"yes"[..]), "{status}");

        let peer = Peer::start(bad);
        let outcome = Wanted::from(&peer.url()).send(&mut Client::default(), &mut || {});
        let attempts = outcome.map_or_else(|failure| failure.attempts, |response| response.attempts);
        assert_eq!((attempts, peer.connections()), (3, 3), "{status}");
    }
}

#[test]
fn a_pause_that_does_not_fit_is_not_begun() {
    for seconds in ["600", "18446744073709551615"] {
        let again = format!("retry-after: {seconds}\r\n");
        let peer = Peer::start(Manner::Says(reply("429 Slow down", &again, b"later")));
        let began = Instant::now();
        let response = Wanted::from(&peer.url()).send(&mut Client::default(), &mut || {}).unwrap();
        assert_eq!((response.status, response.attempts), (429, 1));
        assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
    }
}

#[test]
fn nobody_listens() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let failure = Wanted::from(&format!("http://127.0.0.1:{port}/")).send(&mut Client::default(), &mut || {});
    let failure = failure.unwrap_err();
    assert_eq!((failure.phase, failure.attempts), (Phase::Connect, 3), "{failure}");
}
