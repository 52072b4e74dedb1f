//! A model's text as plain words, or nothing.

/// Longer sentences are not read by anyone.
const LONGEST: usize = 400;

/// The text on one line, without list marks and emphasis. None when it holds what a terminal or a page would act on:
/// links, markup, control characters, characters that are not seen.
pub fn sentence(text: &str) -> Option<String> {
    if text.len() > LONGEST || text.chars().any(is_unseen) {
        return None;
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = without_mark(&line).replace("**", "").replace("__", "");
    let acts = ["://", "](", "<", ">", "www.", "```", "![", "&#", "javascript:"];
    if line.is_empty() || acts.iter().any(|a| line.contains(a)) {
        return None;
    }
    Some(line)
}

/// Control characters but white space, and what changes direction or has no width.
fn is_unseen(c: char) -> bool {
    let invisible = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}');
    invisible || (c.is_control() && !c.is_whitespace())
}

/// Without "- ", "* ", "# ", "1. " before it.
fn without_mark(line: &str) -> &str {
    let line = line.trim_start_matches(['-', '*', '#', '•', '–', ' ']);
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.get(digits..) {
        Some(rest) if digits > 0 => rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")).unwrap_or(line),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_what_acts_is_refused() {
        for (text, clean) in [
            ("Table \"a\" has 5 rows.", Some("Table \"a\" has 5 rows.")),
            ("- **Table** \"a\"\n has 5 rows.", Some("Table \"a\" has 5 rows.")),
            ("1. Two sessions wait.", Some("Two sessions wait.")),
            ("12 sessions wait.", Some("12 sessions wait.")),
            ("see https://evil.example/x", None),
            ("[docs](x)", None),
            ("<b>bold</b>", None),
            ("\u{1b}[31mred", None),
            ("a\u{202e}b", None),
            ("a\u{200b}b", None),
            ("bell\u{7}", None),
            ("  ", None),
        ] {
            assert_eq!(sentence(text).as_deref(), clean, "{text:?}");
        }
        assert_eq!(sentence(&"x".repeat(LONGEST + 1)), None);
    }
}
