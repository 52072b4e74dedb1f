//! What became of the entries of the catalogue's first priority that have no check of their own: `catalogue.tsv`.

use std::fmt::Write;

const TABLE: &str = include_str!("catalogue.tsv");

/// An entry that another check covers, or that was left, with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: &'static str,
    pub name: &'static str,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The name of the check that sees the same.
    Covered(&'static str),
    Left(&'static str),
}

/// Every entry, by its id.
pub fn entries() -> impl Iterator<Item = Entry> {
    TABLE.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (id, name, word, text) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let fate = match word {
            "covered" => Fate::Covered(text),
            _ => Fate::Left(text),
        };
        Some(Entry { id, name, fate })
    })
}

/// The end of `docs/checks.md`.
pub(super) fn section(page: &mut String) {
    page.push_str("\n## Entries of the catalogue without a check of their own\n\n| id | name | what became of it |\n|---|---|---|\n");
    for entry in entries() {
        // writing to a String cannot fail
        let _ = match entry.fate {
            Fate::Covered(check) => writeln!(page, "| {} | {} | {check} sees it |", entry.id, entry.name),
            Fate::Left(why) => writeln!(page, "| {} | {} | left: {why} |", entry.id, entry.name),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::registry;

    #[test]
    fn each_entry_is_told_once() {
        let all: Vec<Entry> = entries().collect();
        assert_eq!(all.len(), TABLE.lines().count(), "each line has its four cells");
        assert!(all.windows(2).all(|two| two[0].id < two[1].id), "sorted by id, none twice");
        for entry in all {
            assert!(registry::find(entry.id).is_none(), "{} has a check by now", entry.id);
            if let Fate::Covered(check) = entry.fate {
                assert!(registry::find(check).is_some(), "{} is covered by {check}, which does not exist", entry.id);
            }
        }
    }

    #[test]
    fn the_first_priority_is_whole() {
        assert_eq!(registry::ALL.len() + entries().count(), 134);
    }
}
