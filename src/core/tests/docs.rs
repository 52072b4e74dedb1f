//! The pages people read say what the program does: each name in them exists, and each thing that exists is in them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test's helpers may fail loudly")]

use copilot_core::checks::groups;
use copilot_core::Kind;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn files(folder: &str, extension: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(extension));
    names.sort();
    names.iter().map(|name| format!("{folder}/{name}")).collect()
}

/// The pages that are written by hand.
fn pages() -> Vec<String> {
    let mut pages = files("docs", ".md");
    pages.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    pages
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The word at the beginning of a text.
fn word(text: &str) -> &str {
    text.split(|c| !is_word(c)).next().unwrap_or_default()
}

/// Functions and views marked `-- API: public`, each as its name and whether it is a function.
fn public_objects() -> BTreeSet<(String, bool)> {
    let scripts = files("sql/functions", ".sql").into_iter().chain(files("sql/tables", ".sql"));
    let mut objects = BTreeSet::new();
    for script in scripts {
        for marked in read(&script).split("-- API: public\n").skip(1) {
            let is_function = marked.starts_with("create function") || marked.starts_with("create procedure");
            let (_, name) = marked.split_once(" copilot.").unwrap_or_else(|| panic!("{script}: {marked}"));
            objects.insert((word(name).to_owned(), is_function));
        }
    }
    objects
}

/// Each setting's name and its two texts, as `src/pg/guc.rs` and its folder give them to the server.
fn settings() -> Vec<(String, String, String)> {
    let source = ["src/pg/guc.rs", "src/pg/guc/gate.rs", "src/pg/guc/webhook.rs"].map(read).concat();
    let literals: Vec<&str> = source.split("c\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let named = literals.windows(3).filter(|three| three[0].starts_with("copilot."));
    named.map(|three| (three[0].to_owned(), three[1].to_owned(), three[2].to_owned())).collect()
}

#[test]
fn every_public_object_has_its_row() {
    let readme = read("README.md");
    for (name, is_function) in public_objects() {
        let row = format!("| `copilot.{name}{}", if is_function { "(" } else { "`" });
        assert!(readme.contains(&row), "README.md has no row that begins with {row}");
    }
}

#[test]
fn every_name_in_the_readme_exists() {
    let mut known: BTreeSet<String> = public_objects().into_iter().map(|(name, _)| name).collect();
    known.extend(settings().iter().map(|(name, ..)| name.replacen("copilot.", "", 1)));
    for mention in read("README.md").split("copilot.").skip(1).map(word).filter(|name| !name.is_empty()) {
        assert!(known.contains(mention), "README.md names copilot.{mention}, which does not exist");
    }
}

#[test]
fn settings_are_described_in_one_text() {
    let readme = read("README.md");
    let settings = settings();
    assert!(settings.len() >= 4, "{settings:?}");
    for (name, short, long) in settings {
        let begins = format!("| `{name}` |");
        let row = readme.lines().find(|line| line.starts_with(&begins));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {name}"));
        assert!(row.ends_with(&format!("| {short} {long} |")), "{name}: README.md and src/pg/guc.rs differ");
    }
}

#[test]
fn the_table_of_checks_is_the_registry() {
    let readme = read("README.md");
    let renewed = groups::renewed(&readme).unwrap();
    assert!(readme == renewed, "README.md is stale: cargo run -q -p copilot_core --example checks_manual -- README.md");
}

#[test]
fn every_sqlstate_has_its_row() {
    let readme = read("README.md");
    for kind in Kind::ALL {
        let row = format!("\n| {} |", kind.sqlstate());
        assert!(readme.contains(&row), "README.md has no row for {kind:?}");
    }
}

#[test]
fn every_file_the_pages_name_exists() {
    const ROOMS: [&str; 10] =
        ["src/", "sql/", "scripts/", "docs/", "tests/", "pg_test/", "demo/", "bench/", "tools/", ".ci/"];
    for page in pages() {
        let text = read(&page);
        let quoted = text.split('`').skip(1).step_by(2).map(|code| code.split(' ').next().unwrap_or_default());
        let named = quoted.filter(|path| ROOMS.iter().any(|room| path.starts_with(room)));
        for path in named.filter(|path| !path.contains(['*', '<', '…', '\n'])) {
            assert!(root().join(path).exists(), "{page} names {path}, which does not exist");
        }
        let folder = Path::new(&page).parent().unwrap_or(Path::new(""));
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("https://")) {
            assert!(root().join(folder).join(link).exists(), "{page} links to {link}, which does not exist");
        }
    }
}

#[test]
fn every_make_target_the_pages_name_exists() {
    let makefile = read("Makefile");
    for page in pages() {
        let text = read(&page);
        for target in text.split("`make ").skip(1).chain(text.split("\n    make ").skip(1)).map(word) {
            assert!(makefile.contains(&format!("\n{target}:")), "{page} names make {target}, which does not exist");
        }
    }
}
