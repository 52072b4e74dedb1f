//! A model that words answers. Everything it is told and everything it says passes through here: what may leave is
//! masked, what comes back is held against the evidence. It adds prose, never facts.
//!
//! One file per wire format; [`PROVIDERS`] is the list. A format is pure: a letter becomes a body, a reply becomes text.

pub mod clean;
pub mod discreet;
pub mod masking;
pub mod openai_chat;
pub mod prompt;
pub mod unworded;

use crate::chain::hex;
use sha2::{Digest, Sha256};
use unworded::{Unreached, Unworded};

/// The model as the administrator set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// Where its server listens, for instance `https://llm.example.com/v1`; empty when there is no model.
    pub url: String,
    pub name: String,
    /// Name of its wire format.
    pub format: &'static str,
    /// How long its answer may become.
    pub most_tokens: u32,
    /// What stops a request before it leaves, where that is known without one.
    pub trouble: Option<Unreached>,
}

impl Model {
    pub fn is_set(&self) -> bool {
        !self.url.is_empty()
    }
}

/// What is to leave the server. The sender adds headers and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub url: String,
    pub model: String,
    pub body: String,
}

impl Outgoing {
    /// The digest of the body, in hexadecimal digits, as the ledger keeps it.
    pub fn sha256(&self) -> String {
        sha256(&self.body)
    }

    /// The address without its query, which may hold a secret.
    pub fn shown_url(&self) -> String {
        self.url.split_once('?').map_or_else(|| self.url.clone(), |(url, _)| format!("{url}?…"))
    }
}

/// The digest of a body, in hexadecimal digits.
pub fn sha256(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// How the last request ended that the caller may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSent {
    /// Scheme, host and port.
    pub host: String,
    /// A word of the ledger: `replied`, or why no reply came.
    pub outcome: String,
    pub status: Option<i32>,
}

/// What came back, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What a model is asked, whatever the wire format.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub model: String,
    /// What it has to do; our own fixed words.
    pub task: String,
    /// The data, as one JSON object.
    pub data: String,
    /// The shape its answer must have, as a JSON schema.
    pub shape: serde_json::Value,
    pub most_tokens: u32,
}

/// What a model said, and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub content: Result<String, Unworded>,
    /// Tokens of the request and the reply together; none when its server does not tell.
    pub tokens: Option<i64>,
}

/// Something a server of a wire format may be unable to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// An answer forced into a JSON schema.
    JsonSchema,
    /// `max_tokens`; newer models want it under another name.
    MaxTokens,
    Temperature,
}

/// What the server of a model is taken to be able to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub json_schema: bool,
    pub max_tokens: bool,
    pub temperature: bool,
}

impl Capabilities {
    /// Without a feature; none when it was not used anyway.
    pub fn without(mut self, feature: Feature) -> Option<Capabilities> {
        let used = match feature {
            Feature::JsonSchema => &mut self.json_schema,
            Feature::MaxTokens => &mut self.max_tokens,
            Feature::Temperature => &mut self.temperature,
        };
        std::mem::take(used).then_some(self)
    }
}

/// A wire format.
pub struct Provider {
    pub name: &'static str,
    /// What servers of this format can until one of them objects.
    pub capabilities: Capabilities,
    /// The address of a request, from the address of the server.
    pub endpoint: fn(&str) -> String,
    /// The headers the sender has to add, secrets as `…`.
    pub headers: &'static [(&'static str, &'static str)],
    pub encode: fn(&Letter, Capabilities) -> String,
    pub decode: fn(&Reply) -> Heard,
    /// The feature a refusing server objects to.
    pub objection: fn(&Reply) -> Option<Feature>,
}

/// The one list of wire formats.
pub static PROVIDERS: [Provider; 1] = [openai_chat::PROVIDER];

/// The wire format of this name.
pub fn provider(name: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|p| p.name == name)
}

/// The request for a letter.
pub fn outgoing(provider: &Provider, url: &str, letter: &Letter, capabilities: Capabilities) -> Outgoing {
    Outgoing {
        url: (provider.endpoint)(url),
        model: letter.model.clone(),
        body: (provider.encode)(letter, capabilities),
    }
}
