//! What is pure about the gate: which functions may run, what a superuser may add, which options of EXPLAIN, how long a text may be.

pub mod allowing;
pub mod class;
pub mod functions;
pub mod limit;
pub mod repair;

use crate::fault::{Fault, Kind};

/// Rows of a statement that ran.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// JSON objects, column names as keys, in the order of the columns.
    pub objects: Vec<String>,
    /// Which cap cut the rest off.
    pub cut: Option<Cut>,
}

/// The caps of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Rows,
    Bytes,
}

/// The longest statement that is looked at.
pub const LONGEST_SQL_BYTES: usize = 64 * 1024;

/// The longest run of operator characters: the server's lexer reads a run anew from each `/*` in it.
const LONGEST_RUN: usize = 256;

/// Goes on when the text is of a size and shape that the server's parser reads in no time.
pub fn readable(sql: &str) -> Result<(), Fault> {
    if sql.len() > LONGEST_SQL_BYTES {
        return Err(Fault::new(Kind::OverLimit, format!("the statement is longer than {LONGEST_SQL_BYTES} bytes"))
            .detail(format!("It has {} bytes.", sql.len()))
            .hint("ask for less in one statement"));
    }
    let is_operator = |c: char| "~!@#^&|`?+-*/%<>=".contains(c);
    match sql.split(|c| !is_operator(c)).any(|run| run.len() > LONGEST_RUN) {
        false => Ok(()),
        true => {
            Err(Fault::new(Kind::RefusedSql, format!("more than {LONGEST_RUN} operator characters stand in a row"))
                .detail("The server's parser would read them over and over."))
        }
    }
}

/// Goes on when EXPLAIN may have this option here. ANALYZE runs the statement; the others only change what is shown.
pub fn explain_option(name: &str, value: Option<&str>) -> Result<(), Fault> {
    let off = matches!(value.map(str::to_lowercase).as_deref(), Some("false" | "off" | "0"));
    match name {
        "verbose" | "costs" | "settings" | "format" => Ok(()),
        _ if off => Ok(()),
        "summary" => Ok(()),
        _ => Err(Fault::new(Kind::RefusedSql, format!("EXPLAIN ({name}) is not allowed here"))
            .detail("Nothing is run by EXPLAIN here, so there is nothing to measure.")
            .hint("EXPLAIN, with VERBOSE, COSTS, SETTINGS, SUMMARY and FORMAT")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_the_lexer_reads_over_and_over_is_refused() {
        assert!(readable("select 1 /*****************/ + 2 -- ----------").is_ok());
        assert_eq!(readable(&"/*".repeat(200)).unwrap_err().kind, Kind::RefusedSql);
        assert_eq!(readable(&"x".repeat(LONGEST_SQL_BYTES + 1)).unwrap_err().kind, Kind::OverLimit);
    }

    #[test]
    fn explain_shows_and_never_runs() {
        for (name, value) in
            [("verbose", None), ("format", Some("json")), ("analyze", Some("off")), ("costs", Some("0"))]
        {
            assert!(explain_option(name, value).is_ok(), "{name}");
        }
        for (name, value) in [("analyze", None), ("analyze", Some("on")), ("buffers", Some("true")), ("wal", None)] {
            assert_eq!(explain_option(name, value).unwrap_err().kind, Kind::RefusedSql, "{name}");
        }
    }
}
