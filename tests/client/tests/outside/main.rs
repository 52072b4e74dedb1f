//! What a person, a script or an accident sees of copilot_ext from outside.

mod audit_append_only;
mod audit_readers;
mod audit_refuses;
mod audit_survives;
mod audit_tampering;
mod audit_tampering_beside;
mod audit_without_preload;
mod dump_and_restore;
mod encodings;
mod held;
mod hostile_sessions;
mod hostile_texts;
mod http_cancel;
mod http_key;
mod http_no_model;
mod http_turns;
mod installing;
mod many_callers;
mod model;
mod model_call;
mod no_harm;
mod reports;
mod scheduled;
mod what_can_be_seen;
