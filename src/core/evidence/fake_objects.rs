//! Rows of the objects of a database, made on the spot.

use super::columns::Columns;
use super::constraints::Constraint;
use super::counts::Counts;
use super::fake::{DAY, NOW};
use super::indexes::Index;
use super::largest::Largest;
use super::objects::Object;
use super::row_widths::RowWidth;
use super::sequences::Sequence;
use super::table_io::TableIo;
use super::tables::Table;

/// A table of text columns without comments or keys; its oid is made from its name.
pub fn object(name: &str, columns: &[&str]) -> Object {
    let (schema_name, object_name) = parts(name);
    Object {
        kind: "table".into(),
        oid: name.bytes().fold(16_384, |oid, b| oid * 31 % 1_000_003 + u32::from(b)),
        schema_name,
        object_name,
        comment: None,
        column_names: Some(columns.iter().map(|c| Some((*c).to_owned())).collect()),
        column_types: Some(columns.iter().map(|_| Some("text".to_owned())).collect()),
        column_comments: None,
        primary_key: None,
        refers_to: None,
    }
}

/// `shop.orders` as its two parts.
fn parts(name: &str) -> (String, String) {
    let (schema, object) = name.split_once('.').unwrap_or(("public", name));
    (schema.to_owned(), object.to_owned())
}

/// A table of 100,000 rows and 20 MB, vacuumed and analyzed a day ago, with nothing wrong.
pub fn table(name: &str) -> Table {
    let (schema_name, table_name) = parts(name);
    Table {
        oid: 20_000,
        schema_name,
        table_name,
        kind: 'r',
        persistence: 'p',
        is_partition: false,
        estimated_rows: Some(100_000.0),
        estimated_bytes: 20 << 20,
        live_rows: 100_000,
        dead_rows: 0,
        changed_since_analyze: 0,
        deleted_rows: 0,
        was_read: true,
        vacuumed_at: Some(NOW - DAY),
        analyzed_at: Some(NOW - DAY),
        xid_age: Some(1_000),
        has_primary_key: true,
        is_populated: true,
        options: None,
    }
}

/// A valid, used, plain btree of 20 MB over column 1 (`a`) of `shop.orders`.
pub fn index(name: &str) -> Index {
    let (schema_name, index_name) = parts(name);
    Index {
        oid: 30_000,
        table_oid: 20_000,
        schema_name,
        index_name,
        table_name: "orders".into(),
        access_method: "btree".into(),
        kind: 'i',
        is_partition: false,
        is_unique: false,
        nulls_not_distinct: false,
        is_primary: false,
        is_exclusion: false,
        is_immediate: true,
        is_replica_identity: false,
        is_valid: true,
        is_ready: true,
        is_live: true,
        is_being_built: false,
        backs_constraint: false,
        key_columns: 1,
        column_numbers: vec![1],
        column_names: Some(vec![Some("a".into())]),
        operator_classes: vec![1978],
        collations: vec![0],
        options: vec![0],
        expressions_md5: None,
        predicate_md5: None,
        has_storage_options: false,
        estimated_bytes: 20 << 20,
        scans: 1_000,
    }
}

/// A foreign key on column 1 (`a`) of `shop.orders`, oid 20,000, to `shop.customers`, oid 20,001.
pub fn foreign_key(name: &str) -> Constraint {
    Constraint {
        constraint_name: name.into(),
        kind: 'f',
        is_validated: true,
        is_inherited: false,
        schema_name: "shop".into(),
        table_name: "orders".into(),
        table_oid: 20_000,
        index_oid: Some(30_009),
        column_numbers: Some(vec![1]),
        referenced_schema_name: Some("shop".into()),
        referenced_table_name: Some("customers".into()),
        referenced_table_oid: Some(20_001),
        is_indexed: true,
        column_names: None,
        index_names: None,
    }
}

/// The same without an index in its support.
pub fn foreign_key_alone(name: &str) -> Constraint {
    Constraint {
        is_indexed: false,
        column_names: Some(vec!["a".into()]),
        index_names: Some(Vec::new()),
        ..foreign_key(name)
    }
}

/// Columns `a`, `b`, `c` of a table.
pub fn columns(table_oid: i64) -> Columns {
    Columns { table_oid, column_names: ["a", "b", "c"].map(|c| Some(c.to_owned())).to_vec() }
}

/// A table of 20 MB with as much in indexes.
pub fn largest(name: &str) -> Largest {
    let (schema_name, table_name) = parts(name);
    Largest {
        schema_name,
        table_name,
        estimated_bytes: 20 << 20,
        toast_estimated_bytes: None,
        index_estimated_bytes: 20 << 20,
    }
}

/// This many indexes, this many of them small.
pub fn counts(indexes: usize, small_indexes: usize) -> Counts {
    Counts { tables: 10, indexes, small_indexes }
}

/// An integer sequence at 1,000, owned by `shop.orders.id`.
pub fn sequence(name: &str) -> Sequence {
    let (schema_name, sequence_name) = parts(name);
    Sequence {
        oid: 50_000,
        schema_name,
        sequence_name,
        type_name: "int4".into(),
        start_value: 1,
        min_value: 1,
        max_value: 2_147_483_647,
        increment: 1,
        cycles: false,
        is_granted: true,
        is_in_reach: true,
        is_locked: false,
        is_beyond_cap: false,
        last_value: Some(1_000),
        owner_schema_name: Some("shop".into()),
        owner_table_name: Some("orders".into()),
        owner_column_name: Some("id".into()),
        owner_type_name: Some("int4".into()),
    }
}

/// A table read 100,000 times, always from the cache.
pub fn table_io(name: &str) -> TableIo {
    let (schema_name, table_name) = parts(name);
    TableIo {
        schema_name,
        table_name,
        estimated_bytes: 20 << 20,
        blocks_fetched: 100_000,
        blocks_hit: 100_000,
        scans: 0,
        scanned_rows: 0,
    }
}

/// A million rows of four columns that take 9,346 pages written anew.
pub fn row_width(name: &str) -> RowWidth {
    let (schema_name, table_name) = parts(name);
    RowWidth {
        schema_name,
        table_name,
        estimated_rows: 1e6,
        pages: 12_800,
        block_size_bytes: 8_192,
        fill_percent: 100,
        is_granted: true,
        columns: 4,
        columns_known: 4,
        row_bytes: Some(44.0),
        has_nulls: false,
        changed_since_analyze: 0,
        large_tables: 1,
    }
}

/// `shop.orders` with nine dead rows for ten live ones, and no vacuum for nine days.
pub fn bloated_orders() -> Table {
    let vacuumed_at = Some(NOW - 9 * DAY);
    Table { dead_rows: 90_000, changed_since_analyze: 90_000, vacuumed_at, ..table("shop.orders") }
}
