//! Alerts: the rules, what a kept report gives to tell, and the messages that wait to be sent. What is decided stands in
//! `copilot_core::alerts`.

mod outbox;
mod rules;
pub(crate) mod sender;
mod tell;

pub(crate) use rules::{drop_rule, set_rule, Asked};
pub(crate) use tell::tell;

use copilot_core::{Fault, Kind};

fn internal(e: pgrx::spi::Error) -> Fault {
    Fault::new(Kind::Internal, "the tables of alerts could not be used").detail(e.to_string())
}
