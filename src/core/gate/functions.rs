//! Which functions of the server a gated statement may call: one reviewed file per major, one for the extensions.
//!
//! `functions/<major>.tsv`: OID, signature, class, reason, for every function of pg_catalog and information_schema of a
//! fresh cluster. The OID is there where it is the same in every cluster of the major (below [`FIRST_FREE_OID`]), else
//! `-`. The signature has no schema for pg_catalog. `functions/contrib.tsv`: extension, signature, class, reason, for
//! every member of the extensions that come with PostgreSQL, and of vector, hypopg and pg_cron, in any of the majors.
//!
//! The reason is empty for what is plainly harmless, [`Limit`]s come first in that of a guarded function, and what it
//! says was read in PostgreSQL's source or tried. Volatility is no test: `lo_creat` and `now` are as volatile, and
//! `strpos` is immutable and can hold a backend for an hour.
//!
//! What is not in the files is not allowed. `scripts/list_functions.sh` prints what a server has and the files do not,
//! and the other way round; `tests/client/tests/outside/functions_reviewed.rs` fails for the first. A new major gets a copy of
//! the newest file, that list, and somebody who reads the source of what is new.

pub use super::class::Class;
use super::limit::{self, Limit};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Functions below have the same OID in every cluster of a major: after them come those that initdb makes by SQL.
pub const FIRST_FREE_OID: u32 = 12_000;

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    class: Class,
    reason: &'static str,
}

impl Entry {
    fn read(class: &str, reason: &'static str) -> Option<Entry> {
        Some(Entry { class: Class::named(class)?, reason })
    }
}

/// What the files say, found by OID or by home and signature. A line that cannot be read is left out, and so refused.
#[derive(Default)]
struct Table {
    by_oid: Vec<(u32, Entry)>,
    by_signature: HashMap<(&'static str, &'static str), Entry>,
}

impl Table {
    fn of_major(text: &'static str) -> Table {
        let mut table = Table::default();
        for (oid, signature, entry) in lines(text) {
            match oid.parse() {
                Ok(oid) => table.by_oid.push((oid, entry)),
                Err(_) => {
                    let (home, signature) = signature.split_once('.').unwrap_or(("pg_catalog", signature));
                    table.by_signature.insert((home, signature), entry);
                }
            }
        }
        table.by_oid.sort_unstable_by_key(|(oid, _)| *oid);
        table
    }

    fn of_extensions(text: &'static str) -> Table {
        let by_signature = lines(text).map(|(extension, signature, entry)| ((extension, signature), entry)).collect();
        Table { by_oid: Vec::new(), by_signature }
    }

    fn by_oid(&self, oid: u32) -> Option<Entry> {
        let at = self.by_oid.binary_search_by_key(&oid, |(oid, _)| *oid).ok()?;
        self.by_oid.get(at).map(|(_, entry)| *entry)
    }
}

/// First column, signature, and what the line says.
fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str, Entry)> {
    text.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let (first, signature) = (columns.next()?, columns.next()?);
        Some((first, signature, Entry::read(columns.next()?, columns.next()?)?))
    })
}

static TEXT_15: &str = include_str!("functions/15.tsv");
static TEXT_16: &str = include_str!("functions/16.tsv");
static TEXT_17: &str = include_str!("functions/17.tsv");
static TEXT_18: &str = include_str!("functions/18.tsv");
static TEXT_OF_EXTENSIONS: &str = include_str!("functions/contrib.tsv");

static OF_15: LazyLock<Table> = LazyLock::new(|| Table::of_major(TEXT_15));
static OF_16: LazyLock<Table> = LazyLock::new(|| Table::of_major(TEXT_16));
static OF_17: LazyLock<Table> = LazyLock::new(|| Table::of_major(TEXT_17));
static OF_18: LazyLock<Table> = LazyLock::new(|| Table::of_major(TEXT_18));
static OF_EXTENSIONS: LazyLock<Table> = LazyLock::new(|| Table::of_extensions(TEXT_OF_EXTENSIONS));

