//! SQL text in tokens, as the server's scan.l splits it. The tokens in a row are the text.

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Space,
    Comment,
    Word,
    /// A name in double quotes.
    Name,
    Parameter,
    Number,
    /// A literal in quotes, with its prefix and with what goes on with it on later lines.
    Quoted,
    /// What begins a literal, a name or a comment that does not end.
    Open,
    /// One character of an operator or of punctuation.
    Other,
}

impl Token<'_> {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Space | Kind::Comment)
    }
}

/// All tokens of a text. Backslashes escape only in `E''`: `standard_conforming_strings` is taken to be on.
pub(crate) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = sql;
    while !rest.is_empty() {
        let (length, kind) = one(rest).unwrap_or((rest.len(), Kind::Open));
        let (text, after) = rest.split_at(length.max(first_len(rest)));
        out.push(Token { kind, text });
        rest = after;
    }
    out
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// How long the token is that the text begins with, and its kind. None when it does not end.
fn one(text: &str) -> Option<(usize, Kind)> {
    let while_chars = |test: fn(char) -> bool| text.find(|c| !test(c)).unwrap_or(text.len());
    let mut chars = text.chars();
    let (first, second) = (chars.next()?, chars.next().unwrap_or(' '));
    let token = match (first, second) {
        (c, _) if is_space(c) => (while_chars(is_space), Kind::Space),
        ('-', '-') => (line(text), Kind::Comment),
        ('/', '*') => (comment(text)?, Kind::Comment),
        ('"', _) => (quoted(text, 0, '"', false)?, Kind::Name),
        ('u' | 'U', '&') if text.get(2..).is_some_and(|rest| rest.starts_with('"')) => {
            (quoted(text, 2, '"', false)?, Kind::Name)
        }
        ('$', d) if d.is_ascii_digit() => (digits(text, 1), Kind::Parameter),
        ('$', _) => return dollar_quoted(text),
        ('.', d) if d.is_ascii_digit() => (number(text), Kind::Number),
        (d, _) if d.is_ascii_digit() => (number(text), Kind::Number),
        _ => match prefix(text) {
            Some((before, backslashes)) => (literal(text, before, backslashes)?, Kind::Quoted),
            None if is_letter(first) => (while_chars(|c| is_letter(c) || c.is_ascii_digit() || c == '$'), Kind::Word),
            None => (1, Kind::Other),
        },
    };
    Some(token)
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\u{b}'
}

/// Everything above ASCII is a letter, a no-break space too.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

/// Where the digits end that begin at `from`.
fn digits(text: &str, from: usize) -> usize {
    text.get(from..).map_or(from, |rest| from + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))
}

/// `12`, `1.5`, `.5e-3`. Of `0xFF` and `1_000` it is the first digits, and a word follows.
fn number(text: &str) -> usize {
    let mut end = digits(text, 0);
    if text.get(end..).is_some_and(|rest| rest.starts_with('.') && !rest.starts_with("..")) {
        end = digits(text, end + 1);
    }
    if text.get(end..).is_some_and(|rest| rest.starts_with(['e', 'E'])) {
        let sign = usize::from(text.get(end + 1..).is_some_and(|rest| rest.starts_with(['+', '-'])));
        let exponent = digits(text, end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}

/// A comment up to the end of its line.
fn line(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// The length of what stands before the quote that opens a literal here, and whether backslashes escape in it.
fn prefix(text: &str) -> Option<(usize, bool)> {
    let before = text.find('\'').filter(|before| *before <= 2)?;
    match text.get(..before)? {
        "" | "b" | "B" | "x" | "X" | "n" | "N" | "u&" | "U&" => Some((before, false)),
        "e" | "E" => Some((before, true)),
        _ => None,
    }
}

/// Behind the quote that closes what a quote at `opening` opens; a doubled one is no end.
fn quoted(text: &str, opening: usize, quote: char, backslashes: bool) -> Option<usize> {
    let inner = text.get(opening + 1..)?;
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && backslashes {
            chars.next();
        } else if c == quote && chars.next_if(|(_, c)| *c == quote).is_none() {
            return Some(opening + 1 + at + 1);
        }
    }
    None
}

/// With what goes on with it behind a line's end.
fn literal(text: &str, opening: usize, backslashes: bool) -> Option<usize> {
    let mut end = quoted(text, opening, '\'', backslashes)?;
    while let Some(more) = text.get(end..).and_then(continued) {
        end = quoted(text, end + more, '\'', backslashes)?;
    }
    Some(end)
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

fn dollar_quoted(text: &str) -> Option<(usize, Kind)> {
    let tag_end = text.char_indices().skip(1).find(|(_, c)| !is_letter(*c) && !c.is_ascii_digit());
    let Some((end, '$')) = tag_end else { return Some((1, Kind::Other)) };
    let (tag, body) = text.split_at(end + 1);
    body.find(tag).map(|at| (end + 1 + at + tag.len(), Kind::Quoted))
}

/// Comments nest.
fn comment(text: &str) -> Option<usize> {
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
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{tokens, Kind};

    fn of(kind: Kind, sql: &str) -> Vec<&str> {
        tokens(sql).into_iter().filter(|token| token.kind == kind).map(|token| token.text).collect()
    }

    #[test]
    fn literals_end_where_the_server_ends_them() {
        for (sql, literals) in [
            (
                "select 'a''b', E'c\\'d', 'e\\', U&'\\0041', b'1', N'n'",
                vec!["'a''b'", "E'c\\'d'", "'e\\'", "U&'\\0041'", "b'1'", "N'n'"],
            ),
            ("'a' -- x\n 'b' 'c'", vec!["'a' -- x\n 'b'", "'c'"]),
            ("$a$ $$ $b$ $a$x$y$z", vec!["$a$ $$ $b$ $a$"]),
            ("$€$ 'a $€$", vec!["$€$ 'a $€$"]),
            ("nine'9', \"it's\", u&\"'\"", vec!["'9'"]),
        ] {
            assert_eq!(of(Kind::Quoted, sql), literals, "{sql}");
        }
    }

    #[test]
    fn a_number_does_not_take_what_is_no_part_of_it() {
        assert_eq!(
            of(Kind::Number, "a1, .5, 1.5e-10+2, 1..3, 7e, $4, t.5"),
            [".5", "1.5e-10", "2", "1", ".3", "7", ".5"]
        );
        assert_eq!(of(Kind::Word, "0xFF, 1_000, é$1"), ["xFF", "_000", "é$1"]);
    }

    #[test]
    fn comments_nest_and_end_a_run_of_operators() {
        assert_eq!(of(Kind::Comment, "a+/* b /* c */ */-- d\re*--"), ["/* b /* c */ */", "-- d", "--"]);
        assert_eq!(of(Kind::Other, "a<>/**/@-b;"), ["<", ">", "@", "-", ";"]);
    }

    #[test]
    fn what_does_not_end_is_open() {
        for open in ["'a", "\"a", "/* /* */", "$a$ $b$", "U&\"a", "E'\\'", "'a'\n'b"] {
            assert_eq!(of(Kind::Open, &format!("select {open}")), [open]);
        }
        assert_eq!(of(Kind::Open, "$ a$b"), [""; 0]);
    }
}
