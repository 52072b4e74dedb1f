//! The thinking of copilot_ext: facts in, judged and worded answers out.
//!
//! No server, no socket, no clock, no environment, no `unsafe`: the outside is asked through one door, [`World`].
//!
//! | room | one sentence |
//! |---|---|
//! | [`world`] | the only door: what the outside must provide |
//! | [`fault`] | the one table of errors: each kind, one SQLSTATE |
//! | [`value`] | a measured value and its unit, inseparable, and how people read it |
//! | [`evidence`] | what was read: one file per family of facts, and the pieces of evidence cited from them |
//! | [`checks`] | what is judged: one file per check, one registry |
//! | [`diagnoses`] | what the counters of one statement prove by themselves |
//! | [`sentence`] | words that cite evidence |
//! | [`verify`] | holds every number, name and date of a sentence against what it cites |
//! | [`alerts`] | who is told of a finding, when, and in which words |
//! | [`ask`] | from a question to intents |
//! | [`compliance`] | which controls of a framework the findings bear on: one mapping, seen from both sides |
//! | [`report`] | what was found, laid out for people and for programs |
//! | [`llm`] | a model that words answers: what it is told, and what of its words holds |
//! | [`chain`] | the audit chain: canonical bytes, salted hashes, HMAC |
//! | [`proof`] | holds an audit chain against its keys, its anchors and what is kept beside it |
//! | [`pii`] | which columns look like data about people, by name, type, comment and the counts of a sample |
//! | [`plan`] | a plan as the planner made it, typed, and its one sentence |
//! | [`gate`] | what a statement of a person, a model or a stranger may call |
//! | [`decision`] | what a `copilot_writer` decides about reports |
//! | [`standby`] | the same chain in the file of a standby |
//! | [`ident`] | names of database objects inside SQL text |
//! | [`knowledge`] | finds tables by the words people use for them |
//! | [`flows`] | one file per thing a user does, as straight-line functions over [`World`] |
#![forbid(unsafe_code)]

pub mod alerts;
pub mod ask;
pub mod chain;
pub mod checks;
pub mod compliance;
pub mod decision;
pub mod diagnoses;
pub mod evidence;
pub mod fault;
pub mod flows;
pub mod gate;
pub mod ident;
pub mod knowledge;
pub mod llm;
pub mod pii;
pub mod plan;
pub mod proof;
pub mod report;
mod scan;
pub mod sentence;
pub mod standby;
pub mod value;
pub mod verify;
pub mod world;

pub use fault::{Fault, Kind};
pub use world::World;
