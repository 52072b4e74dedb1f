//! Ways to talk a client into reaching what it must not reach. None of them opens a connection: a listener on every
//! address of this machine counts, and a resolver writes down what it was asked.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail loudly")]

use copilot_net::{
    AddressPolicy, BadUrl, Client, Failure, Limits, Method, Phase, Range, Refused, Request, Resolve, Why,
};
use copilot_peer::{reply, Manner, Peer};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers every name with the same addresses, and remembers the names.
struct Book {
    answers: Vec<Vec<SocketAddr>>,
    asked: Mutex<Vec<String>>,
}

impl Book {
    /// The first question gets the first answer, and so on; the last is for all that follow.
    fn new(answers: &[&[&str]], port: u16) -> Arc<Book> {
        let address = |text: &&str| SocketAddr::new(text.parse().unwrap(), port);
        let answers = answers.iter().map(|each| each.iter().map(address).collect()).collect();
        Arc::new(Book { answers, asked: Mutex::default() })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Resolve for Book {
    fn resolve(&self, host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
        let mut asked = self.asked.lock().unwrap();
        asked.push(host.to_owned());
        let answer = self.answers.get(asked.len() - 1).or(self.answers.last());
        answer.cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn send(url: &str, allowed: &str, book: &Arc<Book>) -> Result<u16, Failure> {
    let policy = AddressPolicy::parse(allowed).unwrap();
    let resolver: Arc<dyn Resolve> = Arc::clone(book) as Arc<dyn Resolve>;
    let request = Request {
        method: Method::Post,
        url,
        headers: Vec::new(),
        body: b"{}",
        deadline: Duration::from_secs(20),
        limits: Limits { head_bytes: 8_192, body_bytes: 8_192 },
        policy: &policy,
        ca_file: None,
    };
    Client::new(resolver).send(&request, &mut || {}).map(|response| response.status)
}

/// A listener on all addresses of this machine, IPv4 and IPv6 alike where there is IPv6.
fn everywhere() -> Peer {
    let says = Manner::Says(reply("200 OK", "", b"secrets"));
    let six = std::net::TcpListener::bind("[::]:0").is_ok();
    Peer::on(if six { "[::]:0" } else { "0.0.0.0:0" }, says, None)
}

/// PORT stands for the port of the listener.
const BAD_URLS: &[(&str, BadUrl)] = &[
    // Other readers of these would reach 127.0.0.1 or 169.254.169.254.
    ("http://2130706433:PORT/", BadUrl::Address),
    ("http://0x7f000001:PORT/", BadUrl::Address),
    ("http://017700000001:PORT/", BadUrl::Address),
    ("http://0177.0.0.1:PORT/", BadUrl::Address),
    ("http://0x7f.0.0.1:PORT/", BadUrl::Address),
    ("http://127.1:PORT/", BadUrl::Address),
    ("http://127.0.1:PORT/", BadUrl::Address),
    ("http://0:PORT/", BadUrl::Address),
    ("http://127.0.0.01:PORT/", BadUrl::Address),
    ("http://127.0.0.1.:PORT/", BadUrl::Address),
    ("http://0xa9fea9fe/latest/meta-data/", BadUrl::Address),
    ("http://[::1%25lo]:PORT/", BadUrl::Address),
    ("http://[::1%lo]:PORT/", BadUrl::Address),
    ("http://[::1]PORT/", BadUrl::Address),
    ("http://[::ffff:0x7f.1]:PORT/", BadUrl::Address),
    ("http://localhost.:PORT/", BadUrl::Name),
    ("http://.localhost:PORT/", BadUrl::Name),
    ("http://local%68ost:PORT/", BadUrl::Name),
    ("http://127.0.0.1%2f@llm.example.com:PORT/", BadUrl::UserInfo),
    ("http://llm.example.com@127.0.0.1:PORT/", BadUrl::UserInfo),
    ("http://llm.example.com:80@127.0.0.1:PORT/", BadUrl::UserInfo),
    ("http://llm.example.com#@127.0.0.1:PORT/", BadUrl::Fragment),
    ("http://127.0.0.1:PORT#.llm.example.com/", BadUrl::Fragment),
    ("http://llm.example.com\\@127.0.0.1:PORT/", BadUrl::Characters),
    ("http:\\\\127.0.0.1:PORT\\", BadUrl::Characters),
    ("http://127.0.0.1:PORT /", BadUrl::Characters),
    (" http://127.0.0.1:PORT/", BadUrl::Characters),
    ("ht\ttp://127.0.0.1:PORT/", BadUrl::Characters),
    ("http://127.0.0.1\n:PORT/", BadUrl::Characters),
    ("http://127.0.0.1:PORT/\r\nHost: llm.example.com\r\n", BadUrl::Characters),
    ("http://127.0.0.1\0.llm.example.com:PORT/", BadUrl::Characters),
    ("http://１２７.０.０.１:PORT/", BadUrl::Characters),
    ("http://①②⑦.⓪.⓪.①:PORT/", BadUrl::Characters),
    ("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/", BadUrl::Characters),
    ("http://127。0。0。1:PORT/", BadUrl::Characters),
    ("http://löcalhost:PORT/", BadUrl::Characters),
    ("http://127.0.0.1:PORT:80/", BadUrl::Port),
    ("http://127.0.0.1:-1/", BadUrl::Port),
    ("http://127.0.0.1:131152/", BadUrl::Port),
    ("http://127.0.0.1:0x50/", BadUrl::Port),
    ("file:///etc/passwd", BadUrl::Scheme),
    ("gopher://127.0.0.1:PORT/_POST", BadUrl::Scheme),
    ("http+unix://%2Fvar%2Frun%2Fdocker.sock/", BadUrl::Scheme),
    ("ftp://127.0.0.1:PORT/", BadUrl::Scheme),
    ("data://text/plain;base64,eA==", BadUrl::Scheme),
    ("//127.0.0.1:PORT/", BadUrl::Scheme),
    ("http:/127.0.0.1:PORT/", BadUrl::Scheme),
    ("http:127.0.0.1:PORT/", BadUrl::Scheme),
    ("127.0.0.1:PORT", BadUrl::Scheme),
    ("http://", BadUrl::Name),
    ("http:///127.0.0.1:PORT/", BadUrl::Name),
];

/// Addresses in a URL, written as they should be, and what they are.
const SPECIAL_ADDRESSES: &[(&str, Range)] = &[
    ("127.0.0.1", Range::Loopback),
    ("127.255.255.254", Range::Loopback),
    ("0.0.0.0", Range::Unspecified),
    ("10.0.0.1", Range::Private),
    ("172.31.255.255", Range::Private),
    ("192.168.1.1", Range::Private),
    ("100.64.0.1", Range::Shared),
    ("169.254.1.1", Range::LinkLocal),
    ("169.254.169.254", Range::Metadata),
    ("169.254.170.2", Range::Metadata),
    ("100.100.100.200", Range::Metadata),
    ("168.63.129.16", Range::Metadata),
    ("192.0.0.192", Range::Metadata),
    ("224.0.0.1", Range::Multicast),
    ("255.255.255.255", Range::Broadcast),
    ("240.0.0.1", Range::Reserved),
    ("198.18.0.1", Range::Reserved),
    ("192.0.2.1", Range::Documentation),
    ("[::1]", Range::Loopback),
    ("[::]", Range::Unspecified),
    ("[0:0:0:0:0:0:0:1]", Range::Loopback),
    ("[::ffff:127.0.0.1]", Range::Loopback),
    ("[::ffff:7f00:1]", Range::Loopback),
    ("[::ffff:169.254.169.254]", Range::Metadata),
    ("[::127.0.0.1]", Range::Tunnel),
    ("[64:ff9b::127.0.0.1]", Range::Loopback),
    ("[64:ff9b::a9fe:a9fe]", Range::Metadata),
    ("[64:ff9b:1::7f00:1]", Range::Tunnel),
    ("[2002:7f00:1::]", Range::Tunnel),
    ("[2001:0:7f00:1::]", Range::Tunnel),
    ("[fc00::1]", Range::Private),
    ("[fd00:ec2::254]", Range::Metadata),
    ("[fe80::1]", Range::LinkLocal),
    ("[fec0::1]", Range::Reserved),
    ("[ff02::1]", Range::Multicast),
    ("[2001:db8::1]", Range::Documentation),
];

fn is_special(failure: &Failure) -> Option<Range> {
    match &failure.why {
        Why::Address(Refused::Special { range, .. }) => Some(*range),
        _ => None,
    }
}

#[test]
fn no_spelling_of_a_url_opens_a_connection() {
    let peer = everywhere();
    let book = Book::new(&[&["127.0.0.1"]], peer.port());
    for (url, bad) in BAD_URLS {
        let url = url.replace("PORT", &peer.port().to_string());
        // Even where everything is allowed.
        let failure = send(&url, "http://localhost, http://0.0.0.0/0, http://::/0", &book).unwrap_err();
        assert_eq!((failure.phase, &failure.why), (Phase::Before, &Why::Url(*bad)), "{url:?}");
        assert_eq!(failure.attempts, 0, "{url:?}");
    }
    assert_eq!((peer.connections(), book.asked()), (0, Vec::<String>::new()));
}

#[test]
fn no_special_address_opens_a_connection_in_a_url_or_behind_a_name() {
    let peer = everywhere();
    for (host, range) in SPECIAL_ADDRESSES {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{}/", peer.port());
            let failure = send(&url, "", &Book::new(&[], 0)).unwrap_err();
            assert_eq!(is_special(&failure), Some(*range), "{url}: {failure}");
        }
        let address = host.trim_matches(['[', ']']);
        let book = Book::new(&[&[address]], peer.port());
        let failure = send(&format!("https://llm.example.com:{}/", peer.port()), "", &book).unwrap_err();
        assert_eq!(is_special(&failure), Some(*range), "{address}: {failure}");
        assert_eq!(book.asked(), ["llm.example.com"]);
    }
    assert_eq!(peer.connections(), 0);
}

#[test]
fn names_of_this_machine_are_no_way_around() {
    let peer = everywhere();
    for name in ["localhost", "LOCALHOST", "ip6-localhost", "localhost.localdomain", "127.0.0.1.nip.io", "a.localhost"]
    {
        let book = Book::new(&[&["127.0.0.1"]], peer.port());
        let failure = send(&format!("http://{name}:{}/", peer.port()), "", &book).unwrap_err();
        assert_eq!(is_special(&failure), Some(Range::Loopback), "{name}: {failure}");
        assert_eq!(book.asked(), [name.to_lowercase()]);
    }
    assert_eq!(peer.connections(), 0);
}

#[test]
fn one_bad_address_spoils_the_answer() {
    let peer = everywhere();
    for answer in [&["8.8.8.8", "127.0.0.1"][..], &["127.0.0.1", "8.8.8.8"], &["2606:4700::1111", "::1"]] {
        let failure = send("https://llm.example.com/", "", &Book::new(&[answer], peer.port())).unwrap_err();
        assert_eq!(is_special(&failure), Some(Range::Loopback), "{answer:?}: {failure}");
    }
    assert_eq!(peer.connections(), 0);
}

#[test]
fn a_name_that_changes_its_mind_is_connected_to_as_checked_and_checked_again() {
    let peer = Peer::on("127.0.0.1:0", Manner::Closes, None);
    // 127.0.0.1 is allowed, and closes; the next attempt's answer is not allowed.
    let book = Book::new(&[&["127.0.0.1"], &["169.254.169.254"]], peer.port());
    let failure = send(&format!("http://llm.example.com:{}/", peer.port()), "127.0.0.1", &book).unwrap_err();
    assert_eq!((is_special(&failure), failure.attempts), (Some(Range::Metadata), 2), "{failure}");
    assert_eq!((peer.connections(), book.asked().len()), (1, 2));

    // The resolver is asked once for each connection, so that there is no second answer to fall for.
    let peer = Peer::start(Manner::Says(reply("200 OK", "", b"")));
    let book = Book::new(&[&["127.0.0.1"], &["169.254.169.254"]], peer.port());
    assert_eq!(send(&format!("http://llm.example.com:{}/", peer.port()), "127.0.0.1", &book), Ok(200));
    assert_eq!((peer.connections(), book.asked().len()), (1, 1));
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let target = everywhere();
    for (status, to) in [
        ("301 Moved", format!("http://127.0.0.1:{}/", target.port())),
        ("302 Found", "http://169.254.169.254/latest/meta-data/".to_owned()),
        ("303 See Other", "/elsewhere".to_owned()),
        ("307 Temporary Redirect", format!("http://localhost:{}/", target.port())),
        ("308 Permanent Redirect", "file:///etc/passwd".to_owned()),
    ] {
        let peer = Peer::start(Manner::Says(reply(status, &format!("location: {to}\r\n"), b"")));
        let failure = send(&peer.url(), "127.0.0.1", &Book::new(&[], 0)).unwrap_err();
        assert_eq!(failure.why, Why::Redirect { status: status[..3].parse().unwrap() });
        assert_eq!(peer.connections(), 1);
    }
    assert_eq!(target.connections(), 0);
}

#[test]
fn the_same_listener_is_reached_once_it_is_listed() {
    let peer = everywhere();
    let book = Book::new(&[&["127.0.0.1"]], peer.port());
    let url = format!("http://localhost:{}/", peer.port());
    assert!(send(&url, "", &book).is_err());
    assert_eq!(peer.connections(), 0);
    for allowed in ["localhost", "127.0.0.1", "127.0.0.0/8", "llm.example.com, LOCALHOST"] {
        assert_eq!(send(&url, allowed, &book), Ok(200), "{allowed}");
    }
    assert_eq!(peer.connections(), 4);
    assert!(send(&url, "llm.example.com", &book).is_err());
    assert_eq!(peer.connections(), 4);
}
