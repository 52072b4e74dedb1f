//! One file per thing a user does, as straight-line functions over [`crate::World`].

pub mod ask;
pub mod checks;
pub mod compliance_report;
pub mod doctor;
pub mod explain;
pub mod explain_check;
pub mod explain_slow;
pub mod findings;
pub mod health_diff;
pub mod health_report;
pub mod own_checks;
pub mod pii_scan;
pub mod preview_prompt;
pub mod refresh_knowledge;
pub mod run_sql;
pub mod schedule_health;
pub mod search_schema;
pub mod slow_report;
pub mod suppress;
pub mod thresholds;
pub mod worded;
