//! `copilot.schedule_health()`.

use crate::pg::audit::call::{audited, Done};
use crate::pg::text::Text;
use crate::pg::{cron as pg_cron, error};
use pgrx::prelude::*;

/// Has pg_cron make a report on a schedule.
#[pg_extern(schema = "copilot", volatile, parallel_unsafe)]
fn schedule_health(cron: Option<Text>) -> Option<i64> {
    let cron = cron.map(|text| text.0);
    let mut notice = String::new();
    let id = audited("schedule_health", cron.as_deref(), |_, _| {
        let (id, said) = pg_cron::schedule(cron.as_deref())?;
        notice = said;
        Ok(Done::text(id, &notice, Vec::new()))
    });
    error::notice(notice);
    id
}
