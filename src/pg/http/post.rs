//! Sends one request and waits for the reply. Between two ticks of at most 20 ms the server's interrupts are looked at:
//! a cancel, a time-out or a shutdown ends the wait in every phase.

use super::key::{KeyReference, Secret, MODEL};
use super::turns::{self, turns};
use crate::pg::{background, error, guc, world};
use copilot_core::Fault;
use copilot_net::{
    AddressPolicy, Client, Failure, Header, Limits, Method, Phase, Place, Request, Response, Target, Turn, Why,
};
use pgrx::{check_for_interrupts, pg_sys};
use std::cell::RefCell;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Duration;

const LIMITS: Limits = Limits { head_bytes: 64 * 1_024, body_bytes: 1_024 * 1_024 };
/// How long to wait for a turn before looking again.
const PAUSE_MS: i64 = 20;

/// Why there is no reply.
#[derive(Debug)]
pub(crate) enum NoReply {
    /// The key cannot be read; nothing was opened.
    Key(Fault),
    /// All turns were taken by other sessions for the whole time.
    Busy {
        most: usize,
    },
    /// The server failed several times in a row and is left alone.
    Resting {
        seconds: i64,
    },
    Failed(Failure),
}

impl fmt::Display for NoReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoReply::Key(fault) => {
                write!(f, "{}: {}", fault.message, fault.detail.as_deref().unwrap_or_default())
            }
            NoReply::Busy { most } => {
                write!(f, "{most} sessions are waiting for the model already (copilot.llm_max_concurrent)")
            }
            NoReply::Resting { seconds } => {
                write!(f, "the model's server failed several times in a row and is left alone for {seconds} s more")
            }
            NoReply::Failed(failure) => failure.fmt(f),
        }
    }
}

thread_local! {
    /// Made by the first request of the session.
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

/// Posts the body to the URL with the key of `copilot.llm_api_key`. A reply of any status but a redirect comes back as
/// such. Raises only what ends the statement anyway: a cancel, a time-out, a shutdown.
pub(crate) fn post(url: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Response, NoReply> {
    let target = Target::parse(url).map_err(|bad| before(Why::Url(bad)))?;
    let outcome = in_turn(&target, url, headers, body);
    if let Err(none) = &outcome {
        // Path and query of the URL may hold a secret.
        error::log(format!("no reply from {}: {none}", target.origin()));
    }
    outcome
}

/// A request to somebody other than a model, who takes no turns.
pub(crate) struct Route<'a> {
    pub(crate) url: &'a str,
    pub(crate) bearer: Option<&'a Secret>,
    pub(crate) policy: AddressPolicy,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) deadline: Duration,
}

/// Posts the body from a background worker. A reply of any status but a redirect comes back as such.
pub(crate) fn post_to(route: &Route<'_>, body: &[u8]) -> Result<Response, Failure> {
    let mut headers = vec![header("content-type", "application/json", false)];
    headers.extend(route.bearer.map(|secret| header("authorization", &secret.bearer(), true)));
    let (method, limits, url, deadline) = (Method::Post, LIMITS, route.url, route.deadline);
    let (policy, ca_file) = (&route.policy, route.ca_file.as_deref());
    send(&Request { method, url, headers, body, deadline, limits, policy, ca_file })
}

fn before(why: Why) -> NoReply {
    NoReply::Failed(Failure { phase: Phase::Before, why, attempts: 0, ms: 0 })
}

fn in_turn(target: &Target, url: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Response, NoReply> {
    let origin = hash(target);
    may_be_asked(turns().look(origin, world::clock()))?;
    let mut headers: Vec<Header> = headers.iter().map(|(name, value)| header(name, value, false)).collect();
    let reference = KeyReference::parse(&guc::llm_api_key()).unwrap_or(KeyReference::None);
    if let Some(secret) = reference.read(&MODEL).map_err(NoReply::Key)? {
        headers.push(header("authorization", &secret.bearer(), true));
    }
    let policy = guc::llm_address_policy();
    let ca_file = guc::llm_ca_file().map(PathBuf::from);
    let (_place, deadline) = wait_for_turn(guc::llm_timeout())?;
    may_be_asked(turns().begin(origin, world::clock()))?;
    let (method, limits, policy, ca_file) = (Method::Post, LIMITS, &policy, ca_file.as_deref());
    let outcome = send(&Request { method, url, headers, body, deadline, limits, policy, ca_file });
    note(origin, &outcome);
    outcome.map_err(NoReply::Failed)
}

fn hash(target: &Target) -> u64 {
    let mut hasher = DefaultHasher::new();
    target.origin().hash(&mut hasher);
    hasher.finish()
}

fn may_be_asked(turn: Turn) -> Result<(), NoReply> {
    match turn {
        Turn::Now => Ok(()),
        Turn::InMicros(micros) => Err(NoReply::Resting { seconds: micros / 1_000_000 + 1 }),
    }
}

fn header(name: &str, value: &str, secret: bool) -> Header {
    Header { name: name.into(), value: value.into(), secret }
}

/// A client is taken out while it works, so that nothing is borrowed when an ERROR unwinds.
fn send(request: &Request<'_>) -> Result<Response, Failure> {
    let mut client = CLIENT.take().unwrap_or_default();
    let _waiting = Waiting;
    let outcome = client.send(request, &mut tick);
    CLIENT.set(Some(client));
    outcome
}

fn tick() {
    // A session's SIGTERM is the server's own matter.
    background::end_if_told();
    check_for_interrupts!();
    report_wait(pg_sys::PG_WAIT_EXTENSION);
}

/// A server that cannot be reached, does not speak HTTP or fails has failed. One that refuses a request has not, nor
/// has one that was never asked.
fn note(origin: u64, outcome: &Result<Response, Failure>) {
    match outcome {
        Ok(reply) if reply.status >= 500 => turns().failed(origin, world::clock()),
        Ok(_) => turns().succeeded(origin),
        Err(Failure { phase: Phase::Before, .. } | Failure { why: Why::Address(_), .. }) => {}
        Err(_) => turns().failed(origin, world::clock()),
    }
}

/// A place among those who send, and the time that is left then.
fn wait_for_turn(timeout: Duration) -> Result<(Place<'static>, Duration), NoReply> {
    let most = guc::llm_max_concurrent();
    let began = world::clock();
    loop {
        check_for_interrupts!();
        let spent = Duration::from_micros(u64::try_from(world::clock() - began).unwrap_or_default());
        let left = timeout.saturating_sub(spent);
        if left.is_zero() {
            return Err(NoReply::Busy { most });
        }
        if let Some(place) = turns::take_place(most) {
            return Ok((place, left));
        }
        let events = pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
        // SAFETY: the backend's own latch.
        unsafe {
            pg_sys::WaitLatch(pg_sys::MyLatch, events as i32, PAUSE_MS, pg_sys::PG_WAIT_EXTENSION);
            pg_sys::ResetLatch(pg_sys::MyLatch);
        }
    }
}

/// While it lives, `pg_stat_activity` shows the session as waiting for an extension.
struct Waiting;

impl Drop for Waiting {
    fn drop(&mut self) {
        report_wait(0);
    }
}

/// `pgstat_report_wait_start` and `_end`, which are inline in C.
fn report_wait(event: u32) {
    // SAFETY: the server's variable points to four bytes of this backend, in shared memory or its own.
    unsafe { pg_sys::my_wait_event_info.write_volatile(event) }
}
