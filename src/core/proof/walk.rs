//! From the oldest row to the newest, and the verdict.

use super::entry::Entry;
use super::{Anchors, Broken, Claims, KeptText, OpenCall, Outcome, Row, Verdict};
use crate::chain::{hex, KeyRing, Link, BEFORE_FIRST};
use std::collections::{BTreeMap, BTreeSet};

/// What an opening entry says of its backend, while no closing entry was met.
type Opened = (Option<i64>, Option<i64>);

pub struct Walk<'a> {
    keys: &'a KeyRing,
    anchors: &'a Anchors,
    claims: &'a Claims,
    previous: Link,
    next_seq: i64,
    /// Key and chain of the newest row so far; empty before the first.
    key: String,
    chain: String,
    chains: BTreeSet<String>,
    open: BTreeMap<i64, Opened>,
    start_confirmed: bool,
    rows: i64,
    texts: i64,
    texts_gone: i64,
    anchored_to: Option<i64>,
    not_verifiable: Option<Broken>,
    broken: Option<Broken>,
}

impl<'a> Walk<'a> {
    pub fn new(keys: &'a KeyRing, anchors: &'a Anchors, claims: &'a Claims) -> Self {
        let (previous, next_seq) = claims.start.map_or((BEFORE_FIRST, 1), |start| (start.last, start.through + 1));
        Walk {
            keys,
            anchors,
            claims,
            previous,
            next_seq,
            key: String::new(),
            chain: String::new(),
            chains: BTreeSet::new(),
            open: BTreeMap::new(),
            start_confirmed: claims.start.is_none(),
            rows: 0,
            texts: 0,
            texts_gone: 0,
            anchored_to: None,
            not_verifiable: None,
            broken: None,
        }
    }

    /// Walks rows ordered by `seq`, beside texts ordered by `seq`, up to the first that does not hold. Stops early at an
    /// error of the caller's own.
    pub fn run<E>(
        &mut self,
        rows: impl Iterator<Item = Result<Row, E>>,
        texts: impl Iterator<Item = Result<KeptText, E>>,
    ) -> Result<(), E> {
        let mut texts = texts.peekable();
        let mut beside = Vec::new();
        for row in rows {
            let row = row?;
            beside.clear();
            while let Some(text) = texts.next_if(|text| !text.as_ref().is_ok_and(|text| text.seq > row.seq)) {
                beside.push(text?);
            }
            if let Err(broken) = self.confirm(&row, &beside) {
                self.broken = Some(broken);
                return Ok(());
            }
        }
        if let Some(text) = texts.next() {
            self.broken = Some(without_entry(&text?));
        }
        Ok(())
    }

    /// Confirms the next row and the texts beside it.
    fn confirm(&mut self, row: &Row, texts: &[KeptText]) -> Result<(), Broken> {
        let broken = |seq: i64, reason: &str| Err(Broken { seq, reason: reason.to_owned() });
        if row.seq < self.next_seq {
            return broken(row.seq, "this place of the chain is taken twice");
        }
        if row.seq > self.next_seq {
            return broken(self.next_seq, &format!("the row is missing; the next one there is {}", row.seq));
        }
        if let Some(text) = texts.iter().find(|text| text.seq != row.seq) {
            return Err(without_entry(text));
        }
        let Some(entry) = Entry::read(&row.canonical) else {
            return broken(row.seq, "the entry cannot be read");
        };
        if entry.seq != row.seq {
            return broken(row.seq, "the entry was made for another place");
        }
        self.confirm_origin(row, &entry)?;
        self.confirm_signature(row, &entry)?;
        if entry.kind != row.kind || entry.at != row.at || entry.call != row.call {
            return broken(row.seq, "the columns at, kind or call differ from the signed entry");
        }
        match self.anchors.meet(&entry.chain, row.seq, &row.link) {
            Some(false) => return Err(self.rewritten(row.seq)),
            Some(true) => self.anchored_to = Some(row.seq),
            None => {}
        }
        self.confirm_texts(&entry, texts)?;
        self.remember(row, &entry);
        Ok(())
    }

