//! Lines no wider than a terminal likes.

/// Width of every report, in characters.
pub(super) const WIDTH: usize = 100;

/// A text under a label: the label before the first line, as many blanks before the others.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    let indent = label.chars().count();
    let mut out = String::from(label);
    let mut column = indent;
    for word in words(text) {
        let width = word.chars().count();
        let fresh = column == indent;
        if !fresh && column + 1 + width > WIDTH {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if !fresh {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
    out
}

/// Splits at blanks, but never inside quotes: a wrapped statement means the same.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quote) = (0, None);
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => {
                words.extend(text.get(start..at).filter(|w| !w.is_empty()));
                start = at + 1;
            }
            _ => {}
        }
    }
    words.extend(text.get(start..).filter(|w| !w.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_stay_within_the_width() {
        let text = "word ".repeat(60);
        let laid = labelled("  sql  ", &text);
        assert!(laid.lines().all(|l| l.chars().count() <= WIDTH));
        assert!(laid.lines().skip(1).all(|l| l.starts_with("       word")));
        assert_eq!(laid.split_whitespace().count(), 61);
    }

    #[test]
    fn a_quoted_name_is_never_broken() {
        let name = format!("\"{}\"", "a b ".repeat(40));
        let laid = labelled("", &format!("DROP INDEX {name} now"));
        assert!(laid.contains(&name));
        assert_eq!(words("a  \"b c\" 'd"), ["a", "\"b c\"", "'d"]);
    }
}
