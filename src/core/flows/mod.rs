//! One file per thing a user does, as straight-line functions over [`crate::World`].

pub mod explain_slow;
pub mod slow_report;
