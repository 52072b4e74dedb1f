//! Columns that look like data about people, who can read them, and what protects them as far as the server shows it.

use crate::evidence::facts::Facts;
use crate::evidence::table_columns::{TableColumn, TableColumns};
use crate::evidence::{Family, Unread};
use crate::fault::{Fault, Kind};
use crate::ident::{qualified, quote_ident};
use crate::pii::{judge, reads_like_text, shape_of, Personal, Tally};
use crate::value::grouped;
use crate::world::World;
use std::collections::{BTreeMap, HashMap};

/// More rows of one table say no more about its columns.
pub const MOST_SAMPLE_ROWS: i32 = 10_000;
/// How much of a call may be sampling: this many tables, and this many columns of each.
const MOST_TABLES: usize = 100;
const MOST_COLUMNS: usize = 50;
/// The longest value that is looked at, in characters.
const LONGEST_VALUE: usize = 200;
const HINT: &str = "SELECT * FROM copilot.pii_scan('public', 100)";

/// One column that looks personal.
#[derive(Clone, Debug, PartialEq)]
pub struct PiiRow {
    pub schema_name: String,
    pub table_name: String,
    pub column_name: String,
    pub type_name: String,
    pub personal: Personal,
    /// PUBLIC first, the owner last.
    pub readers: Vec<String>,
    pub row_security: bool,
    pub encrypted: String,
    pub masked: String,
    pub logged: String,
    pub row_estimate: Option<i64>,
    /// What became of the sample, if one was asked for.
    pub sample: Option<String>,
}

/// What one look at the tables gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    pub rows: Vec<PiiRow>,
    /// What to tell beside the rows.
    pub notice: String,
}

/// The counts of a table's columns, or why there are none.
type Sample = Result<HashMap<String, Tally>, String>;

pub fn pii_scan(world: &mut impl World, schema: Option<&str>, sample_rows: Option<i32>) -> Result<Scan, Fault> {
    let sample_rows = sample_rows.ok_or_else(|| Fault::null_argument("sample_rows", HINT))?;
    if !(0..=MOST_SAMPLE_ROWS).contains(&sample_rows) {
        let message = format!("argument \"sample_rows\" is {sample_rows}, it must be between 0 and {MOST_SAMPLE_ROWS}");
        return Err(Fault::new(Kind::InvalidArgument, message).hint(HINT));
    }
    let facts = Facts::load(world, &[Family::TableColumns, Family::Settings, Family::Extensions]);
    let all = facts.table_columns().map_err(unseen)?;
    let tables: Vec<&TableColumns> = all.iter().filter(|t| schema.is_none_or(|s| t.schema_name == s)).collect();
    if let (Some(schema), true) = (schema, tables.is_empty()) {
        let shown: String = schema.chars().take(63).collect();
        return Err(Fault::new(Kind::NotFound, format!("there is no table in a schema \"{shown}\""))
            .hint("leave the schema out to look at all of them"));
    }
    let samples = sampled(world, &tables, sample_rows);
    let (logged, has_pgcrypto) = (logging(&facts), has_pgcrypto(&facts));
    let mut rows: Vec<PiiRow> = Vec::new();
    for table in &tables {
        let sample = samples.get(&table_key(table));
        rows.extend(table.columns.iter().filter_map(|column| row(table, column, sample, &logged, has_pgcrypto)));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.personal.confidence));
    let notice = notice(&tables, &rows, sample_rows, &samples);
    Ok(Scan { rows, notice })
}

fn unseen(unread: Unread) -> Fault {
    let fault = Fault::new(Kind::MissingPrivilege, "the tables could not be looked at").detail(unread.detail);
    match unread.opens_with {
        Some(opener) => fault.hint(opener),
        None => fault,
    }
}

fn row(
    table: &TableColumns,
    column: &TableColumn,
    sample: Option<&Sample>,
    logged: &str,
    has_pgcrypto: bool,
) -> Option<PiiRow> {
    let tally = sample.and_then(|s| s.as_ref().ok()).and_then(|tallies| tallies.get(&column.column_name));
    let personal = judge(table, column, tally)?;
    Some(PiiRow {
        schema_name: table.schema_name.clone(),
        table_name: table.table_name.clone(),
        column_name: column.column_name.clone(),
        type_name: column.type_name.clone(),
        readers: readers(table, column),
        row_security: table.has_row_security,
        encrypted: encrypted(column, has_pgcrypto),
        masked: masked(column),
        logged: logged.to_owned(),
        row_estimate: table.row_estimate,
        sample: sample.map(|sample| sample_said(sample, tally, &personal)),
        personal,
    })
}

/// What the sample of a column was good for.
fn sample_said(sample: &Sample, tally: Option<&Tally>, personal: &Personal) -> String {
    match (sample, tally) {
        (Err(why), _) => format!("not sampled: {why}"),
        (Ok(_), Some(_)) if personal.why.contains("sample: ") => "sampled".into(),
        (Ok(_), _) if shape_of(personal.kind).is_none() => {
            format!("not sampled: no shape tells values of kind {}", personal.kind)
        }
        (Ok(_), Some(_)) => "sampled: no value there".into(),
        (Ok(_), None) => format!("not sampled: its type, or beyond the first {MOST_COLUMNS} columns"),
    }
}

/// Who was granted SELECT, besides superusers and members of pg_read_all_data.
fn readers(table: &TableColumns, column: &TableColumn) -> Vec<String> {
    let mut granted: Vec<String> = table.readers.iter().chain(&column.readers).cloned().collect();
    granted.sort_by_key(|role| (role != "PUBLIC", role.clone()));
    granted.dedup();
    if let Some(public) = granted.first_mut().filter(|role| *role == "PUBLIC" && !table.is_open_to_public) {
        *public = "PUBLIC, which may not use the schema".into();
    }
    granted.push(table.owner_name.clone());
    granted
}

