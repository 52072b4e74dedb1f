//! SQL text without its literals. What is not certain to be a name, a keyword or an operator becomes `?`.

use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

/// The statement on one line, with `?` for each literal and without comments. A text that does not split into tokens
/// for certain keeps only what stands before the first quote.
pub fn sql(text: &str) -> String {
    if is_certain(text) {
        if let Some(masked) = tokens(text) {
            return masked;
        }
    }
    let end = text.find(['\'', '"', '$', '\\', '`', '/', '-']).unwrap_or(text.len());
    let safe = text.get(..end).and_then(tokens).unwrap_or_default();
    format!("{safe} …").trim_start().to_owned()
}

/// A backslash before a quote ends a literal or does not, depending on a setting of the session that ran it.
fn is_certain(text: &str) -> bool {
    let tags = text.rsplit_once('$').is_some_and(|(tags, _)| tags.split('$').skip(1).any(is_foreign_tag));
    // The tokenizer loses the character behind this operator.
    let lost = text.split("&>").skip(1).any(|rest| !rest.starts_with(' '));
    !lost
        && !text.contains("\\'")
        && !text.contains('\0')
        && !tags
        && !text.split(|c| !is_operator(c)).any(hides_comment)
}

/// What is the tag of a dollar quote for the server or for the tokenizer alone. For the server every character above
/// ASCII is a letter, and `$1$` begins with a parameter.
fn is_foreign_tag(between_dollars: &str) -> bool {
    let of_tag = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let begins_as_parameter = between_dollars.starts_with(|c: char| c.is_ascii_digit());
    (begins_as_parameter || !between_dollars.is_ascii()) && between_dollars.chars().all(of_tag)
}

fn is_operator(c: char) -> bool {
    "~!@#^&|`?+-*/%<>=".contains(c)
}

/// Whether a comment begins behind the first of these operator characters (`a ||-- b`): the server ends the operator
/// there, and the tokenizer here does not.
fn hides_comment(run: &str) -> bool {
    if run.starts_with("--") {
        return false;
    }
    match run.strip_prefix("/*") {
        Some(inner) => inner.split_once("*/").is_some_and(|(_, after)| !after.is_empty()),
        None => run.contains("--") || run.contains("/*"),
    }
}

fn tokens(text: &str) -> Option<String> {
    let tokens = Tokenizer::new(&PostgreSqlDialect {}, text).tokenize().ok()?;
    let mut out = String::with_capacity(text.len());
    let mut after_literal = false;
    for token in &tokens {
        let literal = is_literal(token, after_literal);
        match token {
            Token::Whitespace(_) if out.ends_with(' ') => {}
            Token::Whitespace(_) => out.push(' '),
            _ if !literal => out.push_str(&token.to_string()),
            _ if after_literal => {}
            _ => out.push('?'),
        }
        after_literal = literal;
    }
    Some(out.trim().to_owned())
}

/// Everything with letters or digits in it but names and parameters. A word glued to a literal belongs to it
/// (`1_000`, `0b11`, `12kB`).
fn is_literal(token: &Token, after_literal: bool) -> bool {
    match token {
        Token::Word(_) => after_literal,
        Token::Placeholder(name) => !name.strip_prefix('$').is_some_and(|n| n.chars().all(|c| c.is_ascii_digit())),
        Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => false,
        other => other.to_string().chars().any(|c| c.is_alphanumeric() || c == '\''),
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
            ("select a ||-- secret\n b", "select a || …"),
            ("select a @>/* secret */ b", "select a @> …"),
            ("select a &>'secret' and 'b' = '' from t", "select a &> …"),
            ("select $1$$1$ secret", "select …"),
            ("select $€$ 'secret $€$, 'b'", "select …"),
            ("select 1 /**/||-- secret", "select ? …"),
        ] {
            assert_eq!(sql(text), masked, "{text}");
        }
    }
}
