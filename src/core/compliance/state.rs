//! What the outcomes of its checks say about a control.

use super::controls::Control;
use crate::checks::Outcome;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A check found something that speaks against it.
    NotMet,
    /// A check could not look, or nothing of it is to be seen by SQL: it is attested outside.
    NotVisible,
    /// No check bears on it, or there is nothing here that one could examine.
    NotCovered,
    /// Everything that was to be looked at was looked at, and nothing speaks against it.
    Met,
}

impl State {
    pub const ALL: [State; 4] = [State::NotMet, State::NotVisible, State::NotCovered, State::Met];

    pub const fn word(self) -> &'static str {
        match self {
            State::NotMet => "not met",
            State::NotVisible => "not visible from SQL",
            State::NotCovered => "not covered",
            State::Met => "met",
        }
    }

    /// What was found outweighs what could not be seen, and that outweighs what is well: a control is met only when
    /// every check that bears on it could look, and at least one had something to look at.
    pub fn of<'a>(control: &Control, outcomes: impl Iterator<Item = &'a Outcome>) -> State {
        let none = match control.outside {
            Some(_) if control.checks.is_empty() => State::NotVisible,
            _ => State::NotCovered,
        };
        let one = |outcome: &Outcome| match outcome {
            Outcome::Finding(_) => State::NotMet,
            Outcome::Skipped(_) | Outcome::Error(_) => State::NotVisible,
            Outcome::Ok(_) => State::Met,
            Outcome::NotApplicable(_) => State::NotCovered,
        };
        let states: Vec<State> = outcomes.map(one).collect();
        let has = |state| states.contains(&state);
        match () {
            () if has(State::NotMet) => State::NotMet,
            () if has(State::NotVisible) || states.len() < control.checks.len() => State::NotVisible,
            () if has(State::Met) => State::Met,
            () => none,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::Judged;
    use crate::compliance::Framework;
    use crate::evidence::{Reason, Unread};

    fn state(checks: usize, outside: Option<&'static str>, outcomes: &[Outcome]) -> State {
        let control =
            Control { framework: Framework::Gdpr, number: "1", title: "t", checks: vec!["c"; checks], outside };
        State::of(&control, outcomes.iter())
    }

    #[test]
    fn met_only_when_every_check_could_look() {
        let ok = || Outcome::Ok(Judged::default());
        let found = || Outcome::Finding(Judged::default());
        let denied = || Outcome::Skipped(Unread::privilege("hidden", "GRANT a TO b"));
        let small = || Outcome::Skipped(Unread::because(Reason::Floor, "all are below"));
        let nothing = || Outcome::NotApplicable("there are none".into());
        assert_eq!(state(2, None, &[ok(), nothing()]), State::Met);
        for hidden in [denied(), small(), Outcome::Error("broke".into())] {
            assert_eq!(state(2, None, &[ok(), hidden.clone()]), State::NotVisible, "{hidden:?}");
            assert_eq!(state(2, None, &[found(), hidden]), State::NotMet);
        }
        assert_eq!(state(2, None, &[ok()]), State::NotVisible, "a check that did not run is not well");
        assert_eq!(state(1, Some("the plan"), &[nothing()]), State::NotCovered, "nothing was examined");
        assert_eq!(state(0, Some("the plan"), &[]), State::NotVisible);
        assert_eq!(state(0, None, &[]), State::NotCovered);
    }
}
