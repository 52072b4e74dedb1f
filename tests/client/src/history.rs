//! Entries that the writer could have made, at any time and as many as wanted, signed with the real key: for what
//! happens over months, and for measuring.

use crate::story::Story;
use copilot_core::chain::{canonical, hex, salted_hash, KeyRing, Link, BEFORE_FIRST};
use copilot_core::value::utc;
use postgres::Client;
use serde_json::{json, Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;

/// Writes down what the writer of this database would have, while it is away.
pub struct Pen {
    keys: KeyRing,
    chain: String,
    seq: i64,
    previous: Link,
    months: BTreeSet<String>,
    entries: String,
    texts: String,
}

const SALT: &[u8; 16] = b"sixteen bytes...";

impl Pen {
    /// Goes on after the newest entry.
    pub fn going_on(client: &mut Client, key_file: &str) -> Pen {
        let sql = "select seq, canonical, link from copilot_audit.entry order by seq desc limit 1";
        let row = client.query_one(sql, &[]).expect("a chain");
        let entry: Value = serde_json::from_str(row.get(1)).expect("an entry");
        let mut pen = Pen::holding(key_file);
        pen.chain = entry["chain"].as_str().expect("a chain").to_owned();
        pen.seq = row.get(0);
        pen.previous = row.get::<_, Vec<u8>>(2).try_into().expect("a link");
        pen
    }

    /// Begins a chain in the place of the one that is there: for a server whose anchor file is taken away, too.
    pub fn beginning(client: &mut Client, key_file: &str, at: i64) -> Pen {
        let genesis: String = client.value("select canonical from copilot_audit.entry where kind = 'genesis'");
        let genesis: Value = serde_json::from_str(&genesis).expect("an entry");
        client.run(
            "do $$ declare t regclass; begin
               for t in select inhrelid from pg_inherits
                        where inhparent in ('copilot_audit.entry'::regclass, 'copilot_audit.text'::regclass) loop
                 execute format('drop table %s', t);
               end loop;
             end $$",
        );
        let mut pen = Pen::holding(key_file);
        pen.chain = hex(&[0xab; 16]);
        let home = json!({"system": genesis["system"], "database": genesis["database"]});
        pen.entry("genesis", at, home, &[]);
        pen
    }

    fn holding(key_file: &str) -> Pen {
        Pen {
            keys: KeyRing::parse(key_file).expect("keys"),
            chain: String::new(),
            seq: 0,
            previous: BEFORE_FIRST,
            months: BTreeSet::new(),
            entries: String::new(),
            texts: String::new(),
        }
    }

    /// A call that begins and ends at this time, in microseconds since 1970. The result is its id.
    pub fn call(&mut self, at: i64, question: &str, evidence: &str) -> i64 {
        let id = self.open(at, question, 4_000_000, 0);
        let close = json!({"call": id, "outcome": "ok", "sqlstate": null, "rows": 1, "ms": 1.5, "tokens": 0,
            "facts": {"tables": {"rows": 12}, "indexes": {"rows": 31}}});
        self.entry("close", at + 1_000, close, &[("answer", "Nothing stands out."), ("evidence", evidence)]);
        id
    }

    /// A call of this backend that does not end.
    pub fn open(&mut self, at: i64, question: &str, pid: i32, backend_start: i64) -> i64 {
        let open = json!({"action": "ask", "authenticated": "postgres", "role": "postgres", "database": "history",
            "client": null, "pid": pid, "backend_start": backend_start});
        self.entry("open", at, open, &[("question", question), ("application", "history")])
    }

    fn entry(&mut self, kind: &str, at: i64, fields: Value, texts: &[(&str, &str)]) -> i64 {
        let key = self.keys.signing().expect("a key").clone();
        self.seq += 1;
        let mut entry: Map<String, Value> = fields.as_object().expect("fields").clone();
        let common = json!({"v": 1, "chain": self.chain, "seq": self.seq, "at": at, "kind": kind, "key": key.id});
        entry.extend(common.as_object().expect("fields").clone());
        if !texts.is_empty() {
            let hashes = texts.iter().map(|(name, body)| ((*name).to_owned(), salted_hash(SALT, body).into()));
            entry.insert("texts".into(), Value::Object(hashes.collect()));
        }
        let signed = canonical(&entry);
        self.previous = key.sign(&self.previous, &signed);
        let time = utc(at);
        self.months.insert(time[..7].to_owned());
        let time = format!("{}.{:06}+00", &time[..19], at.rem_euclid(1_000_000));
        let call = entry.get("call").map_or_else(|| "\\N".to_owned(), Value::to_string);
        let (seq, link) = (self.seq, hex(&self.previous));
        writeln!(self.entries, "{seq}\t{time}\t{kind}\t{call}\t{}\t\\\\x{link}", escaped(&signed)).expect("memory");
        for (name, body) in texts {
            let (salt, body) = (hex(SALT), escaped(body));
            writeln!(self.texts, "{seq}\t{time}\t{name}\t\\\\x{salt}\t{body}").expect("memory");
        }
        self.seq
    }

    /// Puts down what was written so far, months included.
    pub fn put(&mut self, client: &mut Client) {
        for month in std::mem::take(&mut self.months) {
            let name = month.replace('-', "_");
            let to: String =
                client.value(&format!("select to_char('{month}-01'::date + interval '1 month', 'YYYY-MM')"));
            let there: bool = client.value(&format!("select to_regclass('copilot_audit.entry_{name}') is not null"));
            if !there {
                let sql = include_str!("../../../sql/audit/month.sql");
                client.run(&sql.replace("{month}", &name).replace("{from}", &month).replace("{to}", &to));
            }
        }
        for (table, rows) in
            [("entry (seq, at, kind, call, canonical, link)", &mut self.entries), ("text", &mut self.texts)]
        {
            let mut copy = client.copy_in(&format!("copy copilot_audit.{table} from stdin")).expect("copy");
            copy.write_all(std::mem::take(rows).as_bytes()).expect("copy");
            copy.finish().expect("copy");
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t")
}
