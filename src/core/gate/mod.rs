//! What is pure about the gate: which functions may run.

pub mod class;
pub mod functions;
pub mod limit;
