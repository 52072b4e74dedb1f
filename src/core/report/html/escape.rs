//! Texts that become part of an HTML page, as content or inside a quoted attribute, and stay texts there.

use crate::report::escape::visible;

pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in visible(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_means_anything() {
        assert_eq!(escape("\"><script>'&"), "&quot;&gt;&lt;script&gt;&#39;&amp;");
        assert_eq!(escape("a\u{202e}b\x1b\n\u{0}"), "a\\u{202e}b\\u{1b}\\u{a}\\u{0}");
        assert_eq!(escape("größe 表 😀 שלום"), "größe 表 😀 שלום");
    }
}
