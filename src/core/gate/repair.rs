//! Statements that the normalisation of pg_stat_statements broke. It keeps `interval '1 day'` as `interval $1`, which does
//! not parse; `CAST($1 AS interval)` says the same. Of `extract(year from d)` it keeps `extract($1 from d)`;
//! `pg_catalog."extract"($1, d)` is what the server makes of it.

use crate::scan::{tokens, Kind, Token};

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

/// The next token that is neither white space nor comment.
fn next(tokens: &[Token], from: usize) -> usize {
    from + tokens.iter().skip(from).take_while(|t| t.is_blank()).count()
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
