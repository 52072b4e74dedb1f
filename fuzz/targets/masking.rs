//! No word of a literal or a comment leaves, whichever way the session read its backslashes.
#![no_main]

use copilot_core::llm::masking;
use copilot_fuzz::lexer::{tokens, Kind, Token};
use libfuzzer_sys::fuzz_target;

/// Shorter ones are parts of names by chance.
const TELLING_BYTES: usize = 5;

fn is_secret(token: &Token) -> bool {
    matches!(token.kind, Kind::Literal | Kind::Comment)
}

/// The words that stand in literals or comments alone.
fn secrets(sql: &str, backslashes: bool) -> Vec<&str> {
    let all = tokens(sql, backslashes);
    if all.iter().any(|token| token.kind == Kind::Junk) {
        return Vec::new();
    }
    let open: String = all.iter().filter(|token| !is_secret(token)).map(|token| token.text).collect();
    let words = all
        .iter()
        .filter(|token| is_secret(token))
        .flat_map(|token| token.text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= TELLING_BYTES));
    words.filter(|word| !open.contains(word)).collect()
}

fuzz_target!(|sql: &str| {
    let masked = masking::sql(sql);
    for backslashes in [false, true] {
        for word in secrets(sql, backslashes) {
            assert!(!masked.contains(word), "{word:?} leaves:\n{sql}\n{masked}");
        }
    }
});
