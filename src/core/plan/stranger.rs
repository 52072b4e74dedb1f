//! Asking for the plan of a statement that somebody else sent.

use super::Plan;
use crate::evidence::Unread;

/// A statement as pg_stat_statements keeps it: constants are `$1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Stranger<'a> {
    /// The role that ran it, and as which it is planned.
    pub role_name: &'a str,
    pub text: &'a str,
}

/// The plan, or why there is none. None is never guessed.
pub type Planned = Result<Plan, Unread>;
