//! Statements that the normalisation of pg_stat_statements broke. It keeps `interval '1 day'` as `interval $1`, which does
//! not parse; `CAST($1 AS interval)` says the same. Of `extract(year from d)` it keeps `extract($1 from d)`;
//! `pg_catalog."extract"($1, d)` is what the server makes of it.

/// A piece of SQL text, as far as matters here.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Word,
    Parameter,
    /// White space and comments.
    Space,
    Other,
}

/// Words that open a typed literal, besides those with a time zone.
const TYPES: [&str; 22] = [
    "interval",
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "bool",
    "boolean",
    "int",
    "integer",
    "smallint",
    "bigint",
    "numeric",
    "decimal",
    "real",
    "text",
    "json",
    "jsonb",
    "uuid",
    "inet",
    "cidr",
    "money",
];
/// What may follow the literal of an interval (`interval '1' day to second`).
const FIELDS: [&str; 7] = ["year", "month", "day", "hour", "minute", "second", "to"];

/// The text with what was broken written in another way, or None when nothing is.
pub fn repaired(sql: &str) -> Option<String> {
    let tokens = tokens(sql);
    let mut out = String::with_capacity(sql.len() + 32);
    let mut is_repaired = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match type_at(&tokens, at).or_else(|| extract_at(&tokens, at)) {
            Some((end, whole)) => {
                out.push_str(&whole);
                is_repaired = true;
                at = end;
            }
            None => {
                out.push_str(token.text);
                at += 1;
            }
        }
    }
    is_repaired.then_some(out)
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }
}

/// A type's name at this place followed by a parameter: where it ends, and the cast it stands for.
fn type_at(tokens: &[Token], at: usize) -> Option<(usize, String)> {
    let first = tokens.get(at).filter(|t| TYPES.iter().any(|name| t.is(name)))?;
    let mut end = at + 1;
    let mut name = first.text.to_owned();
    if tokens.get(next(tokens, end)).is_some_and(|t| t.is("with") || t.is("without")) {
        for word in ["", "time", "zone"] {
            let found = next(tokens, end);
            tokens.get(found).filter(|t| word.is_empty() || t.is(word))?;
            name = format!("{name} {}", tokens.get(found)?.text);
            end = found + 1;
        }
    }
    let parameter = next(tokens, end);
    let number = tokens.get(parameter).filter(|t| t.kind == Kind::Parameter)?.text;
    end = parameter + 1;
    if first.is("interval") {
        while tokens.get(next(tokens, end)).is_some_and(|t| FIELDS.iter().any(|field| t.is(field))) {
            let found = next(tokens, end);
            name = format!("{name} {}", tokens.get(found)?.text);
            end = found + 1;
        }
    }
    Some((end, format!("CAST({number} AS {name})")))
}

/// `extract($1 from` at this place: where it ends, and what it stands for.
fn extract_at(tokens: &[Token], at: usize) -> Option<(usize, String)> {
    tokens.get(at).filter(|t| t.is("extract"))?;
    let open = next(tokens, at + 1);
    tokens.get(open).filter(|t| t.text == "(")?;
    let parameter = next(tokens, open + 1);
    let field = tokens.get(parameter).filter(|t| t.kind == Kind::Parameter)?.text;
    let from = next(tokens, parameter + 1);
    tokens.get(from).filter(|t| t.is("from"))?;
    Some((from + 1, format!("pg_catalog.\"extract\"({field},")))
}

/// The next token that is no white space.
fn next(tokens: &[Token], from: usize) -> usize {
    from + tokens.iter().skip(from).take_while(|t| t.kind == Kind::Space).count()
}

fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = sql;
    while !rest.is_empty() {
        let (length, kind) = one(rest);
        let (text, after) = rest.split_at(length.max(first_len(rest)));
        out.push(Token { kind, text });
        rest = after;
    }
    out
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// How long the token is that the text begins with, and its kind: as the server's scan.l splits it.
fn one(text: &str) -> (usize, Kind) {
    let while_chars = |test: fn(char) -> bool| text.find(|c| !test(c)).unwrap_or(text.len());
    let mut chars = text.chars();
    match (chars.next().unwrap_or(' '), chars.next().unwrap_or(' ')) {
        (c, _) if is_space(c) => (while_chars(is_space), Kind::Space),
        ('-', '-') => (line(text), Kind::Space),
        ('/', '*') => (comment(text), Kind::Space),
        ('\'', _) => (literal(text, false), Kind::Other),
        ('e' | 'E', '\'') => (1 + literal(text.get(1..).unwrap_or_default(), true), Kind::Other),
        ('"', _) => (quoted(text, '"', false), Kind::Other),
        ('$', d) if d.is_ascii_digit() => (1 + digits(text), Kind::Parameter),
        ('$', _) => (dollar_quoted(text), Kind::Other),
        (c, _) if is_letter(c) => (while_chars(|c| is_letter(c) || c.is_ascii_digit() || c == '$'), Kind::Word),
        _ => (1, Kind::Other),
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

/// Everything above ASCII is a letter, a no-break space too.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

fn digits(text: &str) -> usize {
    text.chars().skip(1).take_while(char::is_ascii_digit).count()
}

/// A comment up to the end of its line.
fn line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// Up to the closing quote; a doubled one is no end.
fn quoted(text: &str, quote: char, backslashes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && backslashes {
            chars.next();
        } else if c == quote && chars.next_if(|(_, c)| *c == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

/// With what goes on with it behind a line's end.
fn literal(text: &str, backslashes: bool) -> usize {
    let mut end = quoted(text, '\'', backslashes);
    while let Some(more) = text.get(end..).and_then(continued) {
        end += more + text.get(end + more..).map_or(0, |rest| quoted(rest, '\'', backslashes));
    }
    end
}

/// How far the quote is that goes on with the literal before, if one does.
fn continued(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            c if is_space(c) => at += 1,
            '-' if rest.starts_with("--") => at += line(rest),
            '\'' => return text.get(..at)?.contains(['\n', '\r']).then_some(at),
            _ => return None,
        }
    }
}

fn dollar_quoted(text: &str) -> usize {
    let tag_end = text.char_indices().skip(1).find(|(_, c)| !is_letter(*c) && !c.is_ascii_digit());
    let Some((end, '$')) = tag_end else { return 1 };
    let (tag, body) = text.split_at(end + 1);
    body.find(tag).map_or(text.len(), |at| end + 1 + at + tag.len())
}

/// Comments nest.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += first_len(rest);
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_broken_is_said_in_another_way() {
        for (broken, whole) in [
            ("select now() - interval $1", "select now() - CAST($1 AS interval)"),
            ("where d >= DATE $2 and d < date $3", "where d >= CAST($2 AS DATE) and d < CAST($3 AS date)"),
            ("interval $1 day to second + x", "CAST($1 AS interval day to second) + x"),
            ("timestamp with time zone /* c */ $12)", "CAST($12 AS timestamp with time zone))"),
            (
                "select EXTRACT ( $1 from d), extract(year from d)",
                "select pg_catalog.\"extract\"($1, d), extract(year from d)",
            ),
            ("select 'interval $1', date\n$1", "select 'interval $1', CAST($1 AS date)"),
            ("select 'a\\', date $1 -- b\r, date $2", "select 'a\\', CAST($1 AS date) -- b\r, CAST($2 AS date)"),
        ] {
            assert_eq!(repaired(broken).as_deref(), Some(whole));
        }
    }

    #[test]
    fn what_is_whole_stays() {
        for whole in [
            "select date, time from t where a = $1",
            "select $$interval $1$$, 'date $1', \"date\"$1",
            "/* interval $1 /* date $2 */ */ select 1 -- date $1",
            "select é, x from t limit $1",
            "select interval",
            "'open",
            "$",
            "select E'\\' date $1', 'a'\n'date $1', é€date $1, date\u{a0}$1",
            "select E'a' -- b\n'\\' date $1'",
            "select $€$ date $1 $€$",
        ] {
            assert_eq!(repaired(whole), None, "{whole}");
        }
    }
}
