//! A repaired statement has the tokens it had, but for the broken places, and none of those is left.
#![no_main]

use copilot_core::gate::repair::repaired;
use copilot_fuzz::lexer::{tokens, Kind, Token};
use libfuzzer_sys::fuzz_target;

fn telling(sql: &str) -> Vec<Token<'_>> {
    tokens(sql, false).into_iter().filter(|token| !matches!(token.kind, Kind::Space | Kind::Comment)).collect()
}

/// `CAST($1 AS interval day)` here, for `interval $1 day`: how many tokens it has in both.
fn cast(was: &[Token], is: &[Token]) -> Option<(usize, usize)> {
    let [cast, open, parameter, r#as, rest @ ..] = is else { return None };
    let words = rest.iter().position(|token| token.text == ")")?;
    if (cast.text, open.text, parameter.kind, r#as.text) != ("CAST", "(", Kind::Parameter, "AS") {
        return None;
    }
    let broken = was.get(..=words)?;
    let at = broken.iter().position(|token| token == parameter)?;
    let without: Vec<_> = broken[..at].iter().chain(&broken[at + 1..]).collect();
    (at > 0 && without.iter().copied().eq(&rest[..words])).then_some((words + 1, words + 5))
}

/// `pg_catalog."extract"($1,` here, for `extract($1 from`.
fn extract(was: &[Token], is: &[Token]) -> Option<(usize, usize)> {
    let texts: Vec<&str> = is.iter().take(6).map(|token| token.text).collect();
    let [extract, open, parameter, from, ..] = was else { return None };
    let said = ["pg_catalog", ".", "\"extract\"", "(", parameter.text, ","];
    let is_broken = extract.text.eq_ignore_ascii_case("extract")
        && open.text == "("
        && parameter.kind == Kind::Parameter
        && from.text.eq_ignore_ascii_case("from");
    (is_broken && texts == said).then_some((4, 6))
}

fuzz_target!(|sql: &str| {
    let Some(whole) = repaired(sql) else { return };
    assert_eq!(repaired(&whole), None, "repaired twice: {whole}");
    let (was, is) = (telling(sql), telling(&whole));
    if was.iter().any(|token| token.kind == Kind::Junk) {
        return;
    }
    let (mut was, mut is) = (was.as_slice(), is.as_slice());
    while let (Some(a), Some(b)) = (was.first(), is.first()) {
        let (from, to) = if a == b {
            (1, 1)
        } else {
            cast(was, is).or_else(|| extract(was, is)).unwrap_or_else(|| panic!("{a:?} became {b:?}:\n{sql}\n{whole}"))
        };
        (was, is) = (&was[from..], &is[to..]);
    }
    assert!(was.is_empty() && is.is_empty(), "{was:?} {is:?}:\n{sql}\n{whole}");
});