fn encrypted(column: &TableColumn, has_pgcrypto: bool) -> String {
    match (column.base_type.as_str(), has_pgcrypto) {
        ("bytea", true) => "maybe: bytes, and pgcrypto is installed".into(),
        ("bytea", false) => "maybe: bytes, whatever made them".into(),
        _ => "not visible from SQL: values of this type may be encrypted outside, or the disk".into(),
    }
}

fn masked(column: &TableColumn) -> String {
    let views = match column.views {
        0 => String::new(),
        1 => "; 1 view reads it".into(),
        n => format!("; {} views read it", grouped(n)),
    };
    match &column.mask {
        Some(rule) => format!("anon: {rule}{views}"),
        None => format!("no rule of anon{views}"),
    }
}

/// Which statements the server's log gets with their values.
fn logging(facts: &Facts) -> String {
    let value = |name: &str| facts.setting(name).ok().and_then(|s| s.setting.clone());
    let Some(statements) = value("log_statement") else {
        return "not visible from SQL: log_statement is not shown".into();
    };
    let mut said = vec![format!("log_statement = {statements}")];
    said.extend(value("pgaudit.log").map(|classes| format!("pgaudit.log = {classes}")));
    said.extend(
        value("log_min_duration_statement")
            .filter(|ms| ms != "-1")
            .map(|ms| format!("log_min_duration_statement = {ms} ms")),
    );
    said.join(", ")
}

fn has_pgcrypto(facts: &Facts) -> bool {
    facts
        .extensions()
        .is_ok_and(|all| all.iter().any(|e| e.extension_name == "pgcrypto" && e.installed_version.is_some()))
}

fn table_key(table: &TableColumns) -> (String, String) {
    (table.schema_name.clone(), table.table_name.clone())
}

/// The counts of each table, those first that have a personal column already.
fn sampled(world: &mut impl World, tables: &[&TableColumns], sample_rows: i32) -> BTreeMap<(String, String), Sample> {
    let mut samples = BTreeMap::new();
    if sample_rows == 0 {
        return samples;
    }
    let mut order: Vec<&&TableColumns> = tables.iter().collect();
    order.sort_by_key(|table| !table.columns.iter().any(|column| judge(table, column, None).is_some()));
    let mut read = 0;
    for table in order {
        let columns = worth_sampling(table);
        let sample = match columns.is_empty() {
            true => Ok(HashMap::new()),
            false if read >= MOST_TABLES => Err(format!("{MOST_TABLES} tables were sampled before it in this call")),
            false => {
                read += 1;
                tallies(world, table, &columns, sample_rows)
            }
        };
        samples.insert(table_key(table), sample);
    }
    samples
}

/// Texts, and what is named like something whose values have a shape.
fn worth_sampling(table: &TableColumns) -> Vec<&TableColumn> {
    let shaped = |column: &TableColumn| {
        matches!(column.base_type.as_str(), "int8" | "numeric" | "inet")
            && judge(table, column, None).is_some_and(|personal| shape_of(personal.kind).is_some())
    };
    let worth = |column: &&TableColumn| reads_like_text(&column.base_type) || shaped(column);
    table.columns.iter().filter(worth).take(MOST_COLUMNS).collect()
}

/// Reads through the gate, with the rights of whoever asks; the values are counted and forgotten.
fn tallies(world: &mut impl World, table: &TableColumns, columns: &[&TableColumn], sample_rows: i32) -> Sample {
    let list: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, c)| {
            format!("pg_catalog.left({}::pg_catalog.text, {LONGEST_VALUE}) as c{at}", quote_ident(&c.column_name))
        })
        .collect();
    let from = qualified(&table.schema_name, &table.table_name);
    let sql = format!("select {} from {from} limit {sample_rows}", list.join(", "));
    let rows = world.run_sql(&sql).map_err(|fault| match fault.hint {
        Some(hint) => format!("{} ({hint})", fault.message),
        None => fault.message,
    })?;
    let mut counts = vec![Tally::default(); columns.len()];
    for object in &rows.objects {
        let values: HashMap<String, Option<String>> =
            serde_json::from_str(object).map_err(|_| "its rows could not be read".to_owned())?;
        for (at, count) in counts.iter_mut().enumerate() {
            if let Some(Some(value)) = values.get(&format!("c{at}")) {
                count.count(value);
            }
        }
    }
    Ok(columns.iter().map(|column| column.column_name.clone()).zip(counts).collect())
}

/// No rows do not mean that no personal data is here.
fn notice(
    tables: &[&TableColumns],
    rows: &[PiiRow],
    sample_rows: i32,
    samples: &BTreeMap<(String, String), Sample>,
) -> String {
    let number = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
    let columns: usize = tables.iter().map(|table| table.columns.len()).sum();
    let how = match (sample_rows, samples.values().filter(|sample| sample.is_err()).count()) {
        (0, _) => "by name, type and comment; no value was read".into(),
        (n, 0) => format!("by name, type, comment and up to {} rows of each", grouped(n.into())),
        (n, denied) => format!(
            "by name, type, comment and up to {} rows of each; {} could not be sampled",
            grouped(n.into()),
            number(denied)
        ),
    };
    format!(
        "{} of {} columns in {} tables look personal: {how}. What looks like nothing may be personal all the same",
        number(rows.len()),
        number(columns),
        number(tables.len())
    )
}

#[cfg(test)]
mod tests;
