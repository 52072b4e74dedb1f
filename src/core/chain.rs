//! The audit chain: canonical bytes, salted hashes, HMAC. The format is final; a new one would be a new `v`.
//!
//! An entry is one JSON object written *canonically*: keys sorted by their bytes, no white space, every character
//! outside ASCII as `\uXXXX` (so that the bytes are the same in every server encoding). Its link is
//! `HMAC-SHA256(key, previous link || canonical bytes)`; the first entry's previous link is 32 zero bytes.
//!
//! Every entry holds `v` (1), `chain` (an id that is new for every database the chain lives in), `seq`, `at`
//! (microseconds since 1970 UTC), `kind` and `key` (the id of the key that signed it). Free text is not in an entry:
//! `texts` maps its name to `SHA-256(salt || UTF-8)` in hex, and text and salt are kept beside it, so that a text can
//! be erased and the chain still holds.
//!
//! | kind | says besides |
//! |---|---|
//! | `genesis` | the chain begins: `system` (identifier of the cluster), `database` (oid) |
//! | `moved` | the chain goes on in another database (restored from a dump): the same, and a new `chain` |
//! | `open` | a call begins: who, what, from where |
//! | `close` | how the call `call` ended |
//! | `rekey` | a new `key` signs on; `old_key` signed the entry before |
//! | `retention` | the entries up to `through` were dropped: their `count` and the link of the last, `last` |

use hmac::{Hmac, Mac};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// One link of the chain.
pub type Link = [u8; 32];

/// What comes before the first entry.
pub const BEFORE_FIRST: Link = [0; 32];

/// A signing key and the id by which entries name it.
#[derive(Clone)]
pub struct Key {
    pub id: String,
    secret: Vec<u8>,
}

impl Key {
    pub fn new(secret: Vec<u8>) -> Self {
        let digest = Sha256::new().chain_update(b"copilot audit key").chain_update(&secret).finalize();
        Key { id: digest.iter().take(8).fold(String::new(), hex_byte), secret }
    }

    /// The link of an entry.
    pub fn sign(&self, previous: &Link, canonical: &str) -> Link {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            return BEFORE_FIRST; // HMAC takes keys of any length: not reached
        };
        mac.update(previous);
        mac.update(canonical.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// Keys of a key file: one of 64 hex digits a line, `#` comments; the last one signs.
#[derive(Clone, Default)]
pub struct KeyRing(Vec<Key>);

impl KeyRing {
    /// Reads a key file's text; says which line is wrong.
    pub fn parse(text: &str) -> Result<KeyRing, String> {
        let mut keys = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match unhex(line) {
                Some(secret) if secret.len() == 32 => keys.push(Key::new(secret)),
                _ => return Err(format!("line {} is not a key of 64 hexadecimal digits", at + 1)),
            }
        }
        match keys.is_empty() {
            true => Err("the file holds no key".into()),
            false => Ok(KeyRing(keys)),
        }
    }

    pub fn signing(&self) -> Option<&Key> {
        self.0.last()
    }

    pub fn by_id(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }
}

fn hex_byte(mut out: String, byte: &u8) -> String {
    let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
    out
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), hex_byte)
}

/// Bytes of hexadecimal digits, or None.
pub fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    let nibble = |b: u8| char::from(b).to_digit(16);
    let pair = |p: &[u8]| match *p {
        [high, low] => u8::try_from(nibble(high)? * 16 + nibble(low)?).ok(),
        _ => None,
    };
    digits.as_bytes().chunks(2).map(pair).collect()
}

/// The canonical bytes of an entry (always ASCII).
pub fn canonical(entry: &Map<String, Value>) -> String {
    // serde_json keeps a Map sorted by key and writes no white space.
    let plain = Value::Object(entry.clone()).to_string();
    if plain.is_ascii() {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 16);
    let mut units = [0u16; 2];
    for c in plain.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// What an entry says of a free text kept beside it.
pub fn salted_hash(salt: &[u8], text: &str) -> String {
    hex(&Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize())
}

/// One row as it was read back.
pub struct Row<'a> {
    pub seq: i64,
    pub canonical: &'a str,
    pub link: &'a [u8],
}

/// Where a chain starts when its oldest months were dropped: told by a `retention` entry further on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retained {
    pub through: i64,
    pub last: Link,
}

impl Retained {
    /// The start that a `retention` entry tells. It counts once the walk has confirmed that entry itself.
    pub fn told_by(canonical: &str) -> Option<Retained> {
        let entry: Value = serde_json::from_str(canonical).ok()?;
        let last = unhex(entry.get("last")?.as_str()?)?.try_into().ok()?;
        Some(Retained { through: entry.get("through")?.as_i64()?, last })
    }
}

/// Why a chain does not hold, and from which row on.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    pub seq: i64,
    pub reason: String,
}

/// Walks a chain from its oldest row to its newest.
pub struct Walk<'k> {
    keys: &'k KeyRing,
    previous: Link,
    next_seq: i64,
    pub rows: i64,
}

impl<'k> Walk<'k> {
    pub fn new(keys: &'k KeyRing, start: Option<Retained>) -> Self {
        let (previous, next_seq) = start.map_or((BEFORE_FIRST, 1), |r| (r.last, r.through + 1));
        Walk { keys, previous, next_seq, rows: 0 }
    }

    /// The newest link confirmed so far.
    pub fn head(&self) -> (i64, &Link) {
        (self.next_seq - 1, &self.previous)
    }

