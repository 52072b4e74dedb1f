//! A made-up server whose objects are called what an attacker would call them.

use super::fake::{counts, database, index, table, FakeWorld};
use super::indexes::Index;
use super::tables::Table;
use super::Family;

/// Markup, SQL, entities, marks that turn and hide text, letters from right to left, emoji, controls, 63 bytes.
pub const HOSTILE_NAMES: [&str; 8] = [
    "\"><script>alert(1)</script>",
    "'--; drop table x",
    "<img src=http://192.0.2.1/x onerror=alert(1)>",
    "&lt;b&gt;]]>--><!--</style></title>",
    "a\u{202e}txt.exe\u{2066}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{1f600}\u{1f469}\u{200d}\u{1f4bb}",
    "line\nfeed\ttab\u{1b}[31mred\u{7}",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk",
];

/// Each name is one of a schema, a table, an index and a database, so that it stands in sentences, remedies, evidence and
/// pictures.
pub fn hostile_world() -> FakeWorld {
    let indexes = HOSTILE_NAMES.map(|name| Index {
        schema_name: name.into(),
        index_name: name.into(),
        is_valid: false,
        ..index("shop.i")
    });
    let tables = HOSTILE_NAMES.map(|name| Table {
        schema_name: name.into(),
        table_name: name.into(),
        has_primary_key: false,
        estimated_bytes: 1 << 30,
        ..table("shop.t")
    });
    FakeWorld::new()
        .with(Family::Counts, &[counts(8, 0)])
        .with(Family::Indexes, &indexes)
        .with(Family::Tables, &tables)
        .with(Family::Databases, &HOSTILE_NAMES.map(database))
}
