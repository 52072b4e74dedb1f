//! Names and options of strangers: nothing is allowed that the files do not name, and EXPLAIN never measures. Lines: an
//! option, its value, a function's home, its signature, a statement.
#![no_main]

use copilot_core::gate::{explain_option, functions, readable};
use libfuzzer_sys::fuzz_target;

/// As the server reads an option's value (defGetBoolean).
fn is_off(value: Option<&str>) -> bool {
    value.is_some_and(|value| ["false", "off", "0"].iter().any(|off| value.eq_ignore_ascii_case(off)))
}

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (option, value, home, signature, sql) = (line(), line(), line(), line(), line());
    let value = (!value.is_empty()).then_some(value);
    if explain_option(option, value).is_ok() {
        let only_shows = ["verbose", "costs", "settings", "format", "summary"].contains(&option);
        assert!(only_shows || is_off(value), "EXPLAIN ({option} {value:?})");
    }
    for major in [15, 16, 17, 18] {
        if functions::verdict_by_signature(major, home, signature).is_some() {
            let name = signature.split('(').next().unwrap_or_default();
            assert!(!name.contains(['.', '"', ' ']), "{signature:?}");
            assert!(functions::limits_by_signature(major, home, signature).is_some(), "{signature:?}");
        }
    }
    if readable(sql).is_ok() {
        assert!(sql.len() <= 64 * 1024);
        let mut run = 0;
        for byte in sql.bytes() {
            run = if b"~!@#^&|`?+-*/%<>=".contains(&byte) { run + 1 } else { 0 };
            assert!(run <= 256, "a long run of operator characters");
        }
    }
});
