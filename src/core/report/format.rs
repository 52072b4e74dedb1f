//! The shapes a report comes in.

use crate::fault::{Fault, Kind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Json,
}

impl Format {
    /// The words users may give, in any case.
    pub fn parse(word: Option<&str>) -> Result<Format, Fault> {
        let accepted = "use 'text', 'markdown' or 'json'";
        let word = word.ok_or_else(|| Fault::null_argument("format", accepted))?;
        match word.trim().to_ascii_lowercase().as_str() {
            "text" => Ok(Format::Text),
            "markdown" => Ok(Format::Markdown),
            "json" => Ok(Format::Json),
            _ => Err(Fault::new(Kind::InvalidArgument, format!("unknown format \"{}\"", first(word))).hint(accepted)),
        }
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
        assert_eq!(Format::parse(Some("text")), Ok(Format::Text));
        assert_eq!(Format::parse(Some("Markdown")), Ok(Format::Markdown));
        assert_eq!(Format::parse(Some(" JSON ")), Ok(Format::Json));
        let null = Format::parse(None).unwrap_err();
        assert_eq!((null.kind, null.hint.as_deref()), (Kind::NullArgument, Some("use 'text', 'markdown' or 'json'")));
        let other = Format::parse(Some("html")).unwrap_err();
        assert_eq!(other.kind, Kind::InvalidArgument);
        assert_eq!(other.message, "unknown format \"html\"");
    }
}
