//! A port that listens and never completes another connection.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// More than a listener's queue holds.
const TRIES: usize = 20_000;

/// The queue of a listener that never accepts is filled up; the next caller's SYN is dropped without an answer.
pub struct FullPort {
    address: SocketAddr,
    _listener: TcpListener,
    _queue: Vec<TcpStream>,
}

impl FullPort {
    pub fn open() -> FullPort {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its own address");
        let mut queue = Vec::new();
        for _ in 0..TRIES {
            match TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
                Ok(stream) => queue.push(stream),
                Err(_) => return FullPort { address, _listener: listener, _queue: queue },
            }
        }
        panic!("the queue of a listener that never accepts took {TRIES} connections");
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }
}
