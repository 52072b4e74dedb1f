//! What is tried again, and after how long. A request that was sent may be sent again: it asks a model for words and
//! changes nothing.

use crate::exchange::Reply;
use crate::failure::{Failed, Phase, Why};
use http::header::RETRY_AFTER;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

pub(crate) const MAX_ATTEMPTS: u32 = 3;
const FIRST_PAUSE_MS: u64 = 100;
/// A server that says "too many" needs longer than one that was restarting.
const FIRST_BUSY_PAUSE_MS: u64 = 500;

/// How long to wait before the next attempt; none when trying again would not help.
pub(crate) fn pause(outcome: &Result<Reply, Failed>, attempts: u32) -> Option<Duration> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    match outcome {
        Ok(reply) if matches!(reply.status, 429 | 503) => {
            let asked = reply.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            Some(match asked.and_then(|text| text.trim().parse().ok()) {
                Some(seconds) => Duration::from_secs(seconds),
                None => jittered(FIRST_BUSY_PAUSE_MS << (attempts - 1)),
            })
        }
        Err((Phase::Connect | Phase::Tls | Phase::Send | Phase::FirstByte, Why::Io(_))) => {
            Some(jittered(FIRST_PAUSE_MS << (attempts - 1)))
        }
        _ => None,
    }
}

/// Between half and all of it, so that many sessions do not come back in the same moment.
fn jittered(ms: u64) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    Duration::from_millis(ms / 2 + random % (ms / 2 + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, retry_after: Option<&str>) -> Result<Reply, Failed> {
        let mut headers = http::HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert(RETRY_AFTER, text.parse().unwrap());
        }
        Ok(Reply { status, headers, body: Vec::new() })
    }

    #[test]
    fn what_may_pass_is_tried_again_and_what_stays_is_not() {
        let again = |outcome: Result<Reply, Failed>| pause(&outcome, 1).is_some();
        assert!(again(reply(429, None)));
        assert!(again(reply(503, None)));
        assert!(again(Err((Phase::Connect, Why::Io("refused".into())))));
        assert!(again(Err((Phase::FirstByte, Why::Io("reset".into())))));
        assert!(!again(reply(200, None)));
        assert!(!again(reply(400, None)));
        assert!(!again(reply(500, None)));
        assert!(!again(Err((Phase::Resolve, Why::Io("no such host".into())))));
        assert!(!again(Err((Phase::Tls, Why::Tls("unknown issuer".into())))));
        assert!(!again(Err((Phase::Body, Why::CutOff))));
        assert!(!again(Err((Phase::Connect, Why::TimedOut))));
        assert_eq!(pause(&reply(429, None), MAX_ATTEMPTS), None);
    }

    #[test]
    fn the_server_says_how_long_or_the_pause_grows() {
        assert_eq!(pause(&reply(429, Some("7")), 1), Some(Duration::from_secs(7)));
        for (attempts, least, most) in [(1, 250, 500), (2, 500, 1_000)] {
            for text in [None, Some("soon"), Some("-1"), Some("Wed, 21 Oct 2026 07:28:00 GMT")] {
                let pause = pause(&reply(503, text), attempts).unwrap().as_millis();
                assert!((least..=most).contains(&pause), "{text:?}: {pause}");
            }
        }
    }
}
