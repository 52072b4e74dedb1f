//! SQL text without its literals. What is not certain to be a name, a keyword or an operator becomes `?`.

use crate::scan::{tokens, Kind, Token};

/// The statement on one line, with `?` for each literal and without comments. A text that does not split into tokens
/// for certain keeps only what stands before the first quote.
pub fn sql(text: &str) -> String {
    let split = tokens(text);
    if is_certain(text, &split) {
        return masked(&split);
    }
    let end = text.find(['\'', '"', '$', '\\', '`', '/', '-']).unwrap_or(text.len());
    let safe = text.get(..end).map(|before| masked(&tokens(before))).unwrap_or_default();
    format!("{safe} …").trim_start().to_owned()
}

/// A backslash before a quote ends a literal or does not, depending on a setting of the session that ran it.
fn is_certain(text: &str, split: &[Token]) -> bool {
    !text.contains("\\'") && !text.contains('\0') && split.iter().all(|token| token.kind != Kind::Open)
}

fn masked(split: &[Token]) -> String {
    let mut out = String::new();
    let mut after_literal = false;
    for token in split {
        let literal = is_literal(token, after_literal);
        if token.is_blank() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !literal {
            out.push_str(token.text);
        } else if !after_literal {
            out.push('?');
        }
        after_literal = literal;
    }
    out.trim().to_owned()
}

/// A word glued to a literal belongs to it (`1_000`, `0b11`, `12kB`).
fn is_literal(token: &Token, after_literal: bool) -> bool {
    match token.kind {
        Kind::Quoted | Kind::Number | Kind::Open => true,
        Kind::Word => after_literal,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_every_kind_are_masked_and_names_stay() {
        for (text, masked) in [
            ("select * from t where a = 'x' and b = 4711", "select * from t where a = ? and b = ?"),
            ("select $1, \"Mixed Case\".c from t", "select $1, \"Mixed Case\".c from t"),
            ("select E'a\\nb', B'101', X'1F', U&'d\\0061t', N'n'", "select ?, ?, ?, ?, ?"),
            ("do $$ begin raise 'secret'; end $$", "do ?"),
            ("do $a$ x $$ y $$ $a$ language sql", "do ? language sql"),
            ("select 1.5e10, .5, 1_000_000, 0xFF", "select ?, ?, ?, ?"),
            ("select date '2024-01-01', interval '1 day'", "select date ?, interval ?"),
            ("select a -- secret 42\nfrom t /* secret /* 43 */ */ where b", "select a from t where b"),
            ("alter role bob password 'hunter2'", "alter role bob password ?"),
            ("select a->>'key', b @> '{\"x\": 1}' from t", "select a->>?, b @> ? from t"),
            ("select 'it''s', ''", "select ?, ?"),
            ("set work_mem = '64MB'", "set work_mem = ?"),
            ("select a ||-- secret\n b, c @>/* secret */ d", "select a || b, c @> d"),
            ("select a &>'secret' and 'b' = '' from t", "select a &>? and ? = ? from t"),
            ("select $€$ 'secret $€$, 'b'", "select ?, ?"),
            ("select 1$$ secret $$, 2a$$, 3kB", "select ?, ?, ?"),
            ("select orders_2024.id from orders_2024", "select orders_2024.id from orders_2024"),
        ] {
            assert_eq!(sql(text), masked, "{text}");
        }
    }

    #[test]
    fn what_does_not_split_for_certain_is_cut_before_its_first_quote() {
        for (text, masked) in [
            ("select a from t where b = 'open", "select a from t where b = …"),
            ("select 7 from t where b = 'a\\' or 'secret'", "select ? from t where b = …"),
            ("select $tag$ never closed", "select …"),
            ("select \"open", "select …"),
            ("select a /* open", "select a …"),
            ("'", "…"),
            ("select $1$$1$ secret", "select …"),
        ] {
            assert_eq!(sql(text), masked, "{text}");
        }
    }
}
