//! What a person, a script or an accident sees of copilot_ext from outside.

mod audit_survives;
mod held;
