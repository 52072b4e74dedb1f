//! What a superuser may allow in the gate beyond the reviewed list: only what nobody has judged yet.

use super::class::Class;
use crate::fault::{Fault, Kind};

/// The longest reason that is kept.
const LONGEST_REASON: usize = 1_000;

/// A function that is to be allowed.
pub struct Candidate {
    /// schema.name(types)
    pub signature: String,
    /// What the reviewed list says of it.
    pub class: Option<Class>,
    /// One that came with the server.
    pub is_of_the_server: bool,
    /// One of this extension.
    pub is_ours: bool,
}

/// The reason, when the function may be allowed for it. `example` is a call to type.
pub fn demand_allowable(candidate: &Candidate, reason: Option<&str>, example: &str) -> Result<String, Fault> {
    let Candidate { signature, class, is_of_the_server, is_ours } = candidate;
    let never = |why: &str| {
        Err(Fault::new(Kind::RefusedSql, format!("{signature} is never called through the gate")).detail(why))
    };
    match class {
        Some(class) if class.is_allowed_by_name() => {
            return Err(Fault::new(Kind::InvalidArgument, format!("{signature} may be called already"))
                .detail(format!("It is in the reviewed list. {}", class.why())))
        }
        Some(class) => return never(class.why()),
        None if *is_ours => return never("The gate does not call itself."),
        None if *is_of_the_server => return never("It is the server's own, and not in the reviewed list."),
        None => {}
    }
    demand_reason(reason, example)
}

/// A reason that says something.
pub fn demand_reason(reason: Option<&str>, example: &str) -> Result<String, Fault> {
    let reason = reason.ok_or_else(|| Fault::null_argument("reason", example))?.trim();
    match reason.chars().count() {
        0 => Err(Fault::new(Kind::InvalidArgument, "the reason is empty").hint(example)),
        1..=LONGEST_REASON => Ok(reason.to_owned()),
        long => Err(Fault::new(Kind::InvalidArgument, format!("the reason has {long} characters"))
            .detail(format!("It may have {LONGEST_REASON}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(class: Option<Class>) -> Candidate {
        Candidate { signature: "public.f(integer)".into(), class, is_of_the_server: false, is_ours: false }
    }

    fn kind(candidate: &Candidate, reason: Option<&str>) -> Option<Kind> {
        demand_allowable(candidate, reason, "…").err().map(|fault| fault.kind)
    }

    #[test]
    fn only_what_nobody_has_judged_can_be_allowed() {
        assert_eq!(demand_allowable(&candidate(None), Some(" why "), "…").unwrap(), "why");
        for class in Class::ALL {
            let expected = if class.is_allowed_by_name() { Kind::InvalidArgument } else { Kind::RefusedSql };
            assert_eq!(kind(&candidate(Some(class)), Some("why")), Some(expected), "{class:?}");
        }
        let ours = Candidate { is_ours: true, ..candidate(None) };
        let of_the_server = Candidate { is_of_the_server: true, ..candidate(None) };
        assert_eq!(kind(&ours, Some("why")), Some(Kind::RefusedSql));
        assert_eq!(kind(&of_the_server, Some("why")), Some(Kind::RefusedSql));
    }

    #[test]
    fn a_reason_says_something() {
        assert_eq!(kind(&candidate(None), None), Some(Kind::NullArgument));
        assert_eq!(kind(&candidate(None), Some(" \n")), Some(Kind::InvalidArgument));
        assert_eq!(kind(&candidate(None), Some(&"é".repeat(LONGEST_REASON))), None);
        assert_eq!(kind(&candidate(None), Some(&"é".repeat(LONGEST_REASON + 1))), Some(Kind::InvalidArgument));
    }
}
