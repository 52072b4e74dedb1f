//! The chain of calls on a standby, where no row can be written: entries in a file, one line each, in the format of
//! [`crate::chain`]. After promotion its calls are taken into the tables. The format is final.
//!
//! A line is one JSON object in ASCII: `entry` (the canonical text that was signed), `link` (its HMAC in hex) and `texts`
//! (name, salt in hex and body of each free text; a report that is to be kept is the text `report`). A last line
//! without its line feed was never confirmed to anybody.
//!
//! An entry holds besides what every entry holds `started`: when the server started that wrote it, in its own
//! microseconds. A copy of the file belongs to a server that started at another time, so that it goes on under a new
//! `chain` id, told by a `standby` entry, and no two servers write the same part of a chain.
//!
//! | kind | says besides |
//! |---|---|
//! | `standby` | a server in recovery begins or goes on: `system` (identifier of the cluster), `database` (oid) |
//! | `open`, `egress`, `close` | a call, as in the tables; `call` is the place of the opening entry in the file |

use crate::chain::{canonical, hex, salted_hash, unhex, Key, KeyRing, Link, BEFORE_FIRST};
use crate::proof::Broken;
use serde::{Deserialize, Serialize};
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// A free text beside its entry, the salt in hex.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptText {
    pub name: String,
    pub salt: String,
    pub body: String,
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    entry: String,
    link: String,
    pub texts: Vec<KeptText>,
}

/// The newest line of a file: what the next one is chained to.
#[derive(Clone, Debug, PartialEq)]
pub struct Newest {
    pub chain: String,
    pub seq: i64,
    pub link: Link,
    /// When the server started that wrote it.
    pub started: i64,
}

impl Line {
    pub fn parse(text: &str) -> Option<Line> {
        serde_json::from_str(text).ok()
    }

    /// With its line feed.
    pub fn to_text(&self) -> String {
        let fields = json!({"entry": self.entry, "link": self.link, "texts": self.texts});
        format!("{}\n", canonical(&fields.as_object().cloned().unwrap_or_default()))
    }

    /// What its entry says of its own place. It is not verified here.
    pub fn newest(&self) -> Option<Newest> {
        let entry: Value = serde_json::from_str(&self.entry).ok()?;
        Some(Newest {
            chain: entry.get("chain")?.as_str()?.to_owned(),
            seq: entry.get("seq")?.as_i64()?,
            link: unhex(&self.link)?.try_into().ok()?,
            started: entry.get("started")?.as_i64()?,
        })
    }

    pub fn link(&self) -> &str {
        &self.link
    }
}

/// What a server in recovery signs with.
pub struct Writer<'k> {
    pub key: &'k Key,
    /// Microseconds since 1970.
    pub at: i64,
    pub started: i64,
}

impl Writer<'_> {
    /// The line that a server begins with, or goes on with after another one.
    pub fn begin(&self, before: Option<&Newest>, chain: &str, home: Map<String, Value>) -> Line {
        let (seq, link) = before.map_or((0, BEFORE_FIRST), |newest| (newest.seq, newest.link));
        let before = Newest { chain: chain.to_owned(), seq, link, started: self.started };
        self.line(&before, "standby", home, Vec::new())
    }

    /// The next line; texts with their salts.
    pub fn line(&self, before: &Newest, kind: &str, mut entry: Map<String, Value>, texts: Vec<KeptText>) -> Line {
        for (name, value) in [
            ("v", json!(1)),
            ("chain", json!(before.chain)),
            ("seq", json!(before.seq + 1)),
            ("at", json!(self.at)),
            ("kind", json!(kind)),
            ("key", json!(self.key.id)),
            ("started", json!(self.started)),
        ] {
            entry.insert(name.to_owned(), value);
        }
        if !texts.is_empty() {
            let hash = |text: &KeptText| salted_hash(&unhex(&text.salt).unwrap_or_default(), &text.body);
            let hashes: Map<String, Value> = texts.iter().map(|t| (t.name.clone(), hash(t).into())).collect();
            entry.insert("texts".to_owned(), hashes.into());
        }
        let signed = canonical(&entry);
        let link = hex(&self.key.sign(&before.link, &signed));
        Line { entry: signed, link, texts }
    }
}

/// How far a file has been read and confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmed {
    pub seq: i64,
    pub link: Link,
}

impl Confirmed {
    pub const NOTHING: Confirmed = Confirmed { seq: 0, link: BEFORE_FIRST };

