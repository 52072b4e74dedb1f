//! SQL text in tokens, by the rules of PostgreSQL's scan.l and by nothing else: a judge of `repair.rs` and `masking.rs`,
//! so it shares no line with them. What is left open ends with the text.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// White space and comments.
    Space,
    Comment,
    Word,
    /// A name in double quotes.
    Name,
    Parameter,
    /// Text, bits, number.
    Literal,
    /// A number with letters glued to it, which no server takes.
    Junk,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// All tokens. `backslashes`: as with `standard_conforming_strings = off`.
pub fn tokens(sql: &str, backslashes: bool) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < sql.len() {
        let (kind, end) = one(sql.as_bytes(), at, backslashes);
        // Every rule ends before or after an ASCII byte, so at the border of a character.
        out.push(Token { kind, text: &sql[at..end] });
        at = end;
    }
    out
}

/// Bytes above ASCII are letters here, so every token ends before or after an ASCII byte.
fn is_start(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b >= 0x80
}

fn is_cont(b: u8) -> bool {
    is_start(b) || b.is_ascii_digit() || b == b'$'
}

fn is_operator(b: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&b)
}

fn is_space(b: u8) -> bool {
    b" \t\n\r\x0c\x0b".contains(&b)
}

/// Where the run ends that begins here.
fn run(text: &[u8], from: usize, test: impl Fn(u8) -> bool) -> usize {
    from + text[from..].iter().take_while(|b| test(**b)).count()
}

fn one(text: &[u8], at: usize, backslashes: bool) -> (Kind, usize) {
    let next = text.get(at + 1).copied().unwrap_or(0);
    let third = text.get(at + 2).copied().unwrap_or(0);
    match text[at] {
        b if is_space(b) => (Kind::Space, run(text, at, is_space)),
        b'-' if next == b'-' => (Kind::Comment, line_comment(text, at)),
        b'/' if next == b'*' => (Kind::Comment, comment(text, at)),
        b'\'' => (Kind::Literal, string(text, at, backslashes)),
        b'e' | b'E' if next == b'\'' => (Kind::Literal, string(text, at + 1, true)),
        b'b' | b'B' | b'x' | b'X' if next == b'\'' => (Kind::Literal, string(text, at + 1, false)),
        b'n' | b'N' if next == b'\'' => (Kind::Literal, string(text, at + 1, backslashes)),
        b'u' | b'U' if next == b'&' && third == b'\'' => (Kind::Literal, string(text, at + 2, false)),
        b'u' | b'U' if next == b'&' && third == b'"' => (Kind::Name, quoted(text, at + 2)),
        b'"' => (Kind::Name, quoted(text, at)),
        b'$' if next.is_ascii_digit() => (Kind::Parameter, run(text, at + 1, |b| b.is_ascii_digit())),
        b'$' => dollar(text, at),
        b if b.is_ascii_digit() || (b == b'.' && next.is_ascii_digit()) => number(text, at),
        b if is_start(b) => (Kind::Word, run(text, at, is_cont)),
        b if is_operator(b) => (Kind::Other, operator(text, at)),
        _ => (Kind::Other, at + 1),
    }
}

/// A run of operator characters, up to a comment in it.
fn operator(text: &[u8], at: usize) -> usize {
    let end = run(text, at, is_operator);
    let comment = text[at..end].windows(2).position(|two| two == b"--" || two == b"/*");
    comment.map_or(end, |within| at + within.max(1))
}

fn line_comment(text: &[u8], at: usize) -> usize {
    run(text, at, |b| b != b'\n' && b != b'\r')
}

fn comment(text: &[u8], at: usize) -> usize {
    let mut depth = 0;
    let mut here = at;
    while here < text.len() {
        match text.get(here..here + 2) {
            Some(b"/*") => (depth, here) = (depth + 1, here + 2),
            Some(b"*/") => (depth, here) = (depth - 1, here + 2),
            _ => here += 1,
        }
        if depth == 0 {
            return here;
        }
    }
    text.len()
}

/// A literal from its opening quote on, and all that the server takes for its continuation: a quote after white space
/// with a line's end in it.
fn string(text: &[u8], quote: usize, backslashes: bool) -> usize {
    let mut here = quote + 1;
    loop {
        match (text.get(here), text.get(here + 1)) {
            (None, _) => return text.len(),
            (Some(b'\\'), Some(_)) if backslashes => here += 2,
            (Some(b'\''), Some(b'\'')) => here += 2,
            (Some(b'\''), _) => match continued(text, here + 1) {
                Some(after) => here = after,
                None => return here + 1,
            },
            _ => here += 1,
        }
    }
}

