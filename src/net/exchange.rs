//! One request and one reply over one connection.

use crate::body::Unpacker;
use crate::client::{Limits, Request};
use crate::connect::Stream;
use crate::failure::{Failed, Phase, Why};
use crate::target::Target;
use crate::watched::{Progress, Watched};
use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, USER_AGENT};
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

/// Headers that belong to the connection: ours to set, never the caller's.
const OURS: [&str; 11] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "proxy-connection",
    "keep-alive",
    "upgrade",
    "te",
    "trailer",
    "expect",
    "accept-encoding",
];
/// The smallest buffer hyper takes.
const MIN_BUFFER_BYTES: usize = 8 * 1_024;

/// A reply with its whole body.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// The request as it will be sent, or the header that it cannot have.
pub(crate) fn prepare(request: &Request<'_>, target: &Target) -> Result<http::Request<Full<Bytes>>, Why> {
    let mut built = http::Request::new(Full::new(Bytes::copy_from_slice(request.body)));
    *built.method_mut() = request.method.http();
    *built.uri_mut() = target.path().parse().map_err(|_| Why::Url(crate::target::BadUrl::Characters))?;
    let headers = built.headers_mut();
    for header in &request.headers {
        let refused = || Why::Header(header.name.clone());
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| refused())?;
        if OURS.contains(&name.as_str()) {
            return Err(refused());
        }
        let mut value = HeaderValue::from_str(&header.value).map_err(|_| refused())?;
        value.set_sensitive(header.secret);
        headers.append(name, value);
    }
    headers.insert(HOST, HeaderValue::from_str(&target.authority()).map_err(|_| Why::Header("host".into()))?);
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.entry(USER_AGENT).or_insert(HeaderValue::from_static(concat!("copilot_ext/", env!("CARGO_PKG_VERSION"))));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(request.body.len()));
    Ok(built)
}

pub(crate) async fn exchange(
    stream: Box<dyn Stream>,
    request: http::Request<Full<Bytes>>,
    limits: Limits,
    progress: &Progress,
) -> Result<Reply, Failed> {
    progress.enter(Phase::Send);
    let failed = |error: hyper::Error| (progress.phase(), explain(&error, limits, progress.phase()));
    let io = TokioIo::new(Watched::new(stream, progress.clone()));
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(limits.head_bytes.max(MIN_BUFFER_BYTES))
        .handshake(io)
        .await
        .map_err(failed)?;
    // Its error is the sender's, too. The runtime drops the task when the request is given up.
    tokio::spawn(connection);
    let reply = sender.send_request(request).await.map_err(failed)?;
    let (head, body) = reply.into_parts();
    let head_bytes: usize = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if head_bytes > limits.head_bytes {
        return Err((Phase::Head, Why::HeadTooLarge { limit_bytes: limits.head_bytes }));
    }
    if head.status.is_redirection() {
        return Err((Phase::Head, Why::Redirect { status: head.status.as_u16() }));
    }
    progress.enter(Phase::Body);
    let body = whole(body, &head.headers, limits, progress).await.map_err(|why| (Phase::Body, why))?;
    Ok(Reply { status: head.status.as_u16(), headers: head.headers, body })
}

async fn whole(
    mut body: Incoming,
    headers: &http::HeaderMap,
    limits: Limits,
    progress: &Progress,
) -> Result<Vec<u8>, Why> {
    let mut unpacker = Unpacker::new(headers, limits.body_bytes)?;
    if body.size_hint().lower() > u64::try_from(limits.body_bytes).unwrap_or(u64::MAX) {
        return Err(Why::BodyTooLarge { limit_bytes: limits.body_bytes });
    }
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| explain(&error, limits, progress.phase()))?;
        if let Some(data) = frame.data_ref() {
            unpacker.take(data)?;
        }
    }
    unpacker.finish()
}

fn explain(error: &hyper::Error, limits: Limits, phase: Phase) -> Why {
    // hyper tells a client that a head is too large by its words alone.
    if error.is_parse() && error.to_string().contains("too large") {
        return Why::HeadTooLarge { limit_bytes: limits.head_bytes };
    }
    let source = std::error::Error::source(error);
    if matches!(phase, Phase::Head | Phase::Body) {
        use std::io::ErrorKind;
        let kind = source.and_then(|source| source.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
        let bad_chunk = matches!(kind, Some(ErrorKind::InvalidInput | ErrorKind::InvalidData));
        if error.is_parse() || bad_chunk {
            return Why::NotHttp(source.map_or_else(|| error.to_string(), ToString::to_string));
        }
        let ended = matches!(kind, Some(ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset));
        if ended || error.is_incomplete_message() || error.is_closed() {
            return Why::CutOff;
        }
    }
    Why::Io(source.map_or_else(|| "the connection was closed without a reply".into(), ToString::to_string))
}
