//! An HTTP server that does one thing, right or wrong, to each connection.

use crate::certificate::Certificate;
use rustls::{ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Nobody holds a connection longer, so that a test that fails leaves no thread behind for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a peer does to a connection.
#[derive(Clone, Debug)]
pub enum Manner {
    /// Neither reads nor writes: the sender fills the buffers and stands still.
    NeverReads,
    /// Reads the request and never answers. Before TLS has begun, if there is TLS to begin.
    Silent,
    /// Closes without reading.
    Closes,
    /// Reads the request, answers with these bytes and closes.
    Says(Vec<u8>),
    /// Reads the request, answers with these bytes and holds the connection.
    SaysAndHolds(Vec<u8>),
    /// Reads the request, answers with these bytes and then with one more byte each time, for ever.
    Trickles(Vec<u8>, Duration),
    /// The first connection gets the first, and so on; the last is for all that follow.
    InTurn(Vec<Manner>),
}

/// A whole reply with a length.
pub fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: Mutex<Vec<Vec<u8>>>,
    over: AtomicBool,
}

/// Stops accepting when dropped.
pub struct Peer {
    address: SocketAddr,
    seen: Arc<Seen>,
}

impl Peer {
    pub fn start(manner: Manner) -> Peer {
        Peer::on("127.0.0.1:0", manner, None)
    }

    /// One that speaks TLS first.
    pub fn start_tls(manner: Manner, certificate: &Certificate) -> Peer {
        Peer::on("127.0.0.1:0", manner, Some(certificate.clone()))
    }

    pub fn on(address: &str, manner: Manner, certificate: Option<Certificate>) -> Peer {
        let listener = TcpListener::bind(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        let address = listener.local_addr().expect("its own address");
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.over.load(Ordering::SeqCst) {
                    return;
                }
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                let (manner, certificate, shared) = (pick(&manner, number), certificate.clone(), Arc::clone(&shared));
                std::thread::spawn(move || stream.map(|stream| serve(stream, manner, certificate, &shared)));
            }
        });
        Peer { address, seen }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Every request that was read whole, head and body as they came.
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.seen.requests.lock().expect("no test panics here").clone()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.seen.over.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

fn pick(manner: &Manner, number: usize) -> Manner {
    match manner {
        Manner::InTurn(each) => each.get(number).or(each.last()).cloned().unwrap_or(Manner::Closes),
        other => other.clone(),
    }
}

fn serve(stream: TcpStream, manner: Manner, certificate: Option<Certificate>, seen: &Seen) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    match (&manner, certificate) {
        (Manner::Closes, _) => stream.shutdown(Shutdown::Both),
        (Manner::NeverReads, _) => hold(&stream),
        (Manner::Silent, Some(_)) => hold(&stream),
        (_, Some(certificate)) => {
            let tls = ServerConnection::new(certificate.server()).map_err(std::io::Error::other)?;
            let mut stream = StreamOwned::new(tls, stream);
            speak(&mut stream, manner, seen)?;
            stream.conn.send_close_notify();
            let _ = stream.flush();
            Ok(())
        }
        (_, None) => speak(&mut &stream, manner, seen),
    }
}

/// Until the other side is gone.
fn hold(stream: &TcpStream) -> std::io::Result<()> {
    let began = std::time::Instant::now();
    let mut byte = [0; 1];
    while began.elapsed() < PATIENCE && stream.peek(&mut byte).is_ok_and(|n| n > 0) {
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn speak(stream: &mut (impl Read + Write), manner: Manner, seen: &Seen) -> std::io::Result<()> {
    let request = read_request(stream)?;
    seen.requests.lock().expect("no test panics here").push(request);
    match manner {
        Manner::Says(bytes) => {
            stream.write_all(&bytes)?;
            stream.flush()
        }
        Manner::SaysAndHolds(bytes) => {
            stream.write_all(&bytes)?;
            stream.flush()?;
            wait_for_end(stream)
        }
        Manner::Trickles(bytes, pause) => {
            stream.write_all(&bytes)?;
            loop {
                stream.write_all(b" ")?;
                stream.flush()?;
                std::thread::sleep(pause);
            }
        }
        _ => wait_for_end(stream),
    }
}

fn wait_for_end(stream: &mut impl Read) -> std::io::Result<()> {
    std::io::copy(stream, &mut std::io::sink()).map(drop)
}

/// Head and, by its content-length, body.
fn read_request(stream: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 64 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Ok(bytes);
            }
        }
        match stream.read(&mut piece)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            n => bytes.extend_from_slice(&piece[..n]),
        }
    }
}