fn of_major(major: u32) -> Option<&'static Table> {
    match major {
        15 => Some(&OF_15),
        16 => Some(&OF_16),
        17 => Some(&OF_17),
        18 => Some(&OF_18),
        _ => None,
    }
}

fn entry_by_signature(major: u32, home: &str, signature: &str) -> Option<Entry> {
    let table = match home {
        "pg_catalog" | "information_schema" => of_major(major)?,
        _ => &OF_EXTENSIONS,
    };
    table.by_signature.get(&(home, without_schemas(signature).as_str())).copied()
}

/// `slice(public.hstore, text[])` as the files write it: argument types without schema, a comma between them.
fn without_schemas(signature: &str) -> String {
    let Some((name, arguments)) = signature.strip_suffix(')').and_then(|s| s.split_once('(')) else {
        return String::new();
    };
    let bare = |argument: &str| argument.trim().rsplit('.').next().unwrap_or_default().to_owned();
    let arguments: Vec<String> = arguments.split(',').map(bare).collect();
    format!("{name}({})", arguments.join(","))
}

/// The class of a function below [`FIRST_FREE_OID`]. None: not reviewed, so not allowed.
pub fn verdict(major: u32, oid: u32) -> Option<Class> {
    of_major(major)?.by_oid(oid).map(|entry| entry.class)
}

/// The class of a function above, by where it lives and what it takes: an extension's name, or `pg_catalog` or
/// `information_schema` for what initdb made. The name stands without its schema, as in `akeys(hstore)`.
///
/// A signature says what a function is called, not whose it is. The owner of a trusted extension can make any function
/// of his own a member of it, so the caller has to see first that a superuser owns the function.
pub fn verdict_by_signature(major: u32, schema_or_extension: &str, signature: &str) -> Option<Class> {
    entry_by_signature(major, schema_or_extension, signature).map(|entry| entry.class)
}

/// The limits of a guarded function below [`FIRST_FREE_OID`]; empty for any other, None where there is no such line.
pub fn limits(major: u32, oid: u32) -> Option<Vec<Limit>> {
    limits_of(of_major(major)?.by_oid(oid)?)
}

/// The limits of a guarded function, found as [`verdict_by_signature`] finds its class.
pub fn limits_by_signature(major: u32, schema_or_extension: &str, signature: &str) -> Option<Vec<Limit>> {
    limits_of(entry_by_signature(major, schema_or_extension, signature)?)
}

