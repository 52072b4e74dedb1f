//! The corpus: how its files are read.

use std::collections::HashSet;
use std::path::PathBuf;

/// One statement of the corpus, and what its header says of it. After the header comes the exact text.
#[derive(Debug, Default)]
pub struct Case {
    pub file: String,
    /// `name`: unique in the corpus.
    pub name: String,
    pub sql: String,
    /// `leaks`: must not come back, besides what must never come back.
    pub leaks: Vec<String>,
    /// `entitled`: roles whose own right it is to see the secret.
    pub entitled: Vec<String>,
    /// `as`: the role that plants a trojan, if not mallory.
    pub role: Option<String>,
    /// `path`: the session's search_path.
    pub path: Option<String>,
    /// `before`, `after`: what the session does itself before and after.
    pub before: Option<String>,
    pub after: Option<String>,
    /// `held`: what another session holds meanwhile.
    pub held: Option<String>,
    /// `bomb`: must end at the limit.
    pub is_bomb: bool,
    /// `unordered`: rows come in any order.
    pub is_unordered: bool,
    /// `volatile`: only the columns are the same twice.
    pub is_volatile: bool,
    /// `template`: `{{3*x}}` stands for `xxx`.
    is_template: bool,
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../gate").canonicalize().expect("tests/gate")
}

/// A file of the corpus, as it is.
pub fn text(name: &str) -> String {
    let path = corpus().join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The cases of all files in a folder of the corpus.
pub fn folder(name: &str) -> Vec<Case> {
    let entries = std::fs::read_dir(corpus().join(name)).expect(name);
    let mut files: Vec<String> =
        entries.map(|entry| entry.expect(name).file_name().into_string().expect("a file's name")).collect();
    files.sort();
    let cases: Vec<Case> = files.iter().flat_map(|file| cases(file, &text(&format!("{name}/{file}")))).collect();
    let mut names = HashSet::new();
    for case in &cases {
        assert!(names.insert(&case.name), "two cases are named {}", case.name);
    }
    cases
}

/// The cases of one file.
pub fn file(name: &str) -> Vec<Case> {
    cases(name, &text(name))
}

fn cases(file: &str, text: &str) -> Vec<Case> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let parts = text.split("\n----\n").skip(1);
    parts.map(|part| Case { file: file.trim_end_matches(".sql").into(), ..case(part) }).collect()
}

fn case(part: &str) -> Case {
    let mut case = Case::default();
    let mut rest = part;
    while let Some((line, after)) = rest.split_once('\n').filter(|(line, _)| case.takes(line)) {
        let _ = line;
        rest = after;
    }
    assert!(!case.name.is_empty(), "a case without a name:\n{part}");
    case.sql = if case.is_template { expanded(rest) } else { rest.into() };
    case
}

impl Case {
    /// Whether the line belongs to the header.
    fn takes(&mut self, line: &str) -> bool {
        let Some(line) = line.strip_prefix("-- ") else { return false };
        let (key, value) = line.split_once(": ").unwrap_or((line, ""));
        let value = || Some(value.to_owned());
        match key {
            "name" => self.name = value().unwrap_or_default(),
            "leaks" => self.leaks.extend(value()),
            "entitled" => self.entitled = value().unwrap_or_default().split(", ").map(str::to_owned).collect(),
            "as" => self.role = value(),
            "path" => self.path = value(),
            "before" => self.before = value(),
            "after" => self.after = value(),
            "held" => self.held = value(),
            "bomb" => self.is_bomb = true,
            "unordered" => self.is_unordered = true,
            "volatile" => self.is_volatile = true,
            "template" => self.is_template = true,
            _ => return false,
        }
        true
    }
}

/// `{{3*x}}` becomes `xxx`; in it `\u{..}`, `\r` and `\v` stand for characters an editor would not show, and `\i` counts.
fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let mut end = after.find("}}").expect("}} after {{");
        while after[end + 2..].starts_with('}') {
            end += 1;
        }
        let (times, what) = after[..end].split_once('*').expect("a number, a star, a text");
        let what = unescaped(what);
        out.extend((0..times.parse().expect("a number of times")).map(|n: usize| what.replace("\\i", &n.to_string())));
        rest = &after[end + 2..];
    }
    out + rest
}

fn unescaped(text: &str) -> String {
    let mut out = text.replace("\\r", "\r").replace("\\v", "\u{b}");
    while let Some((before, after)) = out.split_once("\\u{") {
        let (code, rest) = after.split_once('}').expect("} after \\u{");
        let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character");
        out = format!("{before}{character}{rest}");
    }
    out
}

#[test]
fn a_case_is_header_and_exact_text() {
    let read =
        cases("f.sql", "-- about\n----\n-- name: a\n-- leaks: x\n-- kept\nselect 1\n\n----\n-- name: b\n-- bomb\nx");
    let seen: Vec<_> = read.iter().map(|c| (c.name.as_str(), c.sql.as_str(), c.is_bomb)).collect();
    assert_eq!(seen, [("a", "-- kept\nselect 1\n", false), ("b", "x", true)]);
    assert_eq!(read[0].leaks, ["x"]);
    let template = case("-- name: c\n-- template\n{{2*ab}}{{1*\\u{41}}}{{1*(}}");
    assert_eq!(template.sql, "ababA(");
    assert_eq!(case("-- name: d\n-- template\n{{2*t\\i,}}z").sql, "t0,t1,z");
}

#[test]
fn the_corpus_is_as_large_as_it_should_be() {
    assert!(folder("attacks").len() >= 400);
    assert!(folder("honest").len() >= 200);
}
