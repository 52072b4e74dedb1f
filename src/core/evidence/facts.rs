//! The facts of one call, each family read at most once.

/// Placeholder until the families are in.
pub struct Facts;