    /// Confirms the next row and gives back what it says.
    pub fn step(&mut self, row: &Row) -> Result<Map<String, Value>, Broken> {
        let broken = |seq: i64, reason: String| Err(Broken { seq, reason });
        if row.seq != self.next_seq {
            return broken(self.next_seq, format!("the row is missing, the next one there is {}", row.seq));
        }
        let Ok(Value::Object(entry)) = serde_json::from_str::<Value>(row.canonical) else {
            return broken(row.seq, "the entry is not a JSON object".into());
        };
        let key_id = entry.get("key").and_then(Value::as_str).unwrap_or_default();
        let Some(key) = self.keys.by_id(key_id) else {
            return broken(row.seq, format!("not verifiable: the key {key_id:?} is not in the key file"));
        };
        if key.sign(&self.previous, row.canonical) != row.link {
            return broken(row.seq, "the link does not belong to this entry in this place".into());
        }
        if entry.get("seq").and_then(Value::as_i64) != Some(row.seq) {
            return broken(row.seq, "the entry was signed for another place".into());
        }
        self.previous = row.link.try_into().unwrap_or(BEFORE_FIRST);
        self.next_seq += 1;
        self.rows += 1;
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn keys() -> KeyRing {
        KeyRing::parse(&format!("# keys\n{}\n{}\n", "ab".repeat(32), "cd".repeat(32))).unwrap()
    }

    fn entry(seq: i64, key: &Key, more: Value) -> String {
        let mut entry = json!({"v": 1, "seq": seq, "key": key.id}).as_object().unwrap().clone();
        entry.extend(more.as_object().unwrap().clone());
        canonical(&entry)
    }

    fn chain(n: i64) -> Vec<(String, Link)> {
        let ring = keys();
        let mut previous = BEFORE_FIRST;
        (1..=n)
            .map(|seq| {
                let key = &ring.0[usize::from(seq > 2)];
                let text = entry(seq, key, json!({"action": "ask"}));
                previous = key.sign(&previous, &text);
                (text, previous)
            })
            .collect()
    }

    fn walk(rows: &[(i64, &str, Link)], start: Option<Retained>) -> Result<i64, Broken> {
        let ring = keys();
        let mut walk = Walk::new(&ring, start);
        for (seq, canonical, link) in rows {
            walk.step(&Row { seq: *seq, canonical, link })?;
        }
        Ok(walk.rows)
    }

    fn rows(chain: &[(String, Link)]) -> Vec<(i64, &str, Link)> {
        chain.iter().enumerate().map(|(i, (text, link))| (i as i64 + 1, text.as_str(), *link)).collect()
    }

    #[test]
    fn the_format_is_final() {
        // The expected values are Python's hashlib and hmac over the same bytes.
        let entry = json!({"z": "é😀", "a": [1, true], "seq": 1});
        let text = canonical(entry.as_object().unwrap());
        assert_eq!(text, r#"{"a":[1,true],"seq":1,"z":"\u00e9\ud83d\ude00"}"#);
        let key = Key::new(vec![7; 32]);
        assert_eq!(key.id, "82735992e4346d86");
        assert_eq!(
            hex(&key.sign(&BEFORE_FIRST, &text)),
            "a41105f37b31535f965eedc65a5f0764b7321c8b117ccd86b4dc63dbc243ff91"
        );
        assert_eq!(salted_hash(b"salt", "text"), "8f40d2c1caea4f10a6375603f18ed44f186066fd94eb7c3f1d115d8dc245527d");
    }

    #[test]
    fn a_whole_chain_holds_over_a_change_of_keys() {
        assert_eq!(walk(&rows(&chain(4)), None), Ok(4));
    }

    #[test]
    fn what_was_touched_is_found() {
        let good = chain(4);
        let good = rows(&good);
        let changed = good[1].1.replace("ask", "act");
        let mut touched = good.clone();
        touched[1].1 = &changed;
        assert_eq!(walk(&touched, None).unwrap_err().seq, 2);

        let mut missing = good.clone();
        missing.remove(1);
        assert_eq!(walk(&missing, None).unwrap_err().seq, 2);

        let mut swapped = good.clone();
        swapped.swap(1, 2);
        swapped[1].0 = 2;
        swapped[2].0 = 3;
        assert_eq!(walk(&swapped, None).unwrap_err().seq, 2);

        let forged = Key::new(vec![9; 32]);
        let text = entry(5, &forged, json!({}));
        let mut appended = good.clone();
        appended.push((5, &text, forged.sign(&good[3].2, &text)));
        assert!(walk(&appended, None).unwrap_err().reason.starts_with("not verifiable"));
    }

    #[test]
    fn a_dropped_month_is_bridged_by_its_signed_row() {
        let whole = chain(4);
        let kept = &rows(&whole)[2..];
        assert_eq!(walk(kept, None).unwrap_err().seq, 1);
        let told = entry(9, &keys().0[0], json!({"kind": "retention", "through": 2, "last": hex(&whole[1].1)}));
        assert_eq!(walk(kept, Retained::told_by(&told)), Ok(2));
        let lie = told.replace(&hex(&whole[1].1), &hex(&BEFORE_FIRST));
        assert_eq!(walk(kept, Retained::told_by(&lie)).unwrap_err().seq, 3);
    }

    #[test]
    fn a_key_file_says_which_line_is_wrong() {
        assert!(KeyRing::parse("").is_err());
        assert_eq!(KeyRing::parse("# x\nzz\n").err().unwrap(), "line 2 is not a key of 64 hexadecimal digits");
    }
}
