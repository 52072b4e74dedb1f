//! Who is told of a finding, when, and in which words.
//!
//! | file | one sentence |
//! |---|---|
//! | [`rule`] | which findings a rule means, and when it is silent |
//! | [`decide`] | what a kept report gives to tell, against what was told before |
//! | [`event`] | what is told: names and numbers, never a text of somebody's |
//! | [`slack`], [`pagerduty`], [`alertmanager`] | the same in the words of a receiver |
//! | [`retry`] | what becomes of a message after a reply, or without one |

pub mod alertmanager;
pub mod decide;
pub mod event;
pub mod pagerduty;
pub mod retry;
pub mod rule;
pub mod slack;

pub use decide::{decide, Open};
pub use event::Event;
pub use rule::{QuietHours, Rule};

/// Who receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    Slack,
    PagerDuty,
    Alertmanager,
}

/// The body of the request. PagerDuty takes its key there; the others have it in a header, if at all.
pub fn body(receiver: Receiver, event: &Event, key: Option<&str>) -> String {
    match receiver {
        Receiver::Slack => slack::body(event),
        Receiver::PagerDuty => pagerduty::body(event, key.unwrap_or_default()),
        Receiver::Alertmanager => alertmanager::body(event),
    }
    .to_string()
}
