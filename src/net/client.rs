//! One request from beginning to end: attempts inside a deadline, in ticks between which the caller is asked.

use crate::connect;
use crate::exchange::{self, Reply};
use crate::failure::{Failed, Failure, Phase, Why};
use crate::policy::AddressPolicy;
use crate::resolve::{Resolve, SystemResolver};
use crate::retry;
use crate::target::Target;
use crate::trust::Trust;
use crate::watched::Progress;
use bytes::Bytes;
use http_body_util::Full;
use rustls::ClientConfig;
use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout, timeout_at, Instant};

/// The longest time between two questions whether to go on.
const TICK: Duration = Duration::from_millis(20);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub(crate) fn http(self) -> http::Method {
        match self {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        }
    }
}

#[derive(Clone)]
pub struct Header {
    pub name: String,
    pub value: String,
    /// Not shown by anything that prints headers.
    pub secret: bool,
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.secret { "(secret)" } else { &self.value };
        write!(f, "{}: {value}", self.name)
    }
}

/// What a reply may weigh at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// All headers together. Below 8 kB a reply is read up to there before it is refused.
    pub head_bytes: usize,
    /// The body as it comes, and the body unpacked.
    pub body_bytes: usize,
}

#[derive(Clone, Debug)]
pub struct Request<'a> {
    pub method: Method,
    pub url: &'a str,
    pub headers: Vec<Header>,
    pub body: &'a [u8],
    /// For all attempts and the pauses between them together.
    pub deadline: Duration,
    pub limits: Limits,
    pub policy: &'a AddressPolicy,
    /// Certificate authorities in PEM, in place of the system's.
    pub ca_file: Option<&'a Path>,
}

/// A reply with any status but a redirect. 429 and 503 come back when no time or no attempt was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    /// Names in lower case. A value that is no text is left out.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub attempts: u32,
    pub ms: u64,
}

/// Keeps, from one request to the next, what is expensive to make and safe to keep: the certificate authorities. No
/// connection is kept.
pub struct Client {
    resolver: Arc<dyn Resolve>,
    trust: Trust,
}

impl Default for Client {
    fn default() -> Self {
        Client::new(Arc::new(SystemResolver))
    }
}

/// What stays the same from one attempt to the next.
struct Plan<'a> {
    request: &'a Request<'a>,
    target: Target,
    prepared: http::Request<Full<Bytes>>,
    tls: Option<Arc<ClientConfig>>,
    resolver: &'a Arc<dyn Resolve>,
    until: Instant,
}

impl Client {
    pub fn new(resolver: Arc<dyn Resolve>) -> Self {
        Client { resolver, trust: Trust::default() }
    }

    /// Sends the request and waits for the whole reply. `keep_going` is asked before each tick, outside of everything
    /// asynchronous; it may unwind, which closes the connection.
    pub fn send(&mut self, request: &Request<'_>, keep_going: &mut dyn FnMut()) -> Result<Response, Failure> {
        let before = |why: Why| Failure { phase: Phase::Before, why, attempts: 0, ms: 0 };
        let start = Instant::now();
        let target = Target::parse(request.url).map_err(|bad| before(Why::Url(bad)))?;
        let prepared = exchange::prepare(request, &target).map_err(before)?;
        let tls = match target.is_https() {
            true => Some(self.trust.config(request.ca_file).map_err(before)?),
            false => None,
        };
        let runtime = runtime().map_err(|error| before(Why::Io(error.to_string())))?;
        let plan = Plan { request, target, prepared, tls, resolver: &self.resolver, until: start + request.deadline };
        let (outcome, attempts) = drive(&runtime, plan.attempts(), keep_going);
        let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        match outcome {
            Ok(reply) => Ok(response(reply, attempts, ms)),
            Err((phase, why)) => Err(Failure { phase, why, attempts, ms }),
        }
    }
}

fn response(reply: Reply, attempts: u32, ms: u64) -> Response {
    let text = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    };
    let headers = reply.headers.iter().filter_map(text).collect();
    Response { status: reply.status, headers, body: reply.body, attempts, ms }
}

impl Plan<'_> {
    /// Tries until it succeeds, until trying again would not help, or until the next try would come too late.
    async fn attempts(&self) -> (Result<Reply, Failed>, u32) {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let progress = Progress::default();
            let outcome = match timeout_at(self.until, self.once(&progress)).await {
                Ok(outcome) => outcome,
                Err(_) => Err((progress.phase(), Why::TimedOut)),
            };
            match retry::pause(&outcome, attempts) {
                Some(pause) if pause < self.until.saturating_duration_since(Instant::now()) => sleep(pause).await,
                _ => return (outcome, attempts),
            }
        }
    }

    async fn once(&self, progress: &Progress) -> Result<Reply, Failed> {
        let tls = self.tls.clone();
        let stream = connect::open(&self.target, self.request.policy, self.resolver, tls, self.until, progress).await?;
        exchange::exchange(stream, self.prepared.clone(), self.request.limits, progress).await
    }
}

/// A runtime without any thread but the caller's: nothing here runs on tokio's pool, so that dropping it waits for
/// nobody.
fn runtime() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_io().enable_time().build()
}

/// The future stands outside of the runtime, which returns after each tick; so an unwinding `keep_going` meets plain
/// code, and takes the future and its connection along.
fn drive<F: Future>(runtime: &Runtime, future: F, keep_going: &mut dyn FnMut()) -> F::Output {
    let mut future = pin!(future);
    loop {
        keep_going();
        if let Ok(output) = runtime.block_on(async { timeout(TICK, future.as_mut()).await }) {
            return output;
        }
    }
}
