//! Keeps what a `copilot_writer` decides. That only she may is in the grants on the functions; the tables are the owner's.

use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::decision::Decision;
use copilot_core::{Fault, Kind};
use pgrx::datum::DatumWithOid;
use pgrx::Spi;

/// The number of rows that changed.
pub(crate) fn keep(decision: &Decision) -> Result<usize, Fault> {
    let author = text(&who::caller().role);
    match decision {
        Decision::SetThreshold { check_id, threshold, value, reason } => change(
            include_str!("../../sql/decide/set_threshold.sql"),
            &[text(check_id), text(threshold), (*value).into(), text(reason), author],
        ),
        Decision::ResetThreshold { check_id, threshold } => {
            change(include_str!("../../sql/decide/reset_threshold.sql"), &[text(check_id), text(threshold)])
        }
        Decision::Suppress { fingerprint, check_name, object, reason, until } => {
            let until_seconds = *until as f64 / 1_000_000.0;
            let what = [text(fingerprint), text(check_name), text(object), text(reason)];
            let arguments: Vec<DatumWithOid> = what.into_iter().chain([until_seconds.into(), author]).collect();
            change(include_str!("../../sql/decide/suppress.sql"), &arguments)
        }
        Decision::Unsuppress { fingerprint } => {
            change(include_str!("../../sql/decide/unsuppress.sql"), &[text(fingerprint)])
        }
        Decision::AddCheck { id, sql, severity, reason } => change(
            include_str!("../../sql/decide/add_check.sql"),
            &[text(id), text(sql), text(severity), text(reason), author],
        ),
        Decision::DropCheck { id } => change(include_str!("../../sql/decide/drop_check.sql"), &[text(id)]),
    }
}

fn text(of: &str) -> DatumWithOid<'static> {
    Text(of.to_owned()).into()
}

fn change(sql: &str, arguments: &[DatumWithOid]) -> Result<usize, Fault> {
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    Spi::connect_mut(|client| client.update(sql, None, arguments).map(|done| done.len()))
        .map_err(|e| Fault::new(Kind::Internal, "the decision could not be kept").detail(e.to_string()))
}
