//! Where things are: tables and columns by name, constraints, partitions, extensions.

use super::{count, is_own, Asked, Needs, Plan, Said};
use crate::ask::{words, Product};
use crate::evidence::columns::Columns;
use crate::evidence::tables::Table;
use crate::evidence::{Evidence, Family};
use crate::knowledge::is_routine;
use crate::knowledge::search::{Found, Row};
use crate::value::Value;
use std::collections::HashMap;

pub(super) const PLAN: Plan = Plan { product: Product::Schema, needs, say };

fn needs(intent: &str) -> Needs {
    let families: &[Family] = match intent {
        "extensions" => &[Family::Extensions],
        "partitions" => &[Family::Tables],
        "unused_tables" => &[Family::Tables],
        "constraints_check" => &[Family::Tables, Family::Constraints],
        _ => return Needs::of(&[Family::Tables, Family::Columns, Family::Constraints], &[]).searching(),
    };
    Needs::of(families, &[])
}

fn say(asked: &Asked, said: &mut Said) {
    match asked.intent.name {
        "extensions" => extensions(asked, said),
        "partitions" => partitions(asked, said),
        "constraints_check" => constraints(asked, said),
        "unused_tables" => unused(asked, said),
        _ => tables(asked, said),
    }
}

/// Words of questions that are in many names and mean nothing there.
const COMMON: [&str; 22] = [
    "tabl", "column", "data", "the", "id", "a", "of", "in", "is", "are", "my", "what", "which", "where", "show", "all",
    "to", "by", "and", "has", "do", "about",
];

/// How well a table fits the words: its own name before its columns.
fn fit(table: &Table, columns: Option<&Columns>, stems: &[&String]) -> usize {
    let parts = |name: &str| words::stems(&name.replace('_', " "));
    let own = parts(&table.table_name);
    let columns: Vec<String> =
        columns.iter().flat_map(|c| c.column_names.iter().flatten()).flat_map(|c| parts(c)).collect();
    let points = |stem: &&String| match () {
        _ if own.len() == 1 && own.contains(stem) => 8,
        _ if own.contains(stem) => 4,
        _ if columns.contains(stem) => 1,
        _ => 0,
    };
    stems.iter().map(points).sum()
}

fn tables(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.tables()) else { return };
    match asked.found {
        Some(found) => by_knowledge(asked, found, all, said),
        None => {
            by_names(asked, all, said);
            said.note(
                "Found by the names of tables and columns alone: the knowledge of this schema was never refreshed \
                 (SELECT * FROM copilot.refresh_knowledge())",
            );
        }
    }
}

/// The best of what the knowledge found, and those that fit nearly as well.
const NEARLY: f64 = 0.25;

fn by_knowledge(asked: &Asked, found: &Found, all: &[Table], said: &mut Said) {
    let Some(columns) = said.look(asked.facts.columns()) else { return };
    let of = |t: &Table| columns.iter().find(|c| c.table_oid == t.oid);
    let best = found.rows.first().map_or(0.0, |row| row.score);
    for row in found.rows.iter().filter(|row| row.score >= NEARLY * best) {
        match all.iter().find(|t| t.schema_name == row.schema_name && t.table_name == row.object_name) {
            Some(table) => described(asked, said, table, of(table)),
            None => other(said, row),
        }
    }
    if found.rows.is_empty() {
        nothing_fits(all, said);
        said.note("Of what this role may read, nothing is called so");
    }
    let age = Value::Seconds(asked.facts.seconds_since(found.refreshed_at));
    said.note(&format!("Found by names, columns and comments as they were {age} ago; contents are not read"));
    said.next("SELECT * FROM copilot.search_schema('…') for more, with the reason of each");
}

/// A view, a foreign table or a routine: what is not among the tables.
fn other(said: &mut Said, row: &Row) {
    let name = format!("{}.{}", row.schema_name, row.object_name);
    said.say(&format!("There is the {} {{}}", row.kind), &[&Evidence::name("objects", &name)]);
    let of = |column: &str| Evidence::measured("objects", &name, "column", Value::Name(column.to_owned()));
    let columns: Vec<Evidence> = row.object.columns().filter(|c| !c.is_empty()).take(20).map(of).collect();
    if !columns.is_empty() {
        let what = if is_routine(row.kind) { "arguments" } else { "columns" };
        let places = vec!["{}"; columns.len()].join(", ");
        said.say(&format!("Its {what}: {places}"), &columns.iter().collect::<Vec<_>>());
    }
}

fn by_names(asked: &Asked, all: &[Table], said: &mut Said) {
    let stems: Vec<&String> = asked.stems.iter().filter(|s| s.len() > 1 && !COMMON.contains(&s.as_str())).collect();
    let Some(columns) = said.look(asked.facts.columns()) else { return };
    let columns: HashMap<i64, &Columns> = columns.iter().map(|c| (c.table_oid, c)).collect();
    let of = |t: &Table| columns.get(&t.oid).copied();
    let mut fitting: Vec<(&Table, usize)> =
        all.iter().map(|t| (t, fit(t, of(t), &stems))).filter(|(_, n)| *n > 0).collect();
    fitting.sort_by_key(|(t, n)| (std::cmp::Reverse(*n), t.name()));
    let best = fitting.first().map_or(0, |(_, n)| *n);
    for (table, _) in fitting.iter().filter(|(_, n)| *n * 2 >= best).take(3) {
        described(asked, said, table, of(table));
    }
    if fitting.is_empty() {
        nothing_fits(all, said);
    }
}

