//! Requests from a backend: with the settings of this session, in turn with the other sessions, and never deaf to a
//! cancel.

pub(crate) mod key;
mod post;
pub(crate) mod turns;

pub(crate) use post::{post, post_to, NoReply, Route};
