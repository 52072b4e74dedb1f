//! What every page has around its body.

use super::escape;

/// A whole page. `body` is HTML; `title` is text.
pub fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// Nothing but the style of the page itself: were a name ever to become markup, it could still run and fetch nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("style.css");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_closed_in_itself() {
        let page = page("</title><script>", "<p>body</p>\n");
        assert!(page.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"));
        for outward in ["http:", "https:", "//", "url(", "@import", "src=", "<script", "<link"] {
            assert!(!page.contains(outward), "{outward}");
        }
    }
}
