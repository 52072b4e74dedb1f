//! The shapes a report comes in.

use crate::fault::{Fault, Kind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Json,
    Html,
    Sarif,
}

impl Format {
    /// What the health report can be.
    pub const ALL: &'static [Format] = &[Format::Text, Format::Markdown, Format::Json, Format::Html, Format::Sarif];
    /// What needs no layout of its own.
    pub const PLAIN: &'static [Format] = &[Format::Text, Format::Markdown, Format::Json];

    pub const fn word(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Html => "html",
            Format::Sarif => "sarif",
        }
    }

    /// One of these, by the word users give, in any case.
    pub fn parse(word: Option<&str>, accepted: &[Format]) -> Result<Format, Fault> {
        let hint = hint(accepted);
        let word = word.ok_or_else(|| Fault::null_argument("format", &hint))?;
        let wanted = word.trim().to_ascii_lowercase();
        accepted.iter().copied().find(|format| format.word() == wanted).ok_or_else(|| {
            Fault::new(Kind::InvalidArgument, format!("unknown format \"{}\"", first(word))).hint(hint.as_str())
        })
    }
}

/// `use 'text', 'markdown' or 'json'`
fn hint(accepted: &[Format]) -> String {
    let words: Vec<String> = accepted.iter().map(|format| format!("'{}'", format.word())).collect();
    match words.split_last() {
        Some((last, [])) => format!("use {last}"),
        Some((last, others)) => format!("use {} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// As much of what was typed as an error should repeat.
fn first(word: &str) -> String {
    word.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_or_refused_with_the_ones_accepted() {
        for format in Format::ALL {
            assert_eq!(Format::parse(Some(format.word()), Format::ALL), Ok(*format));
        }
        assert_eq!(Format::parse(Some(" HTML "), Format::ALL), Ok(Format::Html));
        let null = Format::parse(None, Format::PLAIN).unwrap_err();
        assert_eq!((null.kind, null.hint.as_deref()), (Kind::NullArgument, Some("use 'text', 'markdown' or 'json'")));
        let other = Format::parse(Some("pdf"), Format::ALL).unwrap_err();
        assert_eq!(other.kind, Kind::InvalidArgument);
        assert_eq!(other.message, "unknown format \"pdf\"");
        assert_eq!(other.hint.as_deref(), Some("use 'text', 'markdown', 'json', 'html' or 'sarif'"));
        assert!(Format::parse(Some("html"), Format::PLAIN).is_err());
    }
}
