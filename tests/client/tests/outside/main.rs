//! What a person, a script or an accident sees of copilot_ext from outside.

mod audit_append_only;
mod audit_in_need;
mod audit_readers;
mod audit_refuses;
mod audit_survives;
mod audit_tampering;
mod audit_tampering_beside;
mod audit_under_blows;
mod audit_without_preload;
mod dump_and_restore;
mod encodings;
mod held;
mod hostile_sessions;
mod hostile_texts;
mod installing;
mod knowledge;
mod many_callers;
mod no_harm;
mod reports;
mod scheduled;
mod standby;
mod what_can_be_seen;