    /// Confirms the next line, and gives what was signed.
    pub fn next(&mut self, keys: &KeyRing, line: &str) -> Result<(Line, Map<String, Value>), Broken> {
        let broken = |reason: &str| Broken { seq: self.seq + 1, reason: reason.into() };
        let line = Line::parse(line).ok_or_else(|| broken("the line is not an entry"))?;
        let link: Link = unhex(&line.link).and_then(|l| l.try_into().ok()).ok_or_else(|| broken("it has no link"))?;
        let entry: Map<String, Value> =
            serde_json::from_str(&line.entry).map_err(|_| broken("the entry is not a JSON object"))?;
        let key_id = entry.get("key").and_then(Value::as_str).unwrap_or_default();
        let key = keys
            .by_id(key_id)
            .ok_or_else(|| broken(&format!("not verifiable: the key {key_id:?} is not in the key file")))?;
        if key.sign(&self.link, &line.entry) != link || entry.get("seq").and_then(Value::as_i64) != Some(self.seq + 1) {
            return Err(broken("the link does not belong to this entry in this place"));
        }
        let signed: BTreeMap<&str, &str> = entry
            .get("texts")
            .and_then(Value::as_object)
            .map(|texts| texts.iter().filter_map(|(name, hash)| Some((name.as_str(), hash.as_str()?))).collect())
            .unwrap_or_default();
        for text in &line.texts {
            let hash = salted_hash(&unhex(&text.salt).unwrap_or_default(), &text.body);
            if signed.get(text.name.as_str()) != Some(&hash.as_str()) {
                return Err(broken(&format!("the text {} differs from its signed hash", text.name)));
            }
        }
        *self = Confirmed { seq: self.seq + 1, link };
        Ok((line, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> KeyRing {
        KeyRing::parse(&"ab".repeat(32)).unwrap()
    }

    fn file() -> Vec<String> {
        let keys = keys();
        let writer = Writer { key: keys.signing().unwrap(), at: 1, started: 7 };
        let first = writer.begin(None, "c1", json!({"database": 5}).as_object().cloned().unwrap());
        let question = KeptText { name: "question".into(), salt: "00ff".into(), body: "why é😀?".into() };
        let open = writer.line(&first.newest().unwrap(), "open", Map::new(), vec![question]);
        let close = writer.line(&open.newest().unwrap(), "close", Map::new(), Vec::new());
        [first, open, close].iter().map(Line::to_text).collect()
    }

    fn read(file: &[String]) -> Result<Vec<Map<String, Value>>, Broken> {
        let mut confirmed = Confirmed::NOTHING;
        file.iter().map(|line| confirmed.next(&keys(), line).map(|(_, entry)| entry)).collect()
    }

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let file = file();
        assert!(file.iter().all(|line| line.is_ascii() && line.ends_with('\n')), "{file:?}");
        let kinds: Vec<_> = read(&file).unwrap().iter().map(|e| e["kind"].as_str().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["standby", "open", "close"]);
        let open = Line::parse(&file[1]).unwrap();
        assert_eq!(open.texts[0].body, "why é😀?");
        let newest = Line::parse(&file[2]).unwrap().newest().unwrap();
        assert_eq!((newest.chain.as_str(), newest.seq, newest.started), ("c1", 3, 7));
    }

    #[test]
    fn what_was_touched_is_found() {
        let good = file();
        let mut texts = good.clone();
        texts[1] = texts[1].replace("why ", "who ");
        assert_eq!(read(&texts).unwrap_err().seq, 2);
        let mut missing = good.clone();
        missing.remove(1);
        assert_eq!(read(&missing).unwrap_err().seq, 2);
        let mut torn = good.clone();
        torn[2].truncate(20);
        assert_eq!(read(&torn).unwrap_err(), Broken { seq: 3, reason: "the line is not an entry".into() });
        assert_eq!(read(&good).unwrap().len(), 3);
    }

    #[test]
    fn another_server_goes_on_under_another_chain() {
        let mut file = file();
        let last = Line::parse(&file[2]).unwrap().newest().unwrap();
        let keys = keys();
        let writer = Writer { key: keys.signing().unwrap(), at: 9, started: 8 };
        file.push(writer.begin(Some(&last), "c2", Map::new()).to_text());
        let entries = read(&file).unwrap();
        assert_eq!((entries[3]["chain"].as_str(), entries[3]["seq"].as_i64()), (Some("c2"), Some(4)));
    }
}
