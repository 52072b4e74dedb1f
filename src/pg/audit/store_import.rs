//! What the tables say of a standby's calls that were taken in.

use super::read::internal;
use super::store::{arg, Store};
use crate::pg::text::Text;
use copilot_core::chain::canonical;
use copilot_core::Fault;
use pgrx::spi::Spi;
use serde_json::{json, Map, Value};
use std::collections::{BTreeMap, HashMap};

fn object(fields: Value) -> Map<String, Value> {
    fields.as_object().cloned().unwrap_or_default()
}

impl Store {
    /// Up to which place a standby's chain is in the tables.
    pub(super) fn taken_in_through(&mut self, chain: &str) -> Result<i64, Fault> {
        let sql = "select canonical from copilot_audit.entry
                   where kind = 'imported' and position($1 in canonical) > 0 order by seq desc limit 1";
        let said = self.ask::<Text>(sql, &[arg(Text(format!("\"from\":\"{chain}\"")))])?;
        let said: Value = said.and_then(|text| serde_json::from_str(&text.0).ok()).unwrap_or_default();
        Ok(said.get("through").and_then(Value::as_i64).unwrap_or_default())
    }

    pub(super) fn say_taken_in(&mut self, chain: &str, through: i64, count: i64) -> Result<(), Fault> {
        let fields = json!({"from": chain, "through": through, "count": count});
        self.append("imported", object(fields), &BTreeMap::new()).map(|_| ())
    }

    /// From this entry on the file does not hold, and is left as it is.
    pub(super) fn say_broken(&mut self, reason: &str, seq: i64) -> Result<(), Fault> {
        let fields = json!({"broken_at": seq, "reason": reason});
        self.append("imported", object(fields), &BTreeMap::new()).map(|_| ())
    }

    /// The opening entries that were taken in, by what they say of their origin.
    pub(super) fn taken_in_calls(&self) -> Result<HashMap<String, i64>, Fault> {
        let sql = "select seq, canonical from copilot_audit.entry
                   where kind = 'open' and position('\"imported\":{' in canonical) > 0";
        Spi::connect(|client| {
            let mut calls = HashMap::new();
            for row in client.select(sql, None, &[]).map_err(internal)? {
                let seq = row.get::<i64>(1).map_err(internal)?.unwrap_or_default();
                let text = row.get::<Text>(2).map_err(internal)?.unwrap_or_default().0;
                let entry: Value = serde_json::from_str(&text).unwrap_or_default();
                if let Some(origin) = entry.get("imported").and_then(Value::as_object) {
                    calls.insert(canonical(origin), seq);
                }
            }
            Ok(calls)
        })
    }
}
