//! A check judged on rows made on the spot, for its tests.

use super::{Check, Facts, Finding, Judged, Limits, Severity, Unread};
use crate::evidence::fake::FakeWorld;

pub(crate) fn judged(check: &Check, mut world: FakeWorld) -> Result<Judged, Unread> {
    (check.judge)(&Facts::load(&mut world, check.reads), &Limits::default())
}

pub(crate) fn found(check: &Check, world: FakeWorld) -> Vec<Finding> {
    judged(check, world).unwrap().findings
}

/// How bad the first finding is.
pub(crate) fn severity(check: &Check, world: FakeWorld) -> Option<Severity> {
    found(check, world).first().map(|f| f.severity)
}
