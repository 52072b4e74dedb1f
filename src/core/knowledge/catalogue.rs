//! The catalogue: of every document what ranking needs before it reads anything else, and every stem by its number.
//! One packed value, small enough to be read whole by each search: 40 bytes an object, 10 a stem.

use super::bytes::{put, put_text, Reader};

const FORMAT: u64 = 1;

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub id: u32,
    pub oid: u32,
    /// Its place in [`super::KINDS`].
    pub kind: u32,
    /// The schema or community of foreign keys it belongs to.
    pub group: u32,
    /// The sum of its stems' counts.
    pub length: u32,
    pub columns: u32,
    pub name_stems: u32,
    /// Places in the catalogue of those it is joined to by a foreign key, either way.
    pub neighbours: Vec<u32>,
}

impl Entry {
    pub fn kind_name(&self) -> &'static str {
        super::KINDS.get(self.kind as usize).copied().unwrap_or("table")
    }

    pub fn is_routine(&self) -> bool {
        super::is_routine(self.kind_name())
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Ordered by id.
    pub entries: Vec<Entry>,
    /// A stem's number is its place. A number once given stays with its stem.
    pub stems: Vec<String>,
}

impl Catalogue {
    pub fn place(&self, id: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&id, |e| e.id).ok()
    }

    pub fn mean_length(&self) -> f64 {
        let sum: f64 = self.entries.iter().map(|e| f64::from(e.length)).sum();
        (sum / self.entries.len().max(1) as f64).max(1.0)
    }

    pub fn pack(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.entries.len() * 24 + self.stems.len() * 10);
        put(&mut out, FORMAT);
        put(&mut out, self.entries.len() as u64);
        for e in &self.entries {
            let numbers = [e.id, e.oid, e.kind, e.group, e.length, e.columns, e.name_stems, e.neighbours.len() as u32];
            numbers.iter().chain(&e.neighbours).for_each(|n| put(&mut out, u64::from(*n)));
        }
        put(&mut out, self.stems.len() as u64);
        self.stems.iter().for_each(|stem| put_text(&mut out, stem));
        out
    }

    /// None when the bytes are damaged or of another version of the program.
    pub fn unpack(bytes: &[u8]) -> Option<Catalogue> {
        let mut reader = Reader(bytes);
        if reader.number()? != FORMAT {
            return None;
        }
        let entries = (0..reader.number()?).map(|_| entry(&mut reader)).collect::<Option<_>>()?;
        let stems = (0..reader.number()?).map(|_| reader.text().map(str::to_owned)).collect::<Option<_>>()?;
        reader.is_empty().then_some(Catalogue { entries, stems })
    }
}

fn entry(reader: &mut Reader) -> Option<Entry> {
    let mut next = || reader.small();
    let entry = Entry {
        id: next()?,
        oid: next()?,
        kind: next()?,
        group: next()?,
        length: next()?,
        columns: next()?,
        name_stems: next()?,
        neighbours: Vec::new(),
    };
    let neighbours = (0..next()?).map(|_| next()).collect::<Option<_>>()?;
    Some(Entry { neighbours, ..entry })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_damage_is_seen() {
        let entries = vec![
            Entry { id: 3, oid: 16_384, group: 1, length: 12, columns: 4, neighbours: vec![1], ..Entry::default() },
            Entry { id: 900, oid: u32::MAX, kind: 4, neighbours: vec![0], ..Entry::default() },
        ];
        let catalogue = Catalogue { entries, stems: vec!["order".into(), "größe".into()] };
        let packed = catalogue.pack();
        assert_eq!(Catalogue::unpack(&packed), Some(catalogue.clone()));
        assert_eq!(Catalogue::unpack(&packed[..packed.len() - 1]), None);
        assert_eq!(Catalogue::unpack(b"\x02"), None, "another format");
        assert_eq!((catalogue.place(900), catalogue.place(4)), (Some(1), None));
        assert!(catalogue.entries[1].is_routine());
    }
}
