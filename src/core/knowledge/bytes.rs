//! Whole numbers and texts, packed: small numbers take one byte.

pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what `put` wrote; None where the bytes end too early or make no sense.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_read_and_what_is_cut_off_is_not() {
        let mut bytes = Vec::new();
        for number in [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            put(&mut bytes, number);
        }
        put_text(&mut bytes, "größe");
        let mut reader = Reader(&bytes);
        let numbers: Vec<u64> = (0..6).map_while(|_| reader.number()).collect();
        assert_eq!(numbers, [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX]);
        assert_eq!(reader.text(), Some("größe"));
        assert!(reader.is_empty() && reader.number().is_none());
        assert_eq!(Reader(&bytes[bytes.len() - 3..]).text(), None);
    }
}
