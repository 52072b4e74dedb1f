//! A server of models that says what a test wants it to say, and keeps what it was sent.

use serde_json::{json, Value};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What the peer does with a request.
pub enum Answer {
    Reply(u16, Vec<u8>),
    /// Nothing, until the peer is told to go on; then this.
    Hold(u16, Vec<u8>),
}

#[derive(Default)]
struct Shared {
    received: Vec<Received>,
    is_released: bool,
}

/// Listens until the process ends.
pub struct ModelPeer {
    port: u16,
    shared: Arc<(Mutex<Shared>, Condvar)>,
}

impl ModelPeer {
    pub fn new(answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> ModelPeer {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new((Mutex::new(Shared::default()), Condvar::new()));
        let peer = ModelPeer { port, shared: shared.clone() };
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, answer) = (shared.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &shared, answer.as_ref()));
            }
        });
        peer
    }

    /// Always the same sentences, each with the ids it cites.
    pub fn saying(sentences: &[(&str, &[&str])]) -> ModelPeer {
        let said: Vec<Value> = sentences.iter().map(|(text, cites)| json!({"text": text, "cites": cites})).collect();
        let body = completion(&json!({ "sentences": said }).to_string());
        ModelPeer::new(move |_| Answer::Reply(200, body.clone()))
    }

    /// The settings that send a session's questions here.
    pub fn settings(&self) -> String {
        format!(
            "set copilot.llm_url = 'http://127.0.0.1:{}/v1'; set copilot.llm_allowed_hosts = 'http://127.0.0.1'; \
             set copilot.llm_model = 'peer'",
            self.port
        )
    }

    pub fn received(&self) -> Vec<Received> {
        self.shared.0.lock().expect("no test panicked here").received.clone()
    }

    /// Holds again what comes from now on.
    pub fn hold(&self) {
        self.shared.0.lock().expect("no test panicked here").is_released = false;
    }

    /// Lets go what is held.
    pub fn release(&self) {
        self.shared.0.lock().expect("no test panicked here").is_released = true;
        self.shared.1.notify_all();
    }
}

/// A chat completion with this content.
pub fn completion(content: &str) -> Vec<u8> {
    let choice = json!({"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}});
    let usage = json!({"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42});
    json!({"object": "chat.completion", "choices": [choice], "usage": usage}).to_string().into_bytes()
}

fn serve(mut stream: TcpStream, shared: &(Mutex<Shared>, Condvar), answer: &dyn Fn(&Received) -> Answer) {
    let Some(received) = read(&mut stream) else { return };
    shared.0.lock().expect("no test panicked here").received.push(received.clone());
    let (status, body) = match answer(&received) {
        Answer::Reply(status, body) => (status, body),
        Answer::Hold(status, body) => {
            let guard = shared.0.lock().expect("no test panicked here");
            let _released = shared.1.wait_while(guard, |s| !s.is_released).expect("no test panicked here");
            (status, body)
        }
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // The session may have gone; that is its test's matter.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8_192];
    loop {
        if let Some(head_end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(bytes.get(..head_end)?).into_owned();
            let mut lines = head.split("\r\n");
            let line = lines.next()?.to_owned();
            let header = |l: &str| l.split_once(": ").map(|(n, v)| (n.to_lowercase(), v.to_owned()));
            let headers: Vec<(String, String)> = lines.filter_map(header).collect();
            let length = headers.iter().find(|(n, _)| n == "content-length")?.1.parse::<usize>().ok()?;
            let body = bytes.get(head_end + 4..)?;
            if body.len() >= length {
                return Some(Received { line, headers, body: body.to_vec() });
            }
        }
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            n => bytes.extend_from_slice(buffer.get(..n)?),
        }
    }
}
