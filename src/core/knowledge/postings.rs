//! Where a stem stands: one packed list per stem, so that a search fetches a dozen rows and not every document.

use super::bytes::{put, Reader};
use super::document::Place;

const IN_NAME: u64 = 1;
const IN_COMMENT: u64 = 2;

/// One stem in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub document: u32,
    pub in_name: bool,
    pub in_comment: bool,
    pub count: u32,
    /// Which columns, and of how many stems the name of each is.
    pub columns: Vec<(u32, u32)>,
}

/// Packs the places of one stem, ordered by document.
pub(super) fn pack<'a>(places: impl Iterator<Item = (u32, &'a Place)>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before = 0;
    for (document, place) in places {
        put(&mut out, u64::from(document - before));
        before = document;
        let flags = if place.in_name { IN_NAME } else { 0 } | if place.in_comment { IN_COMMENT } else { 0 };
        put(&mut out, (place.columns.len() as u64) << 2 | flags);
        put(&mut out, u64::from(place.count));
        for (column, of) in &place.columns {
            put(&mut out, u64::from(*column));
            put(&mut out, u64::from(*of));
        }
    }
    out
}

/// The hits that were packed; None when the bytes are damaged.
pub fn unpack(bytes: &[u8]) -> Option<Vec<Hit>> {
    let mut reader = Reader(bytes);
    let mut hits = Vec::new();
    let mut document = 0_u32;
    while !reader.is_empty() {
        document = document.checked_add(reader.small()?)?;
        let head = reader.number()?;
        let count = reader.small()?;
        let columns = (0..head >> 2).map(|_| Some((reader.small()?, reader.small()?))).collect::<Option<_>>()?;
        let (in_name, in_comment) = (head & IN_NAME != 0, head & IN_COMMENT != 0);
        hits.push(Hit { document, in_name, in_comment, count, columns });
    }
    Some(hits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_damage_is_seen() {
        let name = Place { in_name: true, in_comment: false, count: 3, columns: vec![] };
        let column = Place { in_name: false, in_comment: true, count: 2, columns: vec![(7, 2), (300, 1)] };
        let packed = pack([(4, &name), (900, &column)].into_iter());
        let hits = unpack(&packed).unwrap();
        assert_eq!(hits.iter().map(|h| h.document).collect::<Vec<_>>(), [4, 900]);
        assert_eq!((hits[0].in_name, hits[0].count), (true, 3));
        assert_eq!((hits[1].in_comment, &hits[1].columns), (true, &vec![(7, 2), (300, 1)]));
        assert_eq!(unpack(&packed[..packed.len() - 1]), None);
        assert_eq!(unpack(&[]), Some(vec![]));
    }
}
