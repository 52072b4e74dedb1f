//! What a `copilot_writer` decides about reports, for everybody who reads them.

use crate::world::Micros;

#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    SetThreshold { check_id: String, threshold: String, value: f64, reason: String },
    ResetThreshold { check_id: String, threshold: String },
    Suppress { fingerprint: String, check_name: String, object: String, reason: String, until: Micros },
    Unsuppress { fingerprint: String },
    AddCheck { id: String, sql: String, severity: String, reason: String },
    DropCheck { id: String },
}
