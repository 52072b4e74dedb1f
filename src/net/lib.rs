//! Sends one HTTP request with a deadline. Knows no server and no provider.
//!
//! * [`target`] is a URL that was taken apart strictly, [`policy`] says which addresses may be reached, [`ranges`] what
//!   an address is;
//! * [`resolve`] turns a name into addresses, [`connect`] opens a connection to a checked one, [`trust`] says whose
//!   certificates count;
//! * [`exchange`] is one request and one reply over one connection, [`watched`] notes how far it came, [`body`] caps
//!   and unpacks the reply;
//! * [`turns`] says who may send now, [`retry`] what is tried again, [`client`] puts it together and asks the caller between two ticks whether to go
//!   on, [`failure`] has a sentence for everything that can go wrong.
//!
//! What it never does: follow a redirect, ask the environment for a proxy, keep a connection, connect to an address that
//! was not checked.

#![forbid(unsafe_code)]

mod body;
mod client;
mod connect;
mod exchange;
mod failure;
mod policy;
mod ranges;
mod resolve;
mod retry;
mod target;
mod trust;
mod turns;
mod watched;

pub use client::{Client, Header, Limits, Method, Request, Response};
pub use failure::{Failure, Phase, Why};
pub use policy::{AddressPolicy, Refused};
pub use ranges::Range;
pub use resolve::Resolve;
pub use target::{BadUrl, Host, Target};
pub use turns::{Place, Turn, Turns};
