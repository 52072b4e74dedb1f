//! One file per thing a user does, as straight-line functions over [`crate::World`].

pub mod ask;
pub mod checks;
pub mod doctor;
pub mod explain_check;
pub mod explain_slow;
pub mod findings;
pub mod health_report;
pub mod refresh_knowledge;
pub mod search_schema;
pub mod slow_report;
