//! Dropping whole months. The caller verifies the chain, and says by count and link which rows it saw; the writer drops
//! these and no others, and signs what it dropped in one transaction.

use super::guard::LetsDelete;
use super::patience::Patience;
use super::store::{arg, one, run, Store};
use super::verify::with_verdict;
use super::way::Way;
use super::Message;
use crate::pg::stream::Stream;
use crate::pg::text::Text;
use crate::pg::{guc, who, world};
use copilot_core::chain::hex;
use copilot_core::proof::Outcome;
use copilot_core::value::utc;
use copilot_core::{Fault, Kind};
use serde_json::{json, Value};
use std::collections::BTreeMap;

pub(crate) const EXAMPLE: &str = "SELECT * FROM copilot.prune_audit(now() - interval '1 year')";
const MONTHS_EACH: i64 = 1_000;

/// What was dropped.
#[derive(Default)]
pub(crate) struct Pruned {
    pub(crate) months: Vec<String>,
    pub(crate) entries: i64,
    pub(crate) through: Option<i64>,
    /// Why a month that ended before the given time is still there.
    pub(crate) kept: Option<String>,
}

/// One month of entries, `2026-10`.
struct Month {
    name: String,
    first: i64,
    last: i64,
    entries: i64,
}

/// Has the writer drop the months that ended before a time (microseconds since 1970).
pub(crate) fn prune(asked_in: i64, before: i64) -> Result<Pruned, Fault> {
    if before > world::clock() {
        return Err(Fault::new(Kind::InvalidArgument, "argument \"before\" lies in the future").hint(EXAMPLE));
    }
    let (pruned, link) = with_verdict(None, |verdict| {
        if verdict.outcome != Outcome::Holds {
            let reason = verdict.reason.unwrap_or_default();
            return Err(Fault::new(Kind::AuditBroken, "the audit chain does not hold, so nothing is dropped")
                .detail(format!("{}: {reason}", verdict.outcome.word()))
                .hint("SELECT * FROM copilot.verify_audit()"));
        }
        let pruned = plan(&utc(before));
        let sql = "select link::bytea from copilot_audit.entry where seq = $1";
        let link = pruned.through.and_then(|through| Stream::first(sql, &[through], 1)).map(|row| row.bytes(0));
        Ok((pruned, link))
    })?;
    let Some(link) = link else { return Ok(pruned) };
    let who = who::caller();
    let entry = json!({
        "months": pruned.months, "through": pruned.through, "count": pruned.entries, "last": hex(&link),
        "by": who.authenticated, "role": who.role, "asked_in": asked_in,
    });
    let entry = entry.as_object().cloned().unwrap_or_default();
    let message = Message { kind: "retention".into(), entry, texts: BTreeMap::new(), backend: None, report: None };
    Way::of_this_server()?.submit(&message, guc::audit_timeout(), Patience::UntilTimeout).map_err(
        |fault| match fault.detail.as_ref().is_some_and(|detail| detail.contains("55P03")) {
            true => {
                fault.hint("another transaction reads these months, perhaps this one: call it outside of a transaction")
            }
            false => fault,
        },
    )?;
    Ok(pruned)
}

/// The months to drop, oldest first: those that ended by then, as far as they are the beginning of the chain and no
/// call in them is still open.
fn plan(before: &str) -> Pruned {
    let months = months();
    let open = Stream::first("select min(seq)::bigint from copilot_audit.open_call", &[], 1);
    let first_open = open.and_then(|row| row.number(0)).unwrap_or(i64::MAX);
    let mut pruned = Pruned::default();
    let mut last = 0;
    let mut entries = 0;
    for (at, month) in months.iter().enumerate() {
        if month_after(&month.name).as_str() > before.get(..7).unwrap_or_default() {
            break;
        }
        last = last.max(month.last);
        entries += month.entries;
        if first_open <= last {
            pruned.kept = Some(format!("call {first_open} of {} is still open", month.name));
            break;
        }
        // A clock that was set back may have put later entries into an earlier month: these months go together.
        if months.iter().skip(at + 1).any(|later| later.first < last) {
            pruned.kept = Some(format!("later entries than some of the next month are in {}", month.name));
            continue;
        }
        pruned.kept = None;
        pruned.months = months.iter().take(at + 1).map(|month| month.name.clone()).collect();
        (pruned.through, pruned.entries) = (Some(last), entries);
    }
    pruned
}

fn months() -> Vec<Month> {
    let mut stream = Stream::open(include_str!("../../../sql/audit/months.sql"), &[], 4, MONTHS_EACH);
    let mut months = Vec::new();
    while stream.advance() {
        let number = |column: usize| stream.number(column).unwrap_or_default();
        months.push(Month { name: stream.text(0), first: number(1), last: number(2), entries: number(3) });
    }
    months
}

/// `2026-12` to `2027-01`.
pub(super) fn month_after(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap_or_default();
    let (year, month): (i32, u32) = (year.parse().unwrap_or_default(), month.parse().unwrap_or_default());
    match month {
        12 => format!("{:04}-01", year + 1),
        m => format!("{year:04}-{:02}", m + 1),
    }
}

impl Store {
    /// The writer's side: drops the months that the caller has verified, and signs it.
    pub(super) fn retain(&mut self, message: &Message) -> Result<i64, Fault> {
        let said = |field: &str| message.entry.get(field).and_then(Value::as_i64).unwrap_or_default();
        let (through, count) = (said("through"), said("count"));
        let last = message.entry.get("last").and_then(Value::as_str).unwrap_or_default();
        let months = message.entry.get("months").and_then(Value::as_array).into_iter().flatten();
        let months: Vec<&str> = months.filter_map(Value::as_str).collect();
        let as_seen = one::<bool>(
            include_str!("../../../sql/audit/as_verified.sql"),
            &[arg(through), arg(count), arg(Text(last.to_owned()))],
        )?;
        if as_seen != Some(true) {
            return Err(Fault::new(Kind::AuditUnavailable, "the audit has changed since it was verified"));
        }
        for month in &months {
            let month = month.replace('-', "_");
            run(&format!("drop table copilot_audit.entry_{month}, copilot_audit.text_{month}"), &[])?;
        }
        let left = one::<i64>("select count(*) from copilot_audit.entry where seq <= $1", &[arg(through)])?;
        if left != Some(0) {
            return Err(Fault::new(Kind::AuditUnavailable, "these months do not hold the rows that were verified"));
        }
        let lets_delete = LetsDelete::begin();
        run("delete from copilot._reports where entry <= $1", &[arg(through)])?;
        drop(lets_delete);
        self.forget_months();
        let mut entry = message.entry.clone();
        entry.extend(Store::home());
        Ok(self.append("retention", entry, &message.texts)?.0)
    }
}