/// Behind the quote that goes on with a literal that ended before `from`.
fn continued(text: &[u8], from: usize) -> Option<usize> {
    let mut here = from;
    let mut is_new_line = false;
    loop {
        match text.get(here)? {
            b'\n' | b'\r' => (is_new_line, here) = (true, here + 1),
            b if is_space(*b) => here += 1,
            b'-' if text.get(here + 1) == Some(&b'-') => here = line_comment(text, here),
            b'\'' if is_new_line => return Some(here + 1),
            _ => return None,
        }
    }
}

fn quoted(text: &[u8], quote: usize) -> usize {
    let mut here = quote + 1;
    loop {
        match (text.get(here), text.get(here + 1)) {
            (None, _) => return text.len(),
            (Some(b'"'), Some(b'"')) => here += 2,
            (Some(b'"'), _) => return here + 1,
            _ => here += 1,
        }
    }
}

fn dollar(text: &[u8], at: usize) -> (Kind, usize) {
    let end = match text.get(at + 1) {
        Some(b) if is_start(*b) => run(text, at + 1, |b| is_start(b) || b.is_ascii_digit()),
        _ => at + 1,
    };
    if text.get(end) != Some(&b'$') {
        return (Kind::Other, at + 1);
    }
    let tag = &text[at..=end];
    let close = text[end + 1..].windows(tag.len()).position(|part| part == tag);
    (Kind::Literal, close.map_or(text.len(), |within| end + 1 + within + tag.len()))
}

/// `1_000`, `0xFF`, `1.5e-10`; anything else that is glued to digits is junk.
fn number(text: &[u8], at: usize) -> (Kind, usize) {
    let is_digit = |b: u8| b.is_ascii_digit() || b == b'_';
    let is_hex = text[at] == b'0' && text.get(at + 1).is_some_and(|b| b"xXoObB".contains(b));
    let mut here =
        if is_hex { run(text, at + 2, |b| b.is_ascii_hexdigit() || b == b'_') } else { run(text, at, is_digit) };
    if !is_hex && text.get(here) == Some(&b'.') && text.get(here + 1) != Some(&b'.') {
        here = run(text, here + 1, is_digit);
    }
    if !is_hex && text.get(here).is_some_and(|b| matches!(b, b'e' | b'E')) {
        let sign = usize::from(text.get(here + 1).is_some_and(|b| matches!(b, b'+' | b'-')));
        if text.get(here + 1 + sign).is_some_and(u8::is_ascii_digit) {
            here = run(text, here + 1 + sign, is_digit);
        }
    }
    match run(text, here, is_cont) {
        end if end == here => (Kind::Literal, end),
        end => (Kind::Junk, end),
    }
}

#[cfg(test)]
mod tests {
    use super::{tokens, Kind};

    fn of(kind: Kind, sql: &str, backslashes: bool) -> Vec<&str> {
        tokens(sql, backslashes).into_iter().filter(|token| token.kind == kind).map(|token| token.text).collect()
    }

    #[test]
    fn texts_end_where_the_server_ends_them() {
        for (sql, literals) in [
            (
                "select 'a''b', E'c\\'d', 'e\\', U&'\\0041', b'1'",
                vec!["'a''b'", "E'c\\'d'", "'e\\'", "U&'\\0041'", "b'1'"],
            ),
            ("'a' -- x\n 'b' 'c'", vec!["'a' -- x\n 'b'", "'c'"]),
            ("$a$ $$ $b$ $a$x$y$z", vec!["$a$ $$ $b$ $a$"]),
            ("a.b1, .5, 1.5e-10+2, 0xFF_f, $1", vec![".5", "1.5e-10", "2", "0xFF_f"]),
            ("1 - 'open", vec!["1", "'open"]),
        ] {
            assert_eq!(of(Kind::Literal, sql, false), literals, "{sql}");
        }
        assert_eq!(of(Kind::Literal, "'a\\', b'", true), ["'a\\', b'"]);
    }

    #[test]
    fn comments_nest_and_end_a_run_of_operators() {
        assert_eq!(of(Kind::Comment, "a+/* b /* c */ */-- d\re*--", false), ["/* b /* c */ */", "-- d", "--"]);
        assert_eq!(of(Kind::Other, "a<>/**/@-b;", false), ["<>", "@-", ";"]);
        assert_eq!(of(Kind::Word, "é$1 \"x\"y U&\"z\"", false), ["é$1", "y"]);
    }
}