fn nothing_fits(all: &[Table], said: &mut Said) {
    let others: Vec<&Table> = all.iter().filter(|t| !is_own(t)).collect();
    let number = Evidence::measured("tables", "database", "tables besides those of copilot_ext", count(others.len()));
    said.say("No name fits; there are {} tables here", &[&number]);
    for table in others.iter().take(10) {
        said.say("There is {}", &[&Evidence::name("tables", &table.name())]);
    }
    said.is_partial = true;
}

fn described(asked: &Asked, said: &mut Said, table: &Table, names: Option<&Columns>) {
    let name = table.name();
    let of = |measure, value| Evidence::measured("tables", &name, measure, value);
    let own_name = Evidence::name("tables", &name);
    match table.estimated_rows {
        Some(rows) => {
            let rows = Evidence::estimated("tables", &name, "rows", Value::Count(rows as i64));
            said.say("Table {} has about {} rows (the planner's estimate)", &[&own_name, &rows]);
        }
        None => said.say("Table {} is there, its rows were never counted", &[&own_name]),
    }
    let columns: Vec<Evidence> = names
        .iter()
        .flat_map(|c| c.column_names.iter().flatten())
        .map(|c| of("column", Value::Name(c.clone())))
        .collect();
    let shown: Vec<&Evidence> = columns.iter().take(20).collect();
    if !shown.is_empty() {
        let more = if columns.len() > shown.len() { " and more" } else { "" };
        said.say(&format!("Its columns: {}{more}", vec!["{}"; shown.len()].join(", ")), &shown);
    }
    let keys = asked.facts.constraints().unwrap_or_default();
    for key in keys.iter().filter(|k| k.is_foreign_key() && k.table() == name && !k.is_inherited).take(8) {
        let Some((column, other)) = refers(names, key) else { continue };
        let refers = [of("foreign_key_column", Value::Name(column)), of("refers_to", Value::Name(other))];
        said.say("Its column {} refers to table {}", &refers.iter().collect::<Vec<_>>());
    }
}

/// The first column of a foreign key and the table it refers to.
fn refers(columns: Option<&Columns>, key: &crate::evidence::constraints::Constraint) -> Option<(String, String)> {
    let column = columns?.name(*key.column_numbers.as_ref()?.first()?)?.to_owned();
    let other = format!("{}.{}", key.referenced_schema_name.as_deref()?, key.referenced_table_name.as_deref()?);
    Some((column, other))
}

fn extensions(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.extensions()) else { return };
    let installed = all.iter().filter_map(|e| Some((e, e.installed_version.clone()?)));
    let number = Evidence::measured("extensions", "database", "installed", count(installed.clone().count()));
    said.say("{} extensions are installed in this database", &[&number]);
    for (extension, version) in installed.take(20) {
        let name = &extension.extension_name;
        let version = Evidence::measured("extensions", name, "version", Value::Word(version));
        said.say("Extension {} is installed in version {}", &[&Evidence::name("extensions", name), &version]);
    }
    for extension in all.iter().filter(|e| e.installed_version.is_none()).take(10) {
        let name = Evidence::name("extensions", &extension.extension_name);
        said.say("Extension {} is not installed and could be", &[&name]);
    }
}

fn partitions(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.tables()) else { return };
    let number = |measure, n| Evidence::measured("tables", "database", measure, count(n));
    let parents: Vec<&Table> = all.iter().filter(|t| t.kind == 'p').collect();
    let parts = all.iter().filter(|t| t.is_partition).count();
    said.say(
        "{} tables are partitioned, into {} partitions",
        &[&number("partitioned", parents.len()), &number("partitions", parts)],
    );
    for table in parents.iter().take(10) {
        said.say("Table {} is partitioned", &[&Evidence::name("tables", &table.name())]);
    }
    said.is_partial = true;
    said.note("Bounds of partitions are not read yet");
}

fn constraints(asked: &Asked, said: &mut Said) {
    let Some(all) = said.look(asked.facts.constraints()) else { return };
    let unproven: Vec<_> = all.iter().filter(|c| !c.is_validated).collect();
    let number = |measure, n| Evidence::measured("constraints", "database", measure, count(n));
    said.say("{} constraints were never validated", &[&number("not_validated", unproven.len())]);
    for c in unproven.iter().take(5) {
        said.say("Constraint {} was never validated", &[&Evidence::name("constraints", &c.name())]);
    }
    let Some(tables) = said.look(asked.facts.tables()) else { return };
    let without: Vec<&Table> = tables.iter().filter(|t| t.kind != 'm' && !t.has_primary_key).collect();
    let n = Evidence::measured("tables", "database", "without_primary_key", count(without.len()));
    said.say("{} tables have no primary key", &[&n]);
    for table in without.iter().take(5) {
        said.say("Table {} has no primary key", &[&Evidence::name("tables", &table.name())]);
    }
}

fn unused(asked: &Asked, said: &mut Said) {
    let Some(tables) = said.look(asked.facts.tables()) else { return };
    let tables: Vec<&Table> = tables.iter().filter(|t| t.kind == 'r' && !is_own(t)).collect();
    let unread: Vec<&&Table> = tables.iter().filter(|t| !t.was_read).collect();
    let number = |measure, n| Evidence::measured("tables", "database", measure, count(n));
    said.say(
        "{} of {} tables were never read since the counters began",
        &[&number("never_read", unread.len()), &number("tables", tables.len())],
    );
    for table in unread.iter().take(10) {
        said.say("Table {} was never read", &[&Evidence::name("tables", &table.name())]);
    }
    if let Ok(server) = asked.facts.server() {
        let since = Evidence::measured("server", "server", "counters_since", Value::Time(server.counters_since()));
        said.say("The counters run since {}, on this node only", &[&since]);
    }
}
