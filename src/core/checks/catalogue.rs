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

    /// The ids of first priority.
    const FIRST: &str =
        "CON01 VAC01 VAC02 VAC03 VAC04 VAC05 VAC06 VAC07 VAC08 VAC11 BLT01 BLT02 BLT03 IDX01 IDX02 IDX03 IDX04 \
        IDX06 IDX07 IDX08 IDX16 IDX17 SEQ01 SEQ02 SEQ04 FKC01 REP01 REP02 REP03 REP04 REP05 REP06 REP07 REP08 \
        REP09 REP10 REP11 WAL01 WAL02 WAL03 WAL06 WAL11 CIO01 CIO02 CIO05 CIO09 CIO13 LCK01 LCK02 LCK03 LCK04 \
        LCK05 LCK06 LCK08 QRY01 QRY02 QRY03 QRY04 QRY05 QRY11 QRY14 QRY15 PLN01 PLN02 PLN03 PLN04 PLN05 STA01 \
        STA02 STA03 SCH01 SCH10 SCH13 SCH14 SEC01 SEC02 SEC03 SEC04 SEC06 SEC07 SEC08 SEC09 SEC10 SEC13 SEC14 \
        SEC16 SEC17 SEC19 SEC20 SEC28 SEC30 CMP01 CMP02 CMP03 CMP04 CMP05 CMP07 CMP11 EXT01 EXT02 EXT03 EXT06 \
        EXT07 BAK01 BAK03 CAP01 CAP02 PAR01 PAR02 CFG01 CFG03 CFG04 CFG05 CFG08 CFG10 CFG11 CFG12 CFG13 CFG15 \
        LOG03 INT01 INT06 VEC04 SLF01 SLF02 SLF03 SLF04 SLF05 SLF06 SLF07 SLF08 SLF09 SLF10 SLF11";

    #[test]
    fn the_first_priority_is_whole() {
        for id in FIRST.split_whitespace() {
            assert!(registry::find(id).is_some() || entries().any(|e| e.id == id), "{id} is forgotten");
        }
    }
}
