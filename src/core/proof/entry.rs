//! What the walk reads in a signed entry: a part of its fields, borrowed from the row.

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
pub struct Entry<'a> {
    pub v: i64,
    pub seq: i64,
    pub at: i64,
    #[serde(borrow)]
    pub chain: Cow<'a, str>,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub key: Cow<'a, str>,
    pub old_key: Option<String>,
    pub call: Option<i64>,
    pub pid: Option<i64>,
    pub backend_start: Option<i64>,
    /// Names and hashes of its texts.
    #[serde(borrow, default)]
    pub texts: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
}

impl Entry<'_> {
    pub fn read(canonical: &[u8]) -> Option<Entry<'_>> {
        serde_json::from_slice(canonical).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_and_anything_else_is_not() {
        let text =
            br#"{"action":"ask","at":5,"chain":"c","key":"k","kind":"open","seq":1,"texts":{"question":"00"},"v":1}"#;
        let entry = Entry::read(text).unwrap();
        assert_eq!((entry.seq, entry.texts["question"].as_ref(), entry.call), (1, "00", None));
        for not in [&b"[]"[..], b"{}", b"\xff", b""] {
            assert!(Entry::read(not).is_none());
        }
    }
}
