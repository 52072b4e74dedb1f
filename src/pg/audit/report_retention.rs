//! Reports older than `copilot.report_retention` go, a few with each new one. The chain says which: their closing
//! entries and hashes stay.

use super::guard::LetsDelete;
use super::store::{arg, internal, Store};
use crate::pg::subxact::attempt;
use crate::pg::{error, guc, world};
use copilot_core::value::utc;
use copilot_core::Fault;
use pgrx::Spi;
use serde_json::{json, Map, Value};

const DAY_MICROS: i64 = 86_400_000_000;

impl Store {
    /// What goes wrong here must not cost the new report.
    pub(super) fn drop_old_reports(&mut self) {
        let Some(days) = guc::report_retention_days() else { return };
        let before = self.head.clone();
        let why = match attempt(|| self.drop_reports_older_than(days)) {
            Ok(Ok(())) => return,
            Ok(Err(fault)) => fault.to_string(),
            Err(caught) => caught.message(),
        };
        self.forget_since(before);
        error::log(format!("copilot audit: reports older than {days} days stay for now: {why}"));
    }

    fn drop_reports_older_than(&mut self, days: i64) -> Result<(), Fault> {
        let before = world::clock() - days * DAY_MICROS;
        let lets_delete = LetsDelete::begin();
        let gone: Vec<i64> = Spi::connect_mut(|client| {
            let table = client.update(include_str!("../../../sql/audit/old_reports.sql"), None, &[arg(before)])?;
            table.map(|row| Ok(row.get::<i64>(1)?.unwrap_or_default())).collect::<Result<_, pgrx::spi::Error>>()
        })
        .map_err(internal)?;
        drop(lets_delete);
        if gone.is_empty() {
            return Ok(());
        }
        let erased: Map<String, Value> = gone.iter().map(|entry| (entry.to_string(), json!(["report"]))).collect();
        let entry = json!({"erased": erased, "by": "copilot.report_retention", "days": days, "before": utc(before)});
        self.append("erase", entry.as_object().cloned().unwrap_or_default(), &Default::default()).map(|_| ())
    }
}
