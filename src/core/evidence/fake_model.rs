//! The model of a made-up world: what it replies, and what was sent to it.

use super::fake::FakeWorld;
use crate::llm::unworded::Unreached;
use crate::llm::{LastSent, Model, Outgoing, Reply};
use std::collections::VecDeque;

/// Replies that wait for their requests, and the requests so far.
pub(super) struct Letters {
    pub(super) model: Model,
    pub(super) last_sent: Option<LastSent>,
    replies: VecDeque<Result<Reply, Unreached>>,
    sent: Vec<Outgoing>,
}

impl Default for Letters {
    /// No model is set up.
    fn default() -> Self {
        let (url, name) = (String::new(), "tiny".to_owned());
        let model = Model { url, name, format: "openai_chat", most_tokens: 1_024, trouble: None };
        Letters { model, last_sent: None, replies: VecDeque::new(), sent: Vec::new() }
    }
}

impl Letters {
    pub(super) fn post(&mut self, outgoing: &Outgoing) -> Result<Reply, Unreached> {
        self.sent.push(outgoing.clone());
        self.replies.pop_front().unwrap_or(Err(Unreached::NoConnection))
    }
}

impl FakeWorld {
    /// Sets up a model whose server gives these replies, one after the other.
    pub fn with_model(mut self, replies: impl IntoIterator<Item = Result<Reply, Unreached>>) -> Self {
        self.letters.model.url = "http://localhost:8080/v1".into();
        self.letters.replies.extend(replies);
        self
    }

    /// The model cannot be asked, and it is known why.
    pub fn with_model_in_trouble(mut self, trouble: Unreached) -> Self {
        self = self.with_model([]);
        self.letters.model.trouble = Some(trouble);
        self
    }

    /// The last request of the ledger.
    pub fn with_last_sent(mut self, host: &str, outcome: &str, status: Option<i32>) -> Self {
        self.letters.last_sent = Some(LastSent { host: host.into(), outcome: outcome.into(), status });
        self
    }

    /// What left so far.
    pub fn sent(&self) -> &[Outgoing] {
        &self.letters.sent
    }
}