    /// Key and chain change only where an entry says so.
    fn confirm_origin(&self, row: &Row, entry: &Entry) -> Result<(), Broken> {
        let broken = |reason: String| Err(Broken { seq: row.seq, reason });
        let (first, moved) = (self.rows == 0, entry.kind == "moved");
        let told = entry.kind == "rekey" && entry.old_key.as_ref() == Some(&self.key);
        if !first && entry.key != self.key && !told && !moved {
            return broken(format!("the key changes from {} to {} without a rekey entry", self.key, entry.key));
        }
        if !first && entry.chain != self.chain && !moved {
            return broken(format!("the chain changes from {} to {} without a moved entry", self.chain, entry.chain));
        }
        if first && self.claims.start.is_none() && entry.kind != "genesis" {
            return broken("the first entry is not the beginning of a chain".into());
        }
        Ok(())
    }

    fn confirm_signature(&mut self, row: &Row, entry: &Entry) -> Result<(), Broken> {
        let unknown = match self.keys.by_id(&entry.key) {
            _ if entry.v != 1 => format!("the entry has format {}, which this version does not know", entry.v),
            None => format!(
                "key {} is not in the key file: it was taken out, or entries signed with another key were put in",
                entry.key
            ),
            Some(key) if key.sign(&self.previous, &row.canonical) == *row.link => return Ok(()),
            Some(_) => {
                let reason = "the link does not belong to this entry in this place".to_owned();
                return Err(Broken { seq: row.seq, reason });
            }
        };
        self.not_verifiable.get_or_insert(Broken { seq: row.seq, reason: unknown });
        Ok(())
    }

