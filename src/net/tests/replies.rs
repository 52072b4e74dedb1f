//! What a peer may send back, and what becomes of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail loudly")]

use copilot_net::{AddressPolicy, Client, Failure, Header, Limits, Method, Request, Response, Why};
use copilot_peer::{reply, Certificate, Manner, Peer};
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

const LIMITS: Limits = Limits { head_bytes: 16_384, body_bytes: 100_000 };

fn ask(url: &str, headers: Vec<Header>, ca_file: Option<&Path>) -> Result<Response, Failure> {
    let policy = AddressPolicy::parse("127.0.0.1, localhost").unwrap();
    let deadline = Duration::from_secs(20);
    let body = br#"{"model":"tiny"}"#;
    let method = Method::Post;
    let request = Request { method, url, headers, body, deadline, limits: LIMITS, policy: &policy, ca_file };
    Client::default().send(&request, &mut || {})
}

fn says(bytes: &[u8]) -> Result<Response, Failure> {
    ask(&Peer::start(Manner::Says(bytes.to_vec())).url(), Vec::new(), None)
}

fn header(name: &str, value: &str) -> Header {
    Header { name: name.into(), value: value.into(), secret: false }
}

#[test]
fn the_request_goes_out_as_it_was_given() {
    let peer = Peer::start(Manner::Says(reply("200 OK", "x-request-id: 7\r\n", b"{}")));
    let response =
        ask(&peer.url(), vec![header("content-type", "application/json"), header("x-key", "k")], None).unwrap();
    assert_eq!((response.status, response.attempts, response.body.as_slice()), (200, 1, &b"{}"[..]));
    assert!(response.headers.contains(&("x-request-id".into(), "7".into())), "{:?}", response.headers);
    let request = String::from_utf8(peer.requests().remove(0)).unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(head.lines().next(), Some("POST /v1 HTTP/1.1"));
    assert_eq!(body, r#"{"model":"tiny"}"#);
    for line in [
        format!("host: 127.0.0.1:{}", peer.port()),
        "content-length: 16".into(),
        "content-type: application/json".into(),
        "x-key: k".into(),
        "connection: close".into(),
    ] {
        assert_eq!(head.lines().filter(|l| l.eq_ignore_ascii_case(&line)).count(), 1, "{line} in\n{head}");
    }
}

#[test]
fn headers_of_the_connection_are_not_the_callers() {
    let peer = Peer::start(Manner::Says(reply("200 OK", "", b"")));
    for bad in [
        header("Host", "169.254.169.254"),
        header("content-length", "5"),
        header("Transfer-Encoding", "chunked"),
        header("connection", "upgrade"),
        header("x-a", "1\r\nhost: evil"),
        header("x-a\r\nhost", "evil"),
        header("x a", "1"),
    ] {
        let name = bad.name.clone();
        assert_eq!(ask(&peer.url(), vec![bad], None).unwrap_err().why, Why::Header(name));
    }
    assert_eq!(peer.connections(), 0);
}

#[test]
fn a_secret_is_not_printed() {
    let secret = Header { name: "authorization".into(), value: "Bearer sk-secret".into(), secret: true };
    assert_eq!(format!("{secret:?}"), "authorization: (secret)");
}

#[test]
fn statuses_come_back_as_they_are() {
    for status in [200, 204, 400, 401, 404, 500, 502] {
        let response = says(&reply(&format!("{status} Words"), "", b"")).unwrap();
        assert_eq!((response.status, response.attempts), (status, 1));
    }
}

#[test]
fn chunks_and_gzip_are_put_together() {
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n";
    assert_eq!(says(chunked).unwrap().body, b"{\"a\":1}");
    let packed = gzip(b"{\"a\":1}");
    assert_eq!(says(&reply("200 OK", "content-encoding: gzip\r\n", &packed)).unwrap().body, b"{\"a\":1}");
    assert_eq!(says(b"HTTP/1.0 200 OK\r\n\r\nuntil the end").unwrap().body, b"until the end");
}

#[test]
fn what_is_too_large_is_given_up() {
    let too_large = Why::BodyTooLarge { limit_bytes: LIMITS.body_bytes };
    let large = vec![b'x'; LIMITS.body_bytes + 1];
    assert_eq!(says(&reply("200 OK", "", &large)).unwrap_err().why, too_large);
    assert_eq!(says(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n").unwrap_err().why, too_large);
    assert_eq!(says(&[b"HTTP/1.1 200 OK\r\n\r\n", &large[..]].concat()).unwrap_err().why, too_large);
    let bomb = gzip(&vec![0; 40_000_000]);
    assert!(bomb.len() < LIMITS.body_bytes, "{}", bomb.len());
    assert_eq!(says(&reply("200 OK", "content-encoding: gzip\r\n", &bomb)).unwrap_err().why, too_large);

    let head_too_large = Why::HeadTooLarge { limit_bytes: LIMITS.head_bytes };
    let header = format!("x-long: {}\r\n", "x".repeat(LIMITS.head_bytes));
    assert_eq!(says(&reply("200 OK", &header, b"")).unwrap_err().why, head_too_large);
    assert_eq!(says(&reply("200 OK", &"x: y\r\n".repeat(5_000), b"")).unwrap_err().why, head_too_large);
}

#[test]
fn what_is_no_whole_http_is_said() {
    for bytes in
        [&b"SSH-2.0-OpenSSH_9.2\r\n"[..], b"\x15\x03\x01\x00\x02\x02\x16", b"<html>", b"HTTP/9.9 200 OK\r\n\r\n"]
    {
        let why = says(bytes).unwrap_err().why;
        assert!(matches!(why, Why::NotHttp(_) | Why::CutOff), "{bytes:?}: {why:?}");
    }
    assert_eq!(says(b"HTTP/1.1 200 OK\r\nserver: x").unwrap_err().why, Why::CutOff);
    assert_eq!(says(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").unwrap_err().why, Why::CutOff);
    let cut = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhalf";
    assert_eq!(says(cut).unwrap_err().why, Why::CutOff);
    let bad_chunk = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhalf";
    assert!(matches!(says(bad_chunk).unwrap_err().why, Why::NotHttp(_)));
    let unknown = reply("200 OK", "content-encoding: br\r\n", b"x");
    assert_eq!(says(&unknown).unwrap_err().why, Why::Encoding("an encoding other than gzip"));
}

#[test]
fn only_a_certificate_of_the_named_authority_is_trusted() {
    let folder = std::env::temp_dir().join(format!("copilot_net-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (ours, other) = (Certificate::of(&["127.0.0.1"]), Certificate::of(&["127.0.0.1"]));
    let file = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).unwrap();
        folder.join(name)
    };
    let (our_file, other_file) = (file("ours.pem", ours.pem()), file("other.pem", other.pem()));
    let empty = file("empty.pem", "");

    let peer = Peer::start_tls(Manner::Says(reply("200 OK", "", b"over TLS")), &ours);
    let url = peer.url().replace("http:", "https:");
    assert_eq!(ask(&url, Vec::new(), Some(&our_file)).unwrap().body, b"over TLS");
    for ca_file in [Some(other_file.as_path()), None] {
        let why = ask(&url, Vec::new(), ca_file).unwrap_err().why;
        assert!(matches!(&why, Why::Tls(text) if text.contains("certificate")), "{why:?}");
    }
    for ca_file in [empty.as_path(), Path::new("/nowhere/ca.pem")] {
        let why = ask(&url, Vec::new(), Some(ca_file)).unwrap_err().why;
        assert!(matches!(&why, Why::CaFile(_)), "{why:?}");
    }
    // The certificate is for the address, not for the name.
    let named = url.replace("127.0.0.1", "localhost");
    let why = ask(&named, Vec::new(), Some(&our_file)).unwrap_err().why;
    assert!(matches!(&why, Why::Tls(_)), "{why:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
