//! Walks the chain and holds it against its anchors.

use super::anchor::{self, my_database, Anchor};
use super::key_file;
use super::read::{internal, tables_exist};
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::Text;
use copilot_core::chain::{hex, salted_hash, unhex, Broken, KeyRing, Retained, Row, Walk};
use copilot_core::{Fault, Kind};
use pgrx::spi::{Spi, SpiClient};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

const FETCH_ROWS: i64 = 5_000;

/// What the walk found.
pub(crate) struct Verdict {
    pub(crate) holds: bool,
    pub(crate) rows: i64,
    pub(crate) texts: i64,
    /// Texts that were erased: their hash stands in the chain, the text is gone.
    pub(crate) texts_gone: i64,
    pub(crate) first_bad: Option<i64>,
    pub(crate) reason: Option<String>,
    /// Up to here a cut or a rewritten chain would be seen.
    pub(crate) anchored_to: Option<i64>,
    pub(crate) head: Option<String>,
}

/// Verifies the whole chain of this database.
pub(crate) fn verify() -> Result<Verdict, Fault> {
    let keys =
        key_file::read().map_err(|fault| Fault { message: format!("not verifiable: {}", fault.message), ..fault })?;
    let anchors = anchor::read().unwrap_or_default();
    let _identity = ActingAsOwner::begin(owner::of_extension()?);
    if !tables_exist()? {
        return Err(Fault::new(Kind::NotFound, "there is no audit chain in this database yet")
            .detail("It begins with the first call.")
            .hint("select copilot.ask('is my database healthy?')"));
    }
    Spi::connect(|client| Walker::new(&keys, &anchors).walk(client))
}

struct Walker<'a> {
    keys: &'a KeyRing,
    anchors: &'a [Anchor],
    by_place: HashMap<(&'a str, i64), &'a [u8]>,
    texts: i64,
    texts_gone: i64,
    anchored_to: Option<i64>,
    /// The chain of the newest row so far, and all met.
    chain: String,
    chains: HashSet<String>,
}

impl<'a> Walker<'a> {
    fn new(keys: &'a KeyRing, anchors: &'a [Anchor]) -> Self {
        let by_place = anchors.iter().map(|a| ((a.chain.as_str(), a.seq), a.link.as_slice())).collect();
        Walker {
            keys,
            anchors,
            by_place,
            texts: 0,
            texts_gone: 0,
            anchored_to: None,
            chain: String::new(),
            chains: HashSet::new(),
        }
    }