    fn confirm_texts(&mut self, entry: &Entry, texts: &[KeptText]) -> Result<(), Broken> {
        let broken = |reason: String| Err(Broken { seq: entry.seq, reason });
        for (at, text) in texts.iter().enumerate() {
            let signed = entry.texts.get(text.name.as_str());
            if signed.is_none_or(|signed| *signed != hex(&text.digest)) {
                return broken(format!("the text \"{}\" differs from its signed hash", text.name));
            }
            if text.at != entry.at {
                return broken(format!("the time beside the text \"{}\" differs from the signed entry", text.name));
            }
            if texts.iter().take(at).any(|other| other.name == text.name) {
                return broken(format!("the text \"{}\" is there twice", text.name));
            }
        }
        if texts.len() < entry.texts.len() {
            let gone = entry.texts.keys().filter(|name| !texts.iter().any(|text| text.name == name.as_ref()));
            for name in gone {
                if !self.claims.says_erased(entry.seq, name) {
                    return broken(format!("the text \"{name}\" is gone, and no entry says that it was erased"));
                }
                self.texts_gone += 1;
            }
        }
        self.texts += i64::try_from(texts.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    fn remember(&mut self, row: &Row, entry: &Entry) {
        if self.chain != entry.chain {
            self.chain = entry.chain.clone().into_owned();
            self.chains.insert(self.chain.clone());
        }
        if self.key != entry.key {
            self.key = entry.key.clone().into_owned();
        }
        match (entry.kind.as_ref(), entry.call) {
            ("open", _) => {
                self.open.insert(row.seq, (entry.pid, entry.backend_start));
            }
            ("close", Some(call)) => {
                self.open.remove(&call);
            }
            ("retention", _) if !self.start_confirmed => {
                self.start_confirmed = super::claims::Retained::told_by(&row.canonical) == self.claims.start;
            }
            _ => {}
        }
        // A link of another length has no place in the table; it was compared with the signature above.
        self.previous = row.link.as_slice().try_into().unwrap_or(BEFORE_FIRST);
        self.next_seq = row.seq + 1;
        self.rows += 1;
    }

    fn rewritten(&self, seq: i64) -> Broken {
        let since = match self.anchored_to {
            Some(agreed) => format!("after entry {agreed}, the last one that agrees with its anchor"),
            None => "before it".to_owned(),
        };
        Broken { seq, reason: format!("the entry is not the one that was anchored: the chain was rewritten {since}") }
    }

    /// The verdict. `work_list` is that of the writer, `database` the oid of the one the chain lives in.
    pub fn verdict(mut self, work_list: &[OpenCall], database: u32) -> Verdict {
        let broken =
            self.broken.take().or_else(|| self.cut_off(database)).or_else(|| self.work_list_differs(work_list));
        let unseen = || self.not_verifiable.clone().or_else(|| self.held_was_dropped());
        let (outcome, found) = match broken {
            Some(broken) => (Outcome::Broken, Some(self.since_unverifiable(broken))),
            None => match unseen() {
                Some(unseen) => (Outcome::NotVerifiable, Some(unseen)),
                None => (Outcome::Holds, None),
            },
        };
        Verdict {
            outcome,
            rows: self.rows,
            texts: self.texts,
            texts_gone: self.texts_gone,
            first_bad: found.as_ref().map(|found| found.seq),
            reason: found.map(|found| found.reason),
            anchored_to: self.anchored_to,
            head: (self.rows > 0).then(|| format!("{}:{}", self.next_seq - 1, hex(&self.previous))),
        }
    }

    /// What could not be compared before it is where trust ends.
    fn since_unverifiable(&self, broken: Broken) -> Broken {
        match &self.not_verifiable {
            Some(unseen) if unseen.seq < broken.seq => {
                let reason = format!("{}; entry {}: {}", unseen.reason, broken.seq, broken.reason);
                Broken { seq: unseen.seq, reason }
            }
            _ => broken,
        }
    }

    fn cut_off(&self, database: u32) -> Option<Broken> {
        if !self.start_confirmed {
            let reason = "the entry that says what was dropped is not part of the chain".to_owned();
            return Some(Broken { seq: self.next_seq, reason });
        }
        let dropped = self.claims.start.map_or(0, |start| start.through);
        if let Some((chain, seq)) = self.anchors.stray(database, dropped, |chain| self.chains.contains(chain)) {
            let reason = format!("chain {chain} of this database was anchored at entry {seq} and is gone");
            return Some(Broken { seq: dropped + 1, reason });
        }
        let held = self.anchors.held.as_ref().map(|held| held.seq);
        let last = self.anchors.last_of(&self.chain).max(held).filter(|last| *last >= self.next_seq)?;
        Some(Broken { seq: self.next_seq, reason: format!("the chain ends before entry {last}, which was anchored") })
    }

    /// The auditor's anchor lies before what retention has left.
    fn held_was_dropped(&self) -> Option<Broken> {
        let (held, start) = (self.anchors.held.as_ref()?, self.claims.start?);
        if held.seq > start.through || (held.seq == start.through && held.link == start.last) {
            return None;
        }
        let reason = format!(
            "entry {} was dropped by retention, which kept the link of entry {} alone: the anchor cannot be compared",
            held.seq, start.through
        );
        Some(Broken { seq: held.seq, reason })
    }

    fn work_list_differs(&self, work_list: &[OpenCall]) -> Option<Broken> {
        let listed: BTreeMap<i64, &OpenCall> = work_list.iter().map(|call| (call.seq, call)).collect();
        let broken = |seq: i64, what: &str| {
            Some(Broken { seq, reason: format!("the writer's list of open calls was changed: {what}") })
        };
        for (seq, (pid, start)) in &self.open {
            let Some(call) = listed.get(seq) else {
                return broken(*seq, "this call has no closing entry and is not in it");
            };
            if pid.is_some_and(|pid| pid != call.pid) || start.is_some_and(|start| start != call.backend_start) {
                return broken(*seq, "this call has another backend in it");
            }
        }
        let forged = listed.keys().find(|seq| !self.open.contains_key(seq))?;
        broken(*forged, "it has a call that is not open")
    }
}

fn without_entry(text: &KeptText) -> Broken {
    Broken { seq: text.seq, reason: format!("the text \"{}\" belongs to an entry that is not there", text.name) }
}
