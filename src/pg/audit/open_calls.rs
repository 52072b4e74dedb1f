//! Calls without a closing entry, and those among them that nobody will close any more.

use super::standby_file;
use super::store::{arg, internal, one, Store};
use crate::pg::text::Text;
use copilot_core::Fault;
use pgrx::spi::{Spi, SpiHeapTupleData};
use serde_json::Value;

/// Whether a session has ended. `start` is in microseconds since 1970.
pub(super) fn is_gone(pid: i64, start: i64) -> Result<bool, Fault> {
    let alive = one::<bool>(
        "select exists (select from pg_catalog.pg_stat_get_activity($1::integer) a
         where a.backend_start = 'epoch'::timestamptz + $2 * interval '1 microsecond')",
        &[arg(pid), arg(start)],
    )?;
    Ok(alive == Some(false))
}

impl Store {
    pub(super) fn is_closed(&mut self, call: i64) -> Result<bool, Fault> {
        let sql = "select true from copilot_audit.entry where call = $1 and kind = 'close' limit 1";
        Ok(self.ask::<bool>(sql, &[arg(call)])? == Some(true))
    }

    /// Opening entries whose backend is gone. Which backend that was is taken from the signed entry, and only a call
    /// that has no closing entry counts: the work list is not signed, and must not make the writer sign a lie.
    pub(crate) fn lost_calls(&self) -> Result<Vec<i64>, Fault> {
        let sql = "select o.seq, e.canonical from copilot_audit.open_call o
                   join copilot_audit.entry e on e.seq = o.seq and e.kind = 'open'
                   where not exists (select from copilot_audit.entry c where c.call = o.seq and c.kind = 'close')
                   order by o.seq";
        let open: Vec<(i64, Text)> = Spi::connect(|client| {
            let table = client.select(sql, None, &[]).map_err(internal)?;
            let row = |row: SpiHeapTupleData| Ok((row.get(1)?.unwrap_or(0), row.get(2)?.unwrap_or_default()));
            table.map(row).collect::<Result<_, _>>().map_err(internal)
        })?;
        let mut lost = Vec::new();
        for (seq, canonical) in open {
            let entry: Value = serde_json::from_str(&canonical.0).unwrap_or_default();
            let number = |field: &str| entry.get(field).and_then(Value::as_i64);
            let (Some(pid), Some(start)) = (number("pid"), number("backend_start")) else { continue };
            // The closing entry of such a call may stand in the part of the file that is still to be taken in.
            let may_be_closed_there = entry.get("imported").is_some() && standby_file::path().exists();
            if !may_be_closed_there && is_gone(pid, start)? {
                lost.push(seq);
            }
        }
        Ok(lost)
    }
}
