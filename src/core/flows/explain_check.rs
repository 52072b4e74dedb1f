//! Everything there is to know about one check.

use crate::checks::{manual, registry};
use crate::fault::{Fault, Kind};

/// By id or name. What is not known gets the names it may have meant.
pub fn explain_check(id: Option<&str>) -> Result<String, Fault> {
    let wanted = id.ok_or_else(|| Fault::null_argument("id", "SELECT id, name FROM copilot.checks()"))?;
    let check = registry::find(wanted).ok_or_else(|| unknown(wanted))?;
    let mut text = String::new();
    manual::entry(&mut text, check);
    Ok(text.trim_start().trim_start_matches("## ").to_owned())
}

/// "There is no such check", with the names it may have meant.
pub fn unknown(wanted: &str) -> Fault {
    let shown: String = wanted.chars().take(60).collect();
    let fault = Fault::new(Kind::NotFound, format!("there is no check \"{shown}\""));
    let near = near(&shown.trim().to_lowercase());
    if near.is_empty() {
        fault.hint("SELECT id, name FROM copilot.checks()")
    } else {
        fault.hint(format!("did you mean {}?", near.join(" or ")))
    }
}

/// Checks whose name shares a word with what was typed, or whose id or name is two slips of the pen away, the nearest
/// first.
fn near(typed: &str) -> Vec<&'static str> {
    let words: Vec<&str> =
        typed.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2 && !"checks".starts_with(w)).collect();
    let mut near: Vec<(usize, &str)> = registry::ALL
        .iter()
        .map(|check| (slips(typed, check.name).min(slips(typed, &check.id.to_lowercase())), check.name))
        .filter(|(slips, name)| *slips <= 2 || name.split('_').any(|part| words.iter().any(|w| part.starts_with(w))))
        .collect();
    near.sort_by_key(|(slips, _)| *slips);
    near.into_iter().map(|(_, name)| name).take(3).collect()
}

/// Letters to add, drop or change to get from one word to the other (Levenshtein).
fn slips(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((b, above), diagonal) in to.iter().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or(0);
            let change = diagonal + usize::from(a != *b);
            next.push(change.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_explained_by_id_or_name() {
        let text = explain_check(Some("idx04")).unwrap();
        assert!(text.starts_with("IDX04 unused_index\n"));
        assert_eq!(explain_check(Some("Unused_Index")).unwrap(), text);
        assert!(text.contains("threshold `window_days`: 30 days"));
    }

    #[test]
    fn what_is_not_known_gets_near_names() {
        let hint = |id| explain_check(Some(id)).unwrap_err().hint.unwrap();
        assert_eq!(hint("unsed_index"), "did you mean unused_index or invalid_index or duplicate_index?");
        assert!(hint("CON02").starts_with("did you mean connection_saturation or "));
        assert_eq!(hint("zzz"), "SELECT id, name FROM copilot.checks()");
        assert_eq!(explain_check(None).unwrap_err().kind, Kind::NullArgument);
        assert_eq!(explain_check(Some("zzz")).unwrap_err().kind, Kind::NotFound);
    }

    #[test]
    fn slips_of_the_pen_are_counted() {
        assert_eq!(slips("unsed_index", "unused_index"), 1);
        assert_eq!(slips("", "abc"), 3);
        assert_eq!(slips("abc", "abc"), 0);
    }
}
