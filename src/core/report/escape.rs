//! Texts that become part of a Markdown document and must stay texts there, whatever is in them: names of objects may
//! hold anything but NUL.

use std::borrow::Cow;

/// What has a meaning somewhere in Markdown, HTML or the math of some renderers. Written as entities, since not every
/// renderer knows a backslash before every one of them.
const SPECIAL: &str = "\\`*_[]<>&|#~$!@:";

/// One line of plain words.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, c) in text.char_indices() {
        match c {
            ':' if !begins_address(text, at) => out.push(c),
            '_' if between_letters(text, at) => out.push(c),
            '.' if text.get(..at).is_some_and(|t| t.to_ascii_lowercase().ends_with("www")) => out += "&#46;",
            c if is_unseen(c) => out += &format!("&#92;u{{{:x}}}", u32::from(c)),
            c if SPECIAL.contains(c) => out += &format!("&#{};", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

/// What nobody sees, or what turns the text around it, as `\\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_unseen(c) {
            true => out += &format!("\\u{{{:x}}}", u32::from(c)),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A block of code; its fence is longer than any run of backticks inside.
pub fn code(language: &str, text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// Some renderers make a link of an address without being asked.
fn begins_address(text: &str, colon: usize) -> bool {
    let before = text.get(..colon).unwrap_or_default().to_ascii_lowercase();
    text.get(colon + 1..).is_some_and(|rest| rest.starts_with('/'))
        || before.ends_with("mailto")
        || before.ends_with("xmpp")
}

/// An underscore inside a word opens no emphasis, and nearly every name has one.
fn between_letters(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    word(before) && word(text.get(at + 1..).and_then(|t| t.chars().next()))
}

/// Line ends and other controls, and marks that turn or hide what is read.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in
            ["Index \"shop.order_items_idx\" takes 12.5 MB (20 %), and more: 3 of 4 at 14:46:31.", "größe, 表", ""]
        {
            assert_eq!(inline(text), text);
        }
    }

    #[test]
    fn nothing_in_a_name_means_anything() {
        let hostile = "a|b`c`<img src=x onerror=alert(1)>**d**__e__[f](http://g.h)#~~i~~$j$\\k&amp;www.l.m";
        let escaped = inline(hostile);
        for special in ['|', '`', '<', '>', '*', '[', ']', '~', '$', '\\'] {
            assert!(!escaped.contains(special), "{special} in {escaped}");
        }
        assert!(
            !escaped.contains("&amp;")
                && !escaped.contains("http:")
                && !escaped.contains("www.")
                && !inline("mailto:a").contains(':'),
            "{escaped}"
        );
        assert_eq!(inline("a\nb\r\t\u{202e}c"), "a&#92;u{a}b&#92;u{d}&#92;u{9}&#92;u{202e}c");
    }

    #[test]
    fn a_fence_outlasts_what_it_holds() {
        assert_eq!(code("sql", "select 1;\n"), "```sql\nselect 1;\n```\n");
        assert_eq!(code("", "a ````sql\n``` b"), "`````\na ````sql\n``` b\n`````\n");
    }
}
