//! What becomes of a message after a reply, or without one.

/// Seconds between one attempt and the next; the last is for all that follow.
const PAUSES: [i64; 7] = [5, 15, 45, 120, 300, 900, 1_800];
/// A receiver that asks for more waits this long.
const MOST_ASKED_SECONDS: i64 = 3_600;
/// A message that could not be sent for so long tells nothing any more.
pub const GIVE_UP_SECONDS: i64 = 86_400;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Sent,
    /// In so many seconds, for this reason.
    Again(i64, String),
    GivenUp(String),
}

/// `attempts` counts this one. `reply` is the status with the seconds that the receiver asks to wait, or what went wrong.
pub fn next(attempts: i64, age_seconds: i64, reply: Result<(u16, Option<i64>), String>) -> Next {
    let (why, asked) = match reply {
        Ok((200..=299, _)) => return Next::Sent,
        // It read the message and will not take it: the same message again would not help.
        Ok((status @ (400 | 413 | 422), _)) => return Next::GivenUp(format!("refused with status {status}")),
        Ok((status, asked)) => (format!("status {status}"), asked.unwrap_or(0)),
        Err(why) => (why, 0),
    };
    if age_seconds >= GIVE_UP_SECONDS {
        return Next::GivenUp(format!("not sent for a day: {why}"));
    }
    let place = usize::try_from(attempts - 1).unwrap_or_default();
    let pause = PAUSES.get(place).or(PAUSES.last()).copied().unwrap_or(MOST_ASKED_SECONDS);
    Next::Again(pause.max(asked.clamp(0, MOST_ASKED_SECONDS)), why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_a_receiver_may_ask_for_more() {
        let failed = |attempts| next(attempts, 0, Ok((500, None)));
        assert_eq!(failed(1), Next::Again(5, "status 500".into()));
        assert_eq!(failed(7), Next::Again(1_800, "status 500".into()));
        assert_eq!(failed(70), Next::Again(1_800, "status 500".into()));
        assert_eq!(next(1, 0, Ok((429, Some(90)))), Next::Again(90, "status 429".into()));
        assert_eq!(next(1, 0, Ok((429, Some(i64::MAX)))), Next::Again(3_600, "status 429".into()));
        assert_eq!(next(1, 0, Ok((429, Some(-1)))), Next::Again(5, "status 429".into()));
        assert_eq!(next(1, 0, Err("connection refused".into())), Next::Again(5, "connection refused".into()));
    }

    #[test]
    fn what_was_taken_or_will_never_be_is_over() {
        assert_eq!(next(1, 0, Ok((202, None))), Next::Sent);
        assert!(matches!(next(1, 0, Ok((400, None))), Next::GivenUp(_)));
        assert!(matches!(next(9, GIVE_UP_SECONDS, Ok((503, None))), Next::GivenUp(_)));
        assert!(matches!(next(1, 0, Ok((302, None))), Next::Again(..)), "a wrong address can be mended");
    }
}
