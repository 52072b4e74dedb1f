//! Why an answer stands without a model's words: the one table of reasons.

use serde::Serialize;
use std::fmt;

/// Why no whole reply came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreached {
    /// `copilot.llm_url` is no address of a server.
    BadUrl,
    /// The key that `copilot.llm_api_key` refers to cannot be read.
    NoKey,
    /// The certificates of `copilot.llm_ca_file` cannot be read.
    BadCaFile,
    /// The host, or the address it resolves to, is not allowed.
    NotAllowed,
    /// The ledger could not be written, so nothing was sent.
    Unledgered,
    /// As many calls as allowed are under way.
    Busy,
    /// It failed several times in a row, and is left alone for a while.
    Resting,
    NoSuchHost,
    NoConnection,
    NoTls,
    TimedOut,
    /// The connection ended before the reply did.
    Broken,
    TooLarge,
    NotHttp,
}

impl Unreached {
    pub const ALL: [Unreached; 14] = [
        Unreached::BadUrl,
        Unreached::NoKey,
        Unreached::BadCaFile,
        Unreached::NotAllowed,
        Unreached::Unledgered,
        Unreached::Busy,
        Unreached::Resting,
        Unreached::NoSuchHost,
        Unreached::NoConnection,
        Unreached::NoTls,
        Unreached::TimedOut,
        Unreached::Broken,
        Unreached::TooLarge,
        Unreached::NotHttp,
    ];

    /// In words that follow the name of the model.
    pub const fn why(self) -> &'static str {
        match self {
            Unreached::BadUrl => "was not asked: copilot.llm_url is no address of an HTTP server",
            Unreached::NoKey => "was not asked: the key copilot.llm_api_key refers to cannot be read",
            Unreached::BadCaFile => "was not asked: copilot.llm_ca_file cannot be read",
            Unreached::NotAllowed => "was not asked: its host is not among copilot.llm_allowed_hosts",
            Unreached::Unledgered => "was not asked: the ledger of what leaves could not be written",
            Unreached::Busy => "was not asked: as many calls as allowed are under way",
            Unreached::Resting => "was not asked: it failed several times in a row and is left alone for a while",
            Unreached::NoSuchHost => "could not be reached: its host name is not known",
            Unreached::NoConnection => "could not be reached: no connection",
            Unreached::NoTls => "could not be reached: its certificate or TLS was not accepted",
            Unreached::TimedOut => "did not answer within copilot.llm_timeout",
            Unreached::Broken => "broke off in the middle of its reply",
            Unreached::TooLarge => "sent more than is read",
            Unreached::NotHttp => "did not answer in HTTP",
        }
    }

    /// Whether some of the request may have reached the model's server.
    pub const fn was_asked(self) -> bool {
        use Unreached::{BadCaFile, BadUrl, Busy, NoConnection, NoKey, NoSuchHost, NotAllowed, Resting, Unledgered};
        !matches!(
            self,
            BadUrl | NoKey | BadCaFile | NotAllowed | Unledgered | Busy | Resting | NoSuchHost | NoConnection
        )
    }

    /// The word for the ledger.
    pub const fn word(self) -> &'static str {
        match self {
            Unreached::BadUrl => "bad_url",
            Unreached::NoKey => "no_key",
            Unreached::BadCaFile => "bad_ca_file",
            Unreached::NotAllowed => "not_allowed",
            Unreached::Unledgered => "unledgered",
            Unreached::Busy => "busy",
            Unreached::Resting => "resting",
            Unreached::NoSuchHost => "no_such_host",
            Unreached::NoConnection => "no_connection",
            Unreached::NoTls => "no_tls",
            Unreached::TimedOut => "timed_out",
            Unreached::Broken => "broken",
            Unreached::TooLarge => "too_large",
            Unreached::NotHttp => "not_http",
        }
    }
}

/// Why an answer is not worded by the model that is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unworded {
    Unreached(Unreached),
    /// A status that is no success.
    Status(u16),
    /// The reply is not UTF-8.
    NotText,
    /// The reply is not JSON of the wire format.
    NotJson,
    /// The reply holds no answer.
    Empty,
    /// The model declined.
    Declined,
    /// Its server held the answer back.
    Filtered,
    /// The answer stopped at the limit of tokens.
    CutOff,
    /// The answer is not of the shape asked for.
    WrongShape,
    /// The first sentence did not hold.
    MainClaimFell,
    /// What was left does not tell what matters most.
    MainClaimMissing,
}

impl fmt::Display for Unworded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = |f: &mut fmt::Formatter<'_>, why: &str, status: &u16| write!(f, "{why} (HTTP {status})");
        match self {
            Unworded::Unreached(why) => f.write_str(why.why()),
            Unworded::Status(s @ 300..=399) => status(f, "points to another address, which is not followed", s),
            Unworded::Status(s @ (401 | 403)) => status(f, "did not accept the key", s),
            Unworded::Status(s @ 404) => status(f, "is not known at this address", s),
            Unworded::Status(s @ 413) => status(f, "finds the question too large", s),
            Unworded::Status(s @ 429) => status(f, "takes no more requests at the moment", s),
            Unworded::Status(s @ 400..=499) => status(f, "refused the request", s),
            Unworded::Status(s @ 500..=599) => status(f, "failed", s),
            Unworded::Status(s) => status(f, "answered with an unknown status", s),
            Unworded::NotText => f.write_str("sent bytes that are not UTF-8"),
            Unworded::NotJson => f.write_str("sent something other than the JSON asked for"),
            Unworded::Empty => f.write_str("sent an empty answer"),
            Unworded::Declined => f.write_str("declined to answer"),
            Unworded::Filtered => f.write_str("had its answer held back by its server"),
            Unworded::CutOff => f.write_str("was cut off at the limit of tokens"),
            Unworded::WrongShape => f.write_str("did not keep to the shape asked for"),
            Unworded::MainClaimFell => f.write_str("said in its first sentence what the evidence does not say"),
            Unworded::MainClaimMissing => f.write_str("left out what matters most"),
        }
    }
}

impl Unworded {
    /// The line of an answer that says so.
    pub fn line(&self, model: &str) -> String {
        format!("Not worded by a model: {model} {self}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_reads_as_one_line() {
        for (why, line) in [
            (
                Unworded::Unreached(Unreached::TimedOut),
                "Not worded by a model: m did not answer within copilot.llm_timeout.",
            ),
            (
                Unworded::Status(302),
                "Not worded by a model: m points to another address, which is not followed (HTTP 302).",
            ),
            (Unworded::Status(401), "Not worded by a model: m did not accept the key (HTTP 401)."),
            (Unworded::Status(429), "Not worded by a model: m takes no more requests at the moment (HTTP 429)."),
            (Unworded::Status(503), "Not worded by a model: m failed (HTTP 503)."),
            (Unworded::Status(204), "Not worded by a model: m answered with an unknown status (HTTP 204)."),
            (Unworded::CutOff, "Not worded by a model: m was cut off at the limit of tokens."),
        ] {
            assert_eq!(why.line("m"), line);
        }
    }

    #[test]
    fn no_two_reasons_read_alike() {
        let mut said: Vec<&str> = Unreached::ALL.iter().flat_map(|why| [why.why(), why.word()]).collect();
        let all = said.len();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), all);
        let words = Unreached::ALL.map(|why| serde_json::to_value(why).unwrap());
        assert!(words.iter().zip(Unreached::ALL).all(|(json, why)| json == why.word()));
    }
}
