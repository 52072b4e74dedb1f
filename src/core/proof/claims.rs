//! What `retention` and `erase` entries say of rows and texts that are not there any more. They are read before the walk
//! and count for what they say; the walk comes by each of these entries and confirms it, or the chain does not hold.

use crate::chain::{unhex, Link};
use serde_json::Value;
use std::collections::HashSet;

/// Where a chain starts when its oldest months were dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retained {
    pub through: i64,
    pub last: Link,
}

impl Retained {
    /// The start that a `retention` entry tells.
    pub fn told_by(canonical: &[u8]) -> Option<Retained> {
        Retained::read(&serde_json::from_slice(canonical).ok()?)
    }

    fn read(entry: &Value) -> Option<Retained> {
        let kind = entry.get("kind")?.as_str()?;
        let last = unhex(entry.get("last")?.as_str()?)?.try_into().ok()?;
        let through = entry.get("through")?.as_i64()?;
        (kind == "retention").then_some(Retained { through, last })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Claims {
    pub(super) start: Option<Retained>,
    erased: HashSet<(i64, String)>,
    home: Option<(i64, u32)>,
}

impl Claims {
    /// The kinds of entries that are to be told here.
    pub const KINDS: [&'static str; 4] = ["genesis", "moved", "retention", "erase"];

    /// Takes in one entry, in whatever order.
    pub fn hear(&mut self, canonical: &[u8]) {
        let Ok(entry) = serde_json::from_slice::<Value>(canonical) else {
            return; // the walk says what is wrong with it
        };
        if let Some(told) = Retained::read(&entry) {
            if self.start.is_none_or(|known| known.through < told.through) {
                self.start = Some(told);
            }
        }
        let seq = entry.get("seq").and_then(Value::as_i64).unwrap_or_default();
        if let Some(database) = entry.get("database").and_then(Value::as_u64).and_then(|oid| u32::try_from(oid).ok()) {
            if self.home.is_none_or(|(known, _)| known < seq) {
                self.home = Some((seq, database));
            }
        }
        for (of, names) in entry.get("erased").and_then(Value::as_object).into_iter().flatten() {
            let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
            if let Ok(of) = of.parse::<i64>() {
                self.erased.extend(names.map(|name| (of, name.to_owned())));
            }
        }
    }

    pub(super) fn says_erased(&self, seq: i64, name: &str) -> bool {
        !self.erased.is_empty() && self.erased.contains(&(seq, name.to_owned()))
    }

    /// Oid of the database the chain lives in, by its newest entry that says so.
    pub fn home(&self) -> Option<u32> {
        self.home.map(|(_, database)| database)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::hex;

    #[test]
    fn the_newest_retention_and_every_erasure_count() {
        let mut claims = Claims::default();
        for entry in [
            format!(r#"{{"kind":"retention","seq":30,"through":20,"last":"{}","database":7}}"#, hex(&[2; 32])),
            format!(r#"{{"kind":"retention","seq":15,"through":10,"last":"{}","database":6}}"#, hex(&[1; 32])),
            r#"{"kind":"erase","seq":31,"erased":{"21":["question","application"],"22":["answer"]}}"#.to_owned(),
            "not JSON".to_owned(),
        ] {
            claims.hear(entry.as_bytes());
        }
        assert_eq!(claims.start, Some(Retained { through: 20, last: [2; 32] }));
        assert_eq!(claims.home(), Some(7));
        assert!(claims.says_erased(21, "application") && claims.says_erased(22, "answer"));
        assert!(!claims.says_erased(21, "answer") && !claims.says_erased(23, "answer"));
    }

    #[test]
    fn another_kind_of_entry_tells_no_start() {
        let entry = format!(r#"{{"kind":"open","through":20,"last":"{}"}}"#, hex(&[2; 32]));
        assert_eq!(Retained::told_by(entry.as_bytes()), None);
    }
}
