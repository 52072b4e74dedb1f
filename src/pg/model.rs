//! The model of the settings, and the way to it: ledger first, then the network.

use crate::pg::audit::ledger;
use crate::pg::guc::{self, LlmFormat};
use crate::pg::http::key::{KeyReference, MODEL};
use crate::pg::http::{self, NoReply};
use copilot_core::llm::unworded::Unreached;
use copilot_core::llm::{Model, Outgoing, Reply};
use copilot_net::{Failure, Phase, Target, Why};
use serde_json::{json, Value};

/// What the settings say. What would stop a request for certain is known before one is made.
pub(crate) fn from_settings() -> Model {
    let url = guc::llm_url();
    let name = Some(guc::llm_model()).filter(|name| !name.is_empty()).unwrap_or_else(|| "default".to_owned());
    let LlmFormat::OpenaiChat = guc::llm_format();
    let trouble = (!url.is_empty()).then(|| trouble(&url)).flatten();
    Model { url, name, format: "openai_chat", most_tokens: guc::llm_max_tokens(), trouble }
}

fn trouble(url: &str) -> Option<Unreached> {
    let Ok(target) = Target::parse(url) else { return Some(Unreached::BadUrl) };
    if guc::llm_address_policy().check_unresolved(&target).is_err() {
        return Some(Unreached::NotAllowed);
    }
    let key = KeyReference::parse(&guc::llm_api_key()).unwrap_or(KeyReference::None);
    key.read(&MODEL).is_err().then_some(Unreached::NoKey)
}

/// A request that was on its way, for the closing entry of its call.
pub(crate) struct Sent {
    /// Its entry in the ledger.
    seq: i64,
    /// The word for how it ended.
    outcome: &'static str,
    status: Option<u16>,
    ms: f64,
}

impl Sent {
    pub(crate) fn json(&self) -> Value {
        json!({"seq": self.seq, "outcome": self.outcome, "status": self.status, "ms": self.ms})
    }
}

/// Puts the request into the ledger, sends it, and notes how it ended. `sent` holds it as unfinished meanwhile, which
/// is what stays when a cancel ends the wait.
pub(crate) fn post(call: i64, outgoing: &Outgoing, sent: &mut Vec<Sent>) -> Result<Reply, Unreached> {
    let seq = ledger::enter(call, outgoing).map_err(|_| Unreached::Unledgered)?;
    let at = sent.len();
    sent.push(Sent { seq, outcome: "unfinished", status: None, ms: 0.0 });
    let begun = crate::pg::world::clock();
    let headers = [("content-type", "application/json"), ("accept", "application/json")];
    let reply = http::post(&outgoing.url, &headers, outgoing.body.as_bytes());
    let reply = reply.map(|r| Reply { status: r.status, body: r.body }).or_else(|none| told(&none));
    if let Some(entry) = sent.get_mut(at) {
        entry.outcome = reply.as_ref().map_or_else(|why| why.word(), |_| "replied");
        entry.status = reply.as_ref().ok().map(|r| r.status);
        entry.ms = (crate::pg::world::clock() - begun) as f64 / 1_000.0;
    }
    reply
}

/// The word of the ledger for a request without a reply.
pub(crate) fn word_of(failure: &Failure) -> &'static str {
    failed(failure).map_or_else(|why| why.word(), |_| "replied")
}

/// What the network met, in words of the thinking. A redirect is a reply that says no more than its status.
fn told(none: &NoReply) -> Result<Reply, Unreached> {
    let failure = match none {
        NoReply::Key(_) => return Err(Unreached::NoKey),
        NoReply::Busy { .. } => return Err(Unreached::Busy),
        NoReply::Resting { .. } => return Err(Unreached::Resting),
        NoReply::Failed(failure) => failure,
    };
    failed(failure)
}

fn failed(failure: &Failure) -> Result<Reply, Unreached> {
    let Failure { why, phase, .. } = failure;
    Err(match why {
        Why::Redirect { status } => return Ok(Reply { status: *status, body: Vec::new() }),
        Why::Url(_) | Why::Header(_) => Unreached::BadUrl,
        Why::CaFile(_) => Unreached::BadCaFile,
        Why::Address(_) => Unreached::NotAllowed,
        Why::NoAddress(_) => Unreached::NoSuchHost,
        Why::TimedOut => Unreached::TimedOut,
        Why::Tls(_) => Unreached::NoTls,
        Why::Io(_) if *phase == Phase::Resolve => Unreached::NoSuchHost,
        Why::Io(_) if *phase == Phase::Connect => Unreached::NoConnection,
        Why::Io(_) | Why::CutOff => Unreached::Broken,
        Why::HeadTooLarge { .. } | Why::BodyTooLarge { .. } => Unreached::TooLarge,
        Why::NotHttp(_) | Why::Encoding(_) => Unreached::NotHttp,
    })
}
