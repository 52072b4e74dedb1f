//! What names a finding from one look to the next.

use super::{Finding, Judged, Outcome};
use sha2::{Digest, Sha256};
use std::fmt::Write;

impl Finding {
    /// The same for the same check and object name, on every server and after every restore: the first 16 hex digits
    /// of SHA-256 over `id NUL object`.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.check.as_bytes());
        hash.update([0]);
        hash.update(self.object.as_bytes());
        let mut hex = String::with_capacity(16);
        for byte in hash.finalize().iter().take(8) {
            // writing to a String cannot fail
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// What was seen, as one text.
    pub fn summary(&self) -> String {
        self.said.sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

impl Outcome {
    /// What was seen, where the check could look.
    pub fn judged(&self) -> Option<&Judged> {
        match self {
            Outcome::Finding(judged) | Outcome::Ok(judged) => Some(judged),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Remedy, Severity};
    use crate::sentence::Dossier;

    #[test]
    fn a_fingerprint_is_pinned_and_tells_check_from_object() {
        let finding = |check, object: &str| Finding {
            check,
            severity: Severity::Low,
            object_kind: "index",
            object: object.into(),
            said: Dossier::default(),
            remedy: Remedy::advice(""),
        };
        assert_eq!(finding("IDX04", "shop.i").fingerprint(), "1a52628f78ac044a");
        assert_ne!(finding("IDX04", "shop.i").fingerprint(), finding("IDX0", "4shop.i").fingerprint());
    }
}
