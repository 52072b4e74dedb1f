//! A llama.cpp server with the tiny model, from the folder that COPILOT_LLAMA names.

use crate::tiny_model;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A bound against hanging, not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs until dropped.
pub struct Llama {
    child: Child,
    door: Door,
    log: PathBuf,
}

/// The way to a server, for whoever outlives the test that started it.
#[derive(Clone, Copy)]
pub struct Door {
    port: u16,
}

impl Llama {
    pub fn start(key: Option<&str>) -> Llama {
        let told = |name: &str| {
            PathBuf::from(
                std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run scripts/model_tests.sh")),
            )
        };
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|l| l.local_addr()).expect("a free port").port();
        let place = told("COPILOT_TEST_DIR");
        let model = place.join(format!("noise-{port}.gguf"));
        tiny_model::write(&model).expect("the tiny model is written");
        let log = place.join(format!("llama-{port}.log"));
        let output = std::fs::File::create(&log).expect("a log");
        let mut command = Command::new(told("COPILOT_LLAMA").join("llama-server"));
        command.args(["--host", "127.0.0.1", "--threads", "1", "--parallel", "1", "--port", &port.to_string()]);
        command.arg("--model").arg(model).args(key.iter().flat_map(|key| ["--api-key", key]));
        let errors = output.try_clone().expect("the log once more");
        let child = command.stdin(Stdio::null()).stdout(output).stderr(errors).spawn().expect("llama-server starts");
        let mut llama = Llama { child, door: Door { port }, log };
        llama.wait_until_it_answers();
        llama
    }

    fn wait_until_it_answers(&mut self) {
        let began = Instant::now();
        while !self.door.request("GET /health HTTP/1.1", "").starts_with("HTTP/1.1 200") {
            let ended = self.child.try_wait().ok().flatten();
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            assert!(ended.is_none() && began.elapsed() < PATIENCE, "llama-server does not come up: {ended:?}\n{log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn door(&self) -> Door {
        self.door
    }

    /// The settings that send a session's questions here.
    pub fn settings(&self) -> String {
        format!(
            "set copilot.llm_url = 'http://127.0.0.1:{}/v1'; set copilot.llm_allowed_hosts = 'http://127.0.0.1'; \
             set copilot.llm_model = 'noise'; set copilot.llm_max_tokens = 60; set copilot.llm_timeout = '60s'",
            self.door.port
        )
    }
}

impl Door {
    /// The whole reply, or nothing.
    fn request(&self, line: &str, body: &str) -> String {
        let mut reply = String::new();
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let head =
                format!("{line}\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
            let _ = stream.read_to_string(&mut reply);
        }
        reply
    }

    /// Posts a body of chat completions and gives back what came.
    pub fn complete(&self, body: &str) -> serde_json::Value {
        let reply = self.request("POST /v1/chat/completions HTTP/1.1\r\ncontent-type: application/json", body);
        let body = reply.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        serde_json::from_str(body).unwrap_or_else(|e| panic!("{e}: {reply}"))
    }
}

impl Drop for Llama {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