fn limits_of(entry: Entry) -> Option<Vec<Limit>> {
    if entry.class == Class::Guarded {
        limit::of_reason(entry.reason)
    } else {
        Some(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const FILES: [(u32, &str); 4] = [(15, TEXT_15), (16, TEXT_16), (17, TEXT_17), (18, TEXT_18)];

    fn all_texts() -> impl Iterator<Item = &'static str> {
        FILES.into_iter().map(|(_, text)| text).chain([TEXT_OF_EXTENSIONS])
    }

    /// The class that the file of the major gives to this signature.
    fn class(major: u32, signature: &str) -> Class {
        let text = FILES.iter().find(|(of, _)| *of == major).unwrap().1;
        let found = lines(text).find(|(_, of, _)| *of == signature);
        found.unwrap_or_else(|| panic!("{major} has no {signature}")).2.class
    }

    fn of_extension(extension: &str, signature: &str) -> Option<Class> {
        verdict_by_signature(15, extension, signature)
    }

    #[test]
    fn every_line_can_be_read() {
        for text in all_texts() {
            for line in text.lines() {
                let columns: Vec<&str> = line.split('\t').collect();
                let [first, signature, class, reason] = columns[..] else { panic!("four columns: {line}") };
                let class = Class::named(class).unwrap_or_else(|| panic!("no such class: {line}"));
                assert!(!first.is_empty() && signature.contains('(') && signature.ends_with(')'), "{line}");
                assert_eq!(reason, reason.trim(), "{line}");
                assert!(class == Class::Plain || !reason.is_empty(), "a reason is missing: {line}");
                assert!(reason.is_ascii() && !reason.ends_with('.'), "{line}");
                if class == Class::Guarded {
                    assert!(limit::of_reason(reason).is_some_and(|limits| !limits.is_empty()), "limits: {line}");
                }
            }
            assert_eq!(text.lines().count(), lines(text).count());
        }
    }

    #[test]
    fn guarded_arguments_are_there() {
        for text in all_texts() {
            for (_, signature, entry) in lines(text).filter(|(_, _, entry)| entry.class == Class::Guarded) {
                let taken = signature.matches(',').count() + 1;
                for limit in limit::of_reason(entry.reason).unwrap() {
                    let named = match limit {
                        Limit::Value { argument, .. }
                        | Limit::Bytes { argument, .. }
                        | Limit::Width { argument, .. } => argument,
                        Limit::Product { one, other, .. } => one.max(other.unwrap_or(1)),
                    };
                    assert!((1..=taken).contains(&named), "{signature}: {limit:?}");
                }
            }
        }
    }

    #[test]
    fn lines_are_sorted_and_stand_once() {
        for (major, text) in FILES {
            let keys: Vec<(u32, &str)> =
                lines(text).map(|(oid, signature, _)| (oid.parse().unwrap_or(FIRST_FREE_OID), signature)).collect();
            assert!(keys.is_sorted(), "{major}");
            let signatures: BTreeSet<&str> = keys.iter().map(|(_, signature)| *signature).collect();
            assert_eq!(signatures.len(), keys.len(), "{major}: a signature stands twice");
            let oids: BTreeSet<u32> = keys.iter().map(|(oid, _)| *oid).filter(|oid| *oid < FIRST_FREE_OID).collect();
            let fixed = keys.iter().filter(|(oid, _)| *oid < FIRST_FREE_OID).count();
            assert_eq!(oids.len(), fixed, "{major}: an oid stands twice");
            assert!(fixed > 3_000, "{major}: {fixed}");
        }
        let keys: Vec<(&str, &str)> = lines(TEXT_OF_EXTENSIONS).map(|(home, signature, _)| (home, signature)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
    }

    #[test]
    fn every_class_is_used() {
        let used: BTreeSet<Class> = lines(TEXT_15).map(|(_, _, entry)| entry.class).collect();
        assert_eq!(used, Class::ALL.into_iter().collect());
    }

    #[test]
    fn a_function_has_one_class_in_all_majors() {
        let mut seen: HashMap<&str, Entry> = HashMap::new();
        for (major, text) in FILES {
            for (_, signature, entry) in lines(text) {
                let before = *seen.entry(signature).or_insert(entry);
                assert_eq!(before, entry, "{major}: {signature}");
            }
        }
    }

    #[test]
    fn what_no_statement_can_name_says_so() {
        for text in all_texts() {
            for (_, signature, entry) in lines(text).filter(|(_, _, entry)| entry.class == Class::Support) {
                let arguments = signature.split_once('(').unwrap().1.trim_end_matches(')');
                let takes_internal = arguments.split(',').any(|argument| argument == "internal");
                let said = entry.reason.ends_with("; takes internal, so no statement can call it");
                assert_eq!(said, takes_internal, "{signature}: {}", entry.reason);
                assert!(said || entry.reason.ends_with("; safe when called directly"), "{signature}");
            }
        }
    }

    #[test]
    fn the_harmless_and_the_harmful_side_by_side() {
        for (harmless, harmful, why) in [
            ("lower(text)", "lo_import(text)", Class::Files),
            ("count(\"any\")", "pg_notify(text,text)", Class::Session),
            ("pg_current_xact_id_if_assigned()", "pg_current_xact_id()", Class::Writes),
            ("current_setting(text)", "set_config(text,text,boolean)", Class::Session),
            ("pg_show_all_settings()", "pg_show_all_file_settings()", Class::Secrets),
            ("pg_blocking_pids(integer)", "pg_cancel_backend(integer)", Class::Signals),
            ("clock_timestamp()", "pg_sleep(double precision)", Class::Blocks),
            ("xmlcomment(text)", "query_to_xml(text,boolean,boolean,text)", Class::Dynamic),
            ("xml_is_well_formed(text)", "xpath(text,xml)", Class::Bombs),
            ("ts_rewrite(tsquery,tsquery,tsquery)", "ts_rewrite(tsquery,text)", Class::Dynamic),
            ("array_append(anycompatiblearray,anycompatible)", "array_fill(anyelement,integer[])", Class::Bombs),
            ("pg_stat_get_numscans(oid)", "pg_stat_reset()", Class::Writes),
            ("pg_sequence_parameters(oid)", "pg_sequence_last_value(regclass)", Class::Replaced),
            ("pg_ls_waldir()", "pg_ls_dir(text)", Class::Files),
            ("pg_get_functiondef(oid)", "fmgr_sql_validator(oid)", Class::Dynamic),
            ("int4in(cstring)", "domain_in(cstring,oid,integer)", Class::Indirect),
            ("random()", "setseed(double precision)", Class::Session),
            ("gin_cmp_tslexeme(text,text)", "gin_clean_pending_list(regclass)", Class::Writes),
            ("version()", "current_query()", Class::Secrets),
        ] {
            assert!(class(15, harmless).is_allowed(), "{harmless}");
            assert_eq!(class(15, harmful), why, "{harmful}");
            assert!(!why.is_allowed(), "{harmful}");
        }
    }

    #[test]
    fn what_a_later_major_adds_is_judged_there() {
        assert_eq!(class(16, "pg_input_is_valid(text,text)"), Class::Dynamic);
        assert_eq!(class(17, "pg_sync_replication_slots()"), Class::Network);
        assert_eq!(class(18, "pg_restore_relation_stats(\"any\")"), Class::Writes);
        assert_eq!(class(18, "uuidv7()"), Class::Plain);
        assert_eq!(verdict(15, 6210), None, "pg_input_is_valid came with 16");
        assert_eq!(verdict(16, 6210), Some(Class::Dynamic));
        assert_eq!(verdict(14, 870), None, "an unknown major has nothing that is allowed");
        assert_eq!(verdict(15, 870), Some(Class::Plain));
        assert_eq!(verdict(15, 16_384), None);
    }

    #[test]
    fn extensions_are_found_by_signature() {
        assert_eq!(of_extension("hstore", "akeys(hstore)"), Some(Class::Plain));
        assert_eq!(of_extension("hstore", "slice(public.hstore, text[])"), Some(Class::Plain));
        assert_eq!(of_extension("dblink", "dblink(text,text)"), Some(Class::Network));
        assert_eq!(of_extension("tablefunc", "crosstab(text)"), Some(Class::Dynamic));
        assert_eq!(of_extension("vector", "l2_distance(vector,vector)"), Some(Class::Plain));
        assert_eq!(of_extension("pgcrypto", "digest(text,text)"), Some(Class::Plain));
        assert_eq!(of_extension("dblink", "akeys(hstore)"), None, "another extension's");
        assert_eq!(of_extension("nobody", "dblink(text,text)"), None);
        assert_eq!(of_extension("hstore", "akeys"), None);
        assert_eq!(of_extension("information_schema", "_pg_char_max_length(oid,integer)"), Some(Class::Reads));
        assert_eq!(of_extension("pg_catalog", "plpgsql_validator(oid)"), Some(Class::Dynamic));
    }

    #[test]
    fn limits_are_those_of_the_file() {
        let lpad = 873;
        assert_eq!(verdict(15, lpad), Some(Class::Guarded));
        assert_eq!(limits(15, lpad), Some(vec![Limit::Value { argument: 2, most: 1_000_000 }]));
        assert_eq!(limits(15, 870), Some(Vec::new()));
        assert_eq!(limits(15, 1), None);
        assert_eq!(
            limits_by_signature(15, "citext", "strpos(citext,citext)"),
            Some(vec![Limit::Product { one: 1, other: Some(2), most: 500_000_000 }])
        );
    }
}
