//! How long the counters behind a judgement have been running.

use crate::evidence::facts::Facts;
use crate::evidence::{Evidence, Reason, Unread};
use crate::value::Value;

/// The time since this database's counters were last emptied.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) seconds: f64,
}

impl Window {
    pub(crate) fn of(facts: &Facts) -> Result<Self, Unread> {
        Ok(Window { seconds: facts.seconds_since(facts.server()?.counters_since()) })
    }

    /// As reports print it.
    pub(crate) fn text(self) -> String {
        format!("counters have run for {}", Value::Seconds(self.seconds))
    }

    pub(crate) fn evidence(self) -> Evidence {
        Evidence::measured("server", "counters", "running_seconds", Value::Seconds(self.seconds))
    }

    /// Why nothing can be said yet.
    pub(crate) fn too_young(self, needed_seconds: f64) -> Unread {
        let needed = Value::Seconds(needed_seconds);
        Unread::because(Reason::Window, format!("{}, and {needed} are needed", self.text()))
    }
}
