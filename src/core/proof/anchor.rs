//! Heads of the chain that were noted where a table owner cannot reach: in the file beside the key, in the server log,
//! or by an auditor. What lies before the last one cannot be cut off or rewritten unseen.

use crate::chain::{hex, unhex, Link};
use crate::fault::{Fault, Kind};

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

/// An anchor with its chain by number: a busy year has half a million of them.
#[derive(Clone, Debug)]
struct Noted {
    seq: i64,
    link: Link,
    chain: usize,
    database: u32,
}

/// All anchors a chain is held against, in the order of their places.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    noted: Vec<Noted>,
    chains: Vec<String>,
    pub(super) held: Option<Held>,
}

impl Anchors {
    /// Those of a file; lines that are not one are passed over, since a crash may have cut the last line.
    pub fn parse(text: &str) -> Anchors {
        let mut anchors = Anchors::default();
        for anchor in text.lines().filter_map(Anchor::parse) {
            let chain = anchors.number_of(&anchor.chain).unwrap_or_else(|| {
                anchors.chains.push(anchor.chain);
                anchors.chains.len() - 1
            });
            anchors.noted.push(Noted { seq: anchor.seq, link: anchor.link, chain, database: anchor.database });
        }
        anchors.noted.sort_by_key(|noted| noted.seq);
        anchors
    }

    /// One more, which has to be met.
    pub fn and_held(mut self, held: Option<Held>) -> Anchors {
        self.held = held;
        self
    }

    /// The newest chains are looked for most.
    fn number_of(&self, chain: &str) -> Option<usize> {
        self.chains.iter().rposition(|known| known == chain)
    }

    /// Whether the entry is anchored, and whether it is the one that was.
    pub(super) fn meet(&self, chain: &str, seq: i64, link: &[u8]) -> Option<bool> {
        let from = self.noted.partition_point(|noted| noted.seq < seq);
        let here = self.noted.iter().skip(from).take_while(|noted| noted.seq == seq);
        let named = |noted: &&Noted| self.chains.get(noted.chain).is_some_and(|known| known == chain);
        let agree = here.filter(named).map(|noted| noted.link == link);
        let held = self.held.iter().filter(|held| held.seq == seq);
        let agree = agree.chain(held.map(|h| h.link == link && h.chain.as_ref().is_none_or(|c| c == chain)));
        agree.reduce(|all, one| all && one)
    }

    /// The greatest anchored place of a chain.
    pub(super) fn last_of(&self, chain: &str) -> Option<i64> {
        let chain = self.number_of(chain)?;
        self.noted.iter().rev().find(|noted| noted.chain == chain).map(|noted| noted.seq)
    }

    /// Chain and place of the newest anchor of this database, beyond a place, whose chain is not among the known ones.
    pub(super) fn stray(&self, database: u32, beyond: i64, known: impl Fn(&str) -> bool) -> Option<(&str, i64)> {
        let gone: Vec<bool> = self.chains.iter().map(|chain| !known(chain)).collect();
        let stray = |noted: &&Noted| noted.database == database && gone.get(noted.chain) == Some(&true);
        let found = self.noted.iter().rev().take_while(|noted| noted.seq > beyond).find(stray)?;
        Some((self.chains.get(found.chain)?, found.seq))
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
        assert_eq!(anchors.stray(5, 0, |chain| chain == "d"), Some(("c", 7)));
        assert_eq!(anchors.stray(6, 0, |chain| chain == "d"), None);
        assert_eq!(anchors.stray(5, 7, |_| false), None);
    }
}
