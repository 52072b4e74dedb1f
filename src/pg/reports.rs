//! Stored reports, as the view shows them to the caller.

use crate::pg::stream::micros_of;
use crate::pg::text::Text;
use copilot_core::flows::health_diff::Stored;
use copilot_core::{Fault, Kind};
use pgrx::prelude::TimestampWithTimeZone;
use pgrx::Spi;

/// The newest report of this database that the caller may see, at or before a time.
pub(crate) fn newest(before: Option<TimestampWithTimeZone>) -> Result<Option<Stored>, Fault> {
    let failed =
        |e: pgrx::spi::Error| Fault::new(Kind::Internal, "the stored reports could not be read").detail(e.to_string());
    Spi::connect(|client| {
        let table = client.select(include_str!("../../sql/reports/newest.sql"), Some(1), &[before.into()])?;
        if table.is_empty() {
            return Ok(None);
        }
        let row = table.first();
        let report = row.get::<Text>(4)?.unwrap_or_default().0;
        Ok(Some(Stored {
            id: row.get(1)?.unwrap_or_default(),
            at: row.get::<TimestampWithTimeZone>(2)?.map_or(0, micros_of),
            author: row.get::<Text>(3)?.unwrap_or_default().0,
            report: serde_json::from_str(&report).unwrap_or_default(),
        }))
    })
    .map_err(failed)
}
