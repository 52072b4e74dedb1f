//! Splits a plain dump into statements and the data of COPY, so that what merely looks like data (in the body of a
//! function, say) is not taken for it.

use std::io::BufRead;

/// A statement that may matter, or a line of data of the COPY before it.
pub enum Piece<'a> {
    /// Ends with its semicolon; or a line of psql's, which begins with a backslash.
    Statement(&'a str),
    Data(&'a [u8]),
}

#[derive(Clone, Debug, PartialEq)]
enum Inside {
    Nothing,
    Quotes(u8),
    /// The tag with its dollars.
    Dollars(Vec<u8>),
}

pub struct Script<R> {
    input: R,
    line: Vec<u8>,
    statement: Vec<u8>,
    inside: Inside,
    in_data: bool,
}

/// Of a longer statement only so much is kept: those that matter are one line each.
const KEPT_BYTES: usize = 64 * 1024;

impl<R: BufRead> Script<R> {
    pub fn new(input: R) -> Self {
        Script { input, line: Vec::new(), statement: Vec::new(), inside: Inside::Nothing, in_data: false }
    }

    /// Hands each piece to `take`.
    pub fn read(mut self, mut take: impl FnMut(Piece) -> Result<(), String>) -> Result<(), String> {
        loop {
            self.line.clear();
            let read =
                self.input.read_until(b'\n', &mut self.line).map_err(|e| format!("the dump cannot be read: {e}"))?;
            if read == 0 {
                return match self.in_data || self.inside != Inside::Nothing {
                    true => Err("the dump ends in the middle of something: it is not whole".into()),
                    false => Ok(()),
                };
            }
            while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                self.line.pop();
            }
            if self.in_data {
                match self.line.as_slice() {
                    b"\\." => self.in_data = false,
                    data => take(Piece::Data(data))?,
                }
            } else if self.statement.is_empty() && self.line.first() == Some(&b'\\') {
                take(Piece::Statement(&String::from_utf8_lossy(&self.line)))?;
            } else if self.ends_statement() {
                let statement = String::from_utf8_lossy(&self.statement).trim().to_owned();
                self.statement.clear();
                self.in_data = statement.starts_with("COPY ") && statement.ends_with(" FROM stdin;");
                take(Piece::Statement(&statement))?;
            }
        }
    }

    /// Adds the line to the statement; tells whether it ends it.
    fn ends_statement(&mut self) -> bool {
        let mut ends = false;
        let mut rest = self.line.as_slice();
        while let Some((&byte, after)) = rest.split_first() {
            match &self.inside {
                Inside::Quotes(quote) if byte == *quote => self.inside = Inside::Nothing,
                Inside::Dollars(tag) if rest.starts_with(tag) => {
                    rest = rest.get(tag.len()..).unwrap_or_default();
                    self.inside = Inside::Nothing;
                    continue;
                }
                Inside::Nothing if rest.starts_with(b"--") => break,
                Inside::Nothing if byte == b'\'' || byte == b'"' => self.inside = Inside::Quotes(byte),
                Inside::Nothing if byte == b'$' => {
                    if let Some(tag) = dollar_tag(rest) {
                        rest = rest.get(tag.len()..).unwrap_or_default();
                        self.inside = Inside::Dollars(tag);
                        continue;
                    }
                }
                Inside::Nothing => ends = byte == b';' || (ends && byte.is_ascii_whitespace()),
                _ => {}
            }
            rest = after;
        }
        let says_nothing = self.line.is_empty() || self.line.starts_with(b"--");
        if self.statement.len() < KEPT_BYTES && !(self.statement.is_empty() && says_nothing) {
            self.statement.extend_from_slice(&self.line);
            self.statement.push(b'\n');
        }
        ends && self.inside == Inside::Nothing
    }
}

/// `$name$` or `$$` at the beginning of the bytes.
fn dollar_tag(bytes: &[u8]) -> Option<Vec<u8>> {
    let name = bytes.get(1..)?.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || !b.is_ascii()).count();
    let tag = bytes.get(..name + 2)?;
    let starts_as_a_name = !tag.get(1).is_some_and(u8::is_ascii_digit);
    (starts_as_a_name && tag.last() == Some(&b'$')).then(|| tag.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        Script::new(text.as_bytes()).read(|piece| {
            all.push(match piece {
                Piece::Statement(text) => text.to_owned(),
                Piece::Data(line) => format!("data {}", String::from_utf8_lossy(line)),
            });
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn statements_and_data_are_told_apart() {
        let text = "--\n-- PostgreSQL database dump\n--\n\\restrict abc\nSET a = 1;\n\n--\n-- it's data;\n--\n\nCOPY t (a) FROM stdin;\n1;\n--2\n\\.\nSELECT 1;\n";
        assert_eq!(
            pieces(text).unwrap(),
            ["\\restrict abc", "SET a = 1;", "COPY t (a) FROM stdin;", "data 1;", "data --2", "SELECT 1;"]
        );
    }

    #[test]
    fn what_stands_in_quotes_is_no_statement() {
        for body in [
            "$$\nCOPY t (a) FROM stdin;\n1\n\\.\n$$",
            "$_$\n$$;\nCOPY t (a) FROM stdin;\n$_$",
            "'it''s;\nCOPY t (a) FROM stdin;\n'",
            "\"a;\nb\"",
        ] {
            let text = format!("CREATE FUNCTION f() AS {body} LANGUAGE sql;\nSELECT 2;\n");
            let all = pieces(&text).unwrap();
            assert_eq!((all.len(), all[1].as_str()), (2, "SELECT 2;"), "{body}: {all:?}");
        }
    }

    #[test]
    fn a_dump_that_was_cut_is_no_dump() {
        assert!(pieces("COPY t (a) FROM stdin;\n1\n").is_err());
        assert!(pieces("SELECT 'a\n").is_err());
    }
}