    fn walk(mut self, client: &SpiClient) -> Result<Verdict, Fault> {
        let mut walk = Walk::new(self.keys, start(client)?);
        let mut broken = None;
        let mut cursor = client.open_cursor(include_str!("../../../sql/audit/chain.sql"), &[]);
        'walk: loop {
            let table = cursor.fetch(FETCH_ROWS).map_err(internal)?;
            if table.is_empty() {
                break;
            }
            for row in table {
                let seq = row.get::<i64>(1).map_err(internal)?.unwrap_or_default();
                let text = row.get::<Text>(2).map_err(internal)?.unwrap_or_default().0;
                let link = row.get::<Vec<u8>>(3).map_err(internal)?.unwrap_or_default();
                let columns = Columns {
                    kind: row.get::<Text>(4).map_err(internal)?.unwrap_or_default().0,
                    at: row.get::<i64>(5).map_err(internal)?.unwrap_or_default(),
                    call: row.get::<i64>(6).map_err(internal)?,
                };
                let texts = row.get::<Text>(7).map_err(internal)?.map(|t| Kept::parse(&t.0)).unwrap_or_default();
                let result = walk
                    .step(&Row { seq, canonical: &text, link: &link })
                    .and_then(|entry| self.confirm(seq, &link, &entry, &columns, &texts));
                if let Err(found) = result {
                    broken = Some(found);
                    break 'walk;
                }
            }
        }
        let broken = broken.or_else(|| self.cut_off(walk.head().0));
        let head = (walk.rows > 0).then(|| format!("{}:{}", walk.head().0, hex(walk.head().1)));
        Ok(Verdict {
            holds: broken.is_none(),
            rows: walk.rows,
            texts: self.texts,
            texts_gone: self.texts_gone,
            first_bad: broken.as_ref().map(|b| b.seq),
            reason: broken.map(|b| b.reason),
            anchored_to: self.anchored_to,
            head,
        })
    }

    /// What the chain itself does not see: columns beside the entry, kept texts, anchors.
    fn confirm(
        &mut self,
        seq: i64,
        link: &[u8],
        entry: &Map<String, Value>,
        columns: &Columns,
        texts: &[Kept],
    ) -> Result<(), Broken> {
        let broken = |reason: String| Err(Broken { seq, reason });
        if !columns.agree_with(entry) {
            return broken("the columns at, kind or call differ from the signed entry".into());
        }
        self.chain = entry.get("chain").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !self.chains.contains(&self.chain) {
            self.chains.insert(self.chain.clone());
        }
        if let Some(anchored) = self.by_place.get(&(self.chain.as_str(), seq)) {
            if *anchored != link {
                return broken("the link differs from the anchor beside the key file".into());
            }
            self.anchored_to = Some(seq);
        }
        let hashes = entry.get("texts").and_then(Value::as_object).cloned().unwrap_or_default();
        for Kept { name, salt, body } in texts {
            let signed = hashes.get(name).and_then(Value::as_str);
            let salt = unhex(salt).unwrap_or_default();
            if signed != Some(salted_hash(&salt, body).as_str()) {
                return broken(format!("the text {name} differs from its signed hash"));
            }
        }
        self.texts += texts.len() as i64;
        self.texts_gone += hashes.len() as i64 - texts.len() as i64;
        Ok(())
    }

    /// An anchor of the newest chain beyond its head: the tail was cut. One of a chain that is nowhere in this
    /// database, though it was anchored from here: the whole chain was thrown away.
    fn cut_off(&self, head: i64) -> Option<Broken> {
        let here = self.anchors.iter().filter(|a| a.database == my_database());
        if let Some(gone) = here.filter(|a| !self.chains.contains(&a.chain)).max_by_key(|a| a.seq) {
            let reason =
                format!("chain {} of this database was anchored at entry {} and is gone", gone.chain, gone.seq);
            return Some(Broken { seq: 1, reason });
        }
        let beyond = self.anchors.iter().filter(|a| a.chain == self.chain && a.seq > head).map(|a| a.seq).max()?;
        Some(Broken { seq: head + 1, reason: format!("the chain ends here, but entry {beyond} was anchored") })
    }
}

/// The columns beside an entry that repeat what it says.
struct Columns {
    kind: String,
    /// Microseconds since 1970.
    at: i64,
    call: Option<i64>,
}

impl Columns {
    fn agree_with(&self, entry: &Map<String, Value>) -> bool {
        entry.get("kind").and_then(Value::as_str) == Some(self.kind.as_str())
            && entry.get("at").and_then(Value::as_i64) == Some(self.at)
            && entry.get("call").and_then(Value::as_i64) == self.call
    }
}

/// A text beside an entry, its salt in hex.
#[derive(Deserialize)]
struct Kept {
    name: String,
    salt: String,
    body: String,
}

impl Kept {
    fn parse(json: &str) -> Vec<Kept> {
        serde_json::from_str(json).unwrap_or_default()
    }
}

/// Where the chain starts when its oldest months were dropped.
fn start(client: &SpiClient) -> Result<Option<Retained>, Fault> {
    let sql = "select canonical from copilot_audit.entry where kind = 'retention' order by seq desc limit 1";
    let table = client.select(sql, Some(1), &[]).map_err(internal)?;
    if table.is_empty() {
        return Ok(None);
    }
    let text = table.first().get_one::<Text>().map_err(internal)?.unwrap_or_default();
    Ok(Retained::told_by(&text.0))
}
