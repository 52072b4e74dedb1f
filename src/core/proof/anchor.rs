//! Heads of the chain that were noted where a table owner cannot reach: in the file beside the key, in the server log,
//! or by an auditor. What lies before the last one cannot be cut off or rewritten unseen.

use crate::chain::{hex, unhex, Link};
use crate::fault::{Fault, Kind};
use std::collections::BTreeMap;

/// One line of the anchor file.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    pub chain: String,
    pub seq: i64,
    pub link: Link,
    /// Oid of the database the chain lived in.
    pub database: u32,
}

impl Anchor {
    pub fn line(&self) -> String {
        format!("{} {} {} {}", self.chain, self.seq, hex(&self.link), self.database)
    }

    fn parse(line: &str) -> Option<Anchor> {
        let mut words = line.split(' ');
        let (chain, seq, link, database) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let link = unhex(link)?.try_into().ok()?;
        Some(Anchor { chain: chain.to_owned(), seq: seq.parse().ok()?, link, database: database.parse().ok()? })
    }
}

/// An anchor that the auditor kept elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub chain: Option<String>,
    pub seq: i64,
    pub link: Link,
}

impl Held {
    /// `seq:link` as `verify_audit()` gives it, `chain seq link` as the anchor file has it, or the line of the server
    /// log.
    pub fn parse(text: &str) -> Result<Held, Fault> {
        let fault = || {
            Fault::new(Kind::InvalidArgument, "argument \"anchor\" is not an anchor")
                .detail("An anchor is the number of an entry and its link of 64 hexadecimal digits.")
                .hint("give it as verify_audit() shows it, '42:0a1b…', or as the server log does, 'chain … seq 42 link 0a1b…'")
        };
        let told = text.rsplit("copilot audit anchor:").next().unwrap_or(text);
        let mut words: Vec<&str> = told.split_whitespace().collect();
        words.retain(|word| !["chain", "seq", "link"].contains(word));
        let (chain, seq, link) = match *words.as_slice() {
            [one] => {
                let (seq, link) = one.split_once(':').ok_or_else(fault)?;
                (None, seq, link)
            }
            [chain, seq, link] | [chain, seq, link, _] => (Some(chain.to_lowercase()), seq, link),
            _ => return Err(fault()),
        };
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or_else(fault)?;
        let link = unhex(link).and_then(|link| link.try_into().ok()).ok_or_else(fault)?;
        Ok(Held { chain, seq, link })
    }
}

/// All anchors a chain is held against.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    by_seq: BTreeMap<i64, Vec<Anchor>>,
    pub(super) held: Option<Held>,
}

impl Anchors {
    /// Those of a file; lines that are not one are passed over, since a crash may have cut the last line.
    pub fn parse(text: &str) -> Anchors {
        let mut anchors = Anchors::default();
        for anchor in text.lines().filter_map(Anchor::parse) {
            anchors.by_seq.entry(anchor.seq).or_default().push(anchor);
        }
        anchors
    }

    /// One more, which has to be met.
    pub fn and_held(mut self, held: Option<Held>) -> Anchors {
        self.held = held;
        self
    }

    /// Whether the entry is anchored, and whether it is the one that was.
    pub(super) fn meet(&self, chain: &str, seq: i64, link: &[u8]) -> Option<bool> {
        let noted = self.by_seq.get(&seq).into_iter().flatten().filter(|anchor| anchor.chain == chain);
        let held = self.held.iter().filter(|held| held.seq == seq);
        let agree = noted.map(|anchor| anchor.link == link);
        let agree = agree.chain(held.map(|h| h.link == link && h.chain.as_ref().is_none_or(|c| c == chain)));
        agree.reduce(|all, one| all && one)
    }

    /// The greatest anchored place of a chain.
    pub(super) fn last_of(&self, chain: &str) -> Option<i64> {
        self.by_seq.iter().rev().find(|(_, all)| all.iter().any(|a| a.chain == chain)).map(|(seq, _)| *seq)
    }

    /// The newest anchor of this database, beyond a place, whose chain is not among the known ones.
    pub(super) fn strays(&self, database: u32, beyond: i64, known: impl Fn(&str) -> bool) -> Option<&Anchor> {
        let all = self.by_seq.range(beyond + 1..).rev().flat_map(|(_, all)| all);
        all.into_iter().find(|anchor| anchor.database == database && !known(&anchor.chain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_in_each_form_it_is_printed_in() {
        let link = hex(&[0xab; 32]);
        let held = Held { chain: Some("c0ffee".into()), seq: 42, link: [0xab; 32] };
        for form in [
            format!("c0ffee 42 {link}"),
            format!("c0ffee 42 {link} 16384\n"),
            format!("chain c0ffee seq 42 link {link}"),
            format!("2026-11-24 13:00:00.1 UTC [7] LOG:  copilot audit anchor: chain c0ffee seq 42 link {link}"),
        ] {
            assert_eq!(Held::parse(&form), Ok(held.clone()), "{form}");
        }
        assert_eq!(Held::parse(&format!(" 42:{link} ")), Ok(Held { chain: None, ..held }));
    }

    #[test]
    fn anything_else_is_refused() {
        let link = hex(&[0xab; 32]);
        for not in ["", " ", "42", "42:", ":", "42:abcd", &link, "a b", "a b c d e", "é", "ask"] {
            assert_eq!(Held::parse(not).unwrap_err().kind, Kind::InvalidArgument, "{not}");
        }
        for seq in ["0", "-1", "x", "99999999999999999999"] {
            assert!(Held::parse(&format!("{seq}:{link}")).is_err(), "{seq}");
        }
    }

    #[test]
    fn a_line_that_a_crash_has_cut_is_passed_over() {
        let whole = Anchor { chain: "c".into(), seq: 7, link: [1; 32], database: 5 };
        let anchors = Anchors::parse(&format!("{}\nc 8 0101", whole.line()));
        assert_eq!(anchors.last_of("c"), Some(7));
        assert_eq!(anchors.meet("c", 7, &[1; 32]), Some(true));
        assert_eq!(anchors.meet("c", 7, &[2; 32]), Some(false));
        assert_eq!(anchors.meet("d", 7, &[2; 32]), None);
        assert_eq!(anchors.strays(5, 0, |chain| chain == "d"), Some(&whole));
        assert_eq!(anchors.strays(5, 7, |_| false), None);
    }
}
