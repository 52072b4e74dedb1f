//! The audit chain: canonical bytes, salted hashes, HMAC. The format is final; a new one would be a new `v`.
//!
//! An entry is one JSON object written *canonically*: keys sorted by their bytes, no white space, every character
//! outside ASCII as `\uXXXX` (so that the bytes are the same in every server encoding). Its link is
//! `HMAC-SHA256(key, previous link || canonical bytes)`; the first entry's previous link is 32 zero bytes.
//!
//! Every entry holds `v` (1), `chain` (an id that is new for every database the chain lives in), `seq`, `at`
//! (microseconds since 1970 UTC), `kind` and `key` (the id of the key that signed it). Free text is not in an entry:
//! `texts` maps its name to `SHA-256(salt || UTF-8)` in hex, and text and salt are kept beside it, so that a text can
//! be erased and the chain still holds. A kept report is such a text of its closing entry, named `report`.
//!
//! How a chain is proved is in [`crate::proof`].
//!
//! | kind | says besides |
//! |---|---|
//! | `genesis` | the chain begins: `system` (identifier of the cluster), `database` (oid) |
//! | `moved` | the chain goes on in another database (restored from a dump): the same, and a new `chain` |
//! | `open` | a call begins: who, what, from where, `pid` and `backend_start` of its backend |
//! | `egress` | a request leaves for a model, on behalf of the call `call`: to which `host`, and the `sha256` of its body |
//! | `close` | how the call `call` ended, and its requests in `egress` |
//! | `imported` | calls of a standby were taken in: of its chain `from` all up to `through`; their entries say where they came from in `imported` |
//! | `rekey` | a new `key` signs on; `old_key` signed the entry before |
//! | `erase` | `erased`: names of the texts that were erased, by the entry they belong to; who (`by`), the call `asked_in` |
//! | `retention` | the entries up to `through` were dropped: their `count`, the link of the last, `last`; who; `system` and `database` as above |

use hmac::digest::generic_array::GenericArray;
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
    /// The key taken in already: each entry starts from a copy.
    mac: Hmac<Sha256>,
}

impl Key {
    pub fn new(secret: &[u8; 32]) -> Self {
        let digest = Sha256::new().chain_update(b"copilot audit key").chain_update(secret).finalize();
        let mut block = GenericArray::default();
        block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
        Key { id: hex(digest.get(..8).unwrap_or_default()), mac: Hmac::new(&block) }
    }

    /// The link of an entry.
    pub fn sign(&self, previous: &Link, canonical: impl AsRef<[u8]>) -> Link {
        self.mac.clone().chain_update(previous).chain_update(canonical).finalize().into_bytes().into()
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
            match unhex(line).and_then(|secret| <[u8; 32]>::try_from(secret).ok()) {
                Some(secret) => keys.push(Key::new(&secret)),
                None => return Err(format!("line {} is not a key of 64 hexadecimal digits", at + 1)),
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

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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
    hex(&salted_digest(salt, text.as_bytes()))
}

/// The same before it is written in hexadecimal digits.
pub fn salted_digest(salt: &[u8], text: &[u8]) -> Link {
    Sha256::new().chain_update(salt).chain_update(text).finalize().into()
}

/// What is hashed of a kept report: `report` as the server prints its jsonb.
pub fn report_text(call: i64, author: &str, verdict: &str, report: &str) -> String {
    Value::from(vec![call.into(), Value::from(author), verdict.into(), report.into()]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_format_is_final() {
        // The expected values are Python's hashlib and hmac over the same bytes.
        let entry = json!({"z": "é😀", "a": [1, true], "seq": 1});
        let text = canonical(entry.as_object().unwrap());
        assert_eq!(text, r#"{"a":[1,true],"seq":1,"z":"\u00e9\ud83d\ude00"}"#);
        let key = Key::new(&[7; 32]);
        assert_eq!(key.id, "82735992e4346d86");
        assert_eq!(
            hex(&key.sign(&BEFORE_FIRST, &text)),
            "a41105f37b31535f965eedc65a5f0764b7321c8b117ccd86b4dc63dbc243ff91"
        );
        assert_eq!(salted_hash(b"salt", "text"), "8f40d2c1caea4f10a6375603f18ed44f186066fd94eb7c3f1d115d8dc245527d");
        assert_eq!(report_text(7, "ann", "two \"findings\"", "{}"), r#"[7,"ann","two \"findings\"","{}"]"#);
    }

    #[test]
    fn a_key_file_says_which_line_is_wrong() {
        assert!(KeyRing::parse("").is_err());
        assert_eq!(KeyRing::parse("# x\nzz\n").err().unwrap(), "line 2 is not a key of 64 hexadecimal digits");
    }
}
