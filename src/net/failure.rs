//! Everything that can go wrong with a request, each with its sentence.

use crate::policy::Refused;
use crate::target::BadUrl;
use std::fmt;

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was opened or asked yet.
    Before,
    Resolve,
    Connect,
    Tls,
    /// The request is on its way.
    Send,
    /// All of it is sent, nothing came back.
    FirstByte,
    /// The head of the reply is coming in.
    Head,
    Body,
}

impl Phase {
    /// Fits behind "while".
    pub fn words(self) -> &'static str {
        match self {
            Phase::Before => "preparing the request",
            Phase::Resolve => "resolving the host name",
            Phase::Connect => "connecting",
            Phase::Tls => "agreeing on encryption",
            Phase::Send => "sending the request",
            Phase::FirstByte => "waiting for the first byte of the reply",
            Phase::Head => "reading the head of the reply",
            Phase::Body => "reading the body of the reply",
        }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Url(BadUrl),
    /// A header that the caller may not set, or that has a character no header can have.
    Header(String),
    CaFile(String),
    Address(Refused),
    /// The name has no address.
    NoAddress(String),
    TimedOut,
    /// The connection failed or was closed; the text is the system's.
    Io(String),
    Tls(String),
    /// What came back is not HTTP/1.
    NotHttp(String),
    Redirect {
        status: u16,
    },
    HeadTooLarge {
        limit_bytes: usize,
    },
    /// The body, or what it unpacks to.
    BodyTooLarge {
        limit_bytes: usize,
    },
    /// The words are ours: a stranger's could hold anything.
    Encoding(&'static str),
    /// The peer closed before the reply was whole.
    CutOff,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Url(bad) => bad.fmt(f),
            Why::Header(name) => write!(f, "the header \"{name}\" cannot be sent"),
            Why::CaFile(why) => write!(f, "the file of certificate authorities cannot be used: {why}"),
            Why::Address(refused) => refused.fmt(f),
            Why::NoAddress(host) => write!(f, "the name \"{host}\" has no address"),
            Why::TimedOut => f.write_str("the time was used up"),
            Why::Io(text) | Why::Tls(text) => f.write_str(text),
            Why::NotHttp(text) => write!(f, "the reply is not HTTP: {text}"),
            Why::Redirect { status } => write!(f, "the reply is a redirect ({status}), and redirects are not followed"),
            Why::HeadTooLarge { limit_bytes } => write!(f, "the head of the reply is larger than {limit_bytes} bytes"),
            Why::BodyTooLarge { limit_bytes } => write!(f, "the body of the reply is larger than {limit_bytes} bytes"),
            Why::Encoding(what) => write!(f, "the body of the reply cannot be unpacked: it has {what}"),
            Why::CutOff => f.write_str("the connection was closed before the reply was whole"),
        }
    }
}

/// A request without a usable reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub phase: Phase,
    pub why: Why,
    /// How often it was tried; 0 when nothing was opened.
    pub attempts: u32,
    pub ms: u64,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.phase {
            Phase::Before => self.why.fmt(f),
            phase => write!(f, "{} while {} (attempt {}, {} ms)", self.why, phase.words(), self.attempts, self.ms),
        }
    }
}

impl std::error::Error for Failure {}

/// What one attempt ends with when it fails.
pub(crate) type Failed = (Phase, Why);
