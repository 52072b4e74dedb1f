//! What somebody does who owns the audit's tables and has not got the key.

use crate::database::Database;
use crate::story::{Story, Verdict};
use copilot_core::chain::{canonical, Key, Link, BEFORE_FIRST};
use postgres::Client;
use serde_json::Value;

/// With the triggers off, as their owner may put them.
pub fn do_harm(database: &Database, harm: &str) {
    let guards = |state: &str| {
        ["copilot_audit.entry", "copilot_audit.text", "copilot._reports"]
            .map(|table| format!("alter table {table} {state} trigger append_only;"))
            .concat()
    };
    database.superuser().run(&format!("begin; {} {harm}; {} commit", guards("disable"), guards("enable always")));
}

/// The same, and what verification says of it.
pub fn tampered(database: &Database, harm: &str) -> Verdict {
    do_harm(database, harm);
    database.superuser().verdict()
}

/// Signs every entry from a place on again, with a key of the attacker's. `named`: the entries say so.
pub fn chain_again(client: &mut Client, from: i64, named: bool) {
    let key = Key::new(&[0x66; 32]);
    let sql = "select canonical, link from copilot_audit.entry where seq = $1";
    let before = client.query_opt(sql, &[&(from - 1)]).expect("the entry before");
    let mut previous: Link = before.map_or(BEFORE_FIRST, |row| row.get::<_, Vec<u8>>(1).try_into().expect("a link"));
    let sql = "select seq, canonical from copilot_audit.entry where seq >= $1 order by seq";
    let entries = client.query(sql, &[&from]).expect("entries");
    client.run("alter table copilot_audit.entry disable trigger append_only");
    for row in entries {
        let seq: i64 = row.get(0);
        let mut entry: Value = serde_json::from_str(row.get(1)).expect("an entry");
        entry["seq"] = seq.into();
        if named {
            entry["key"] = key.id.clone().into();
        }
        let text = canonical(entry.as_object().expect("an entry"));
        previous = key.sign(&previous, &text);
        let update = "update copilot_audit.entry set canonical = $1, link = $2 where seq = $3";
        client.execute(update, &[&text, &previous.to_vec(), &seq]).expect("forged");
    }
    client.run("alter table copilot_audit.entry enable always trigger append_only");
}
