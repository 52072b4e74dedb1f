//! Lines no wider than a terminal likes.

use super::escape::visible;

/// Where nobody says otherwise.
const WIDTH: usize = 100;

/// One text under a label, on a page of its own.
pub(crate) fn labelled(label: &str, text: &str) -> String {
    let mut page = Page::new(WIDTH);
    page.labelled(label, text);
    page.out
}

/// A page of so many columns.
pub(super) struct Page {
    width: usize,
    pub(super) out: String,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Page { width, out: String::new() }
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.out += &format!("\n{words}\n");
    }

    /// A text under a label: the label before the first line, as many blanks before the others.
    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        let indent = label.chars().count();
        self.out.push_str(label);
        let mut column = indent;
        let text = visible(text);
        for word in words(&text) {
            let width = word.chars().count();
            let fresh = column == indent;
            if !fresh && column + 1 + width > self.width {
                self.out.push('\n');
                self.out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else if !fresh {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(word);
            column += width;
        }
        self.out.push('\n');
    }
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
        for width in [40, 100] {
            let mut page = Page::new(width);
            page.labelled("  sql  ", &text);
            assert!(page.out.lines().all(|l| l.chars().count() <= width));
            assert!(page.out.lines().skip(1).all(|l| l.starts_with("       word")));
            assert_eq!(page.out.split_whitespace().count(), 61);
        }
    }

    #[test]
    fn a_name_cannot_steer_a_terminal() {
        assert_eq!(labelled("", "\"a\x1b[31m\nb\u{202e}c\""), "\"a\\u{1b}[31m\\u{a}b\\u{202e}c\"\n");
    }

    #[test]
    fn a_quoted_name_is_never_broken() {
        let name = format!("\"{}\"", "a b ".repeat(40));
        let laid = labelled("", &format!("DROP INDEX {name} now"));
        assert!(laid.contains(&name));
        assert_eq!(words("a  \"b c\" 'd"), ["a", "\"b c\"", "'d"]);
    }
}
