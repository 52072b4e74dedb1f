//! Which way the arrows point: read from the source text of the whole tree.

use std::fs;
use std::path::{Path, PathBuf};

/// A rule: where it holds, what must not stand there, and what to do instead.
struct Rule {
    holds: fn(&str) -> bool,
    never: &'static [&'static str],
    instead: &'static str,
}

fn in_core(path: &str) -> bool {
    path.starts_with("src/core/") && !path.starts_with("src/core/tests/") && !path.starts_with("src/core/examples/")
}

const RULES: &[Rule] = &[
    Rule {
        holds: in_core,
        never: &["pgrx", "std::net", "std::env", "SystemTime", "Instant::now", "unsafe "],
        instead: "core thinks and knows no server, socket, clock or environment: ask for it through World",
    },
    Rule {
        holds: |path| path.starts_with("src/net/"),
        never: &["pgrx", "copilot_core"],
        instead: "net sends one request and knows nothing else: pass it what it needs",
    },
    Rule {
        holds: |path| path.starts_with("src/") && !path.starts_with("src/pg/") && !in_core(path) && !is_test(path),
        never: &["Spi::", "pg_sys"],
        instead: "only src/pg touches the server: put a function there and call it",
    },
    Rule {
        holds: |path| path.starts_with("src/") && path != "src/pg/error.rs" && !in_core(path) && !is_test(path),
        never: &["ereport!(", "error!(", "panic!(", "unreachable!(", "todo!("],
        instead: "return a Fault: only src/pg/error.rs raises",
    },
    Rule {
        holds: |path| path.starts_with("src/") && !path.starts_with("src/pg/guc") && !is_test(path),
        never: &["GucRegistry", "GucSetting"],
        instead: "settings are defined in src/pg/guc.rs and its folder, and read through its functions",
    },
    Rule {
        holds: |path| path.starts_with("src/api/"),
        never: &["\"select ", "\"insert ", "\"update ", "\"delete ", "\"with ", "\"create "],
        instead: "api holds no SQL text: a file in sql/ or a function in src/pg does",
    },
    Rule {
        holds: |path| path.starts_with("src/") && !is_test(path),
        never: &["::*;"],
        instead: "name what you use; the one glob import is pgrx::prelude::*",
    },
    Rule {
        holds: |path| path.starts_with("src/") && !path.starts_with("src/net/") && !is_test(path),
        never: &["tokio", "hyper", "rustls", "TcpStream", "UdpSocket", "UnixStream", "to_socket_addrs"],
        instead: "only src/net opens sockets",
    },
];

fn is_test(path: &str) -> bool {
    path.starts_with("src/core/tests/") || path.starts_with("src/core/examples/")
}

/// What a file breaks: one sentence each, with the line and what to do.
fn broken(path: &str, text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for rule in RULES.iter().filter(|rule| (rule.holds)(path)) {
        for (at, line) in code(text) {
            let lower = line.to_lowercase();
            for word in rule.never {
                let found = if word.starts_with('"') { lower.contains(word) } else { line.contains(word) };
                let is_prelude = *word == "::*;" && line == "use pgrx::prelude::*;";
                if found && !is_prelude {
                    sentences.push(format!("{path}:{at} says `{}`: {}", word.trim(), rule.instead));
                }
            }
        }
    }
    sentences
}

/// The lines that are code: no comments, and nothing from the unit tests at the end of a file on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]");
    lines.map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.starts_with("//"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_arrows_point_one_way() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut files = Vec::new();
    rust_files(&root.join("src"), &mut files);
    assert!(files.len() > 20, "the source tree was found");
    let mut sentences = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        sentences.extend(broken(&path, &fs::read_to_string(&file).unwrap()));
    }
    assert!(sentences.is_empty(), "\n{}\n", sentences.join("\n"));
}

#[test]
fn each_rule_catches_what_it_is_for() {
    for (path, line, breaks) in [
        ("src/core/flows/ask.rs", "use pgrx::prelude::*;", true),
        ("src/core/flows/ask.rs", "let home = std::env::var(\"HOME\");", true),
        ("src/core/flows/ask.rs", "let t = SystemTime::now();", true),
        ("src/core/flows/ask.rs", "let t = world.now();", false),
        ("src/core/tests/registry.rs", "let root = std::env::current_dir();", false),
        ("src/net/send.rs", "use copilot_core::Fault;", true),
        ("src/api/ask.rs", "Spi::connect(|c| c.select(q, None, &[]))", true),
        ("src/worker/writer.rs", "unsafe { pg_sys::ProcessConfigFile(1) }", true),
        ("src/pg/read.rs", "Spi::connect(|c| c.select(q, None, &[]))", false),
        ("src/pg/read.rs", "error!(\"no\")", true),
        ("src/pg/error.rs", "ereport!(ERROR, code, message)", false),
        ("src/api/ask.rs", "panic!(\"never\")", true),
        ("src/pg/read.rs", "static LIMIT: GucSetting<i32> = GucSetting::<i32>::new(5);", true),
        ("src/pg/guc.rs", "GucRegistry::define_int_guc(", false),
        ("src/api/ask.rs", "let sql = \"SELECT 1\";", true),
        ("src/api/ask.rs", "/// `SELECT copilot.ask('why')`", false),
        ("src/pg/read.rs", "let sql = \"select 1\";", false),
        ("src/api/ask.rs", "use crate::pg::*;", true),
        ("src/api/ask.rs", "use pgrx::prelude::*;", false),
        ("src/worker/writer.rs", "let s = TcpStream::connect(a);", true),
        ("src/pg/http/post.rs", "use tokio::net::TcpStream;", true),
        ("src/net/connect.rs", "use tokio::net::TcpStream;", false),
    ] {
        assert_eq!(!broken(path, line).is_empty(), breaks, "{path}: {line}");
    }
    let tests_may = "fn f() {}\n#[cfg(test)]\nmod tests { use super::*; }";
    assert_eq!(broken("src/core/value.rs", tests_may), Vec::<String>::new());
}

#[test]
fn a_sentence_says_where_and_what_instead() {
    assert_eq!(
        broken("src/api/ask.rs", "fn f() {\n    Spi::run(q)\n}"),
        ["src/api/ask.rs:2 says `Spi::`: only src/pg touches the server: put a function there and call it"]
    );
}
