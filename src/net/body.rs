//! The body of a reply: never more than the cap, neither as it comes nor unpacked.

use crate::failure::Why;
use flate2::write::GzDecoder;
use http::header::CONTENT_ENCODING;
use http::HeaderMap;
use std::io::{self, Write};

/// A buffer that refuses what goes over its cap.
struct Capped {
    bytes: Vec<u8>,
    limit_bytes: usize,
    full: bool,
}

impl Write for Capped {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > self.limit_bytes {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes a body piece by piece.
pub(crate) struct Unpacker {
    how: How,
    /// Bytes as they came.
    packed_bytes: usize,
    limit_bytes: usize,
}

enum How {
    Plain(Capped),
    Gzip(Box<GzDecoder<Capped>>),
}

impl Unpacker {
    pub(crate) fn new(headers: &HeaderMap, limit_bytes: usize) -> Result<Unpacker, Why> {
        let capped = Capped { bytes: Vec::new(), limit_bytes, full: false };
        let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
        let name = encodings.next().map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_ascii_lowercase());
        let how = match name.as_deref() {
            None | Some("" | "identity") => How::Plain(capped),
            Some("gzip" | "x-gzip") => How::Gzip(Box::new(GzDecoder::new(capped))),
            Some(_) => return Err(Why::Encoding("an encoding other than gzip")),
        };
        if encodings.next().is_some() {
            return Err(Why::Encoding("more than one encoding"));
        }
        Ok(Unpacker { how, packed_bytes: 0, limit_bytes })
    }

    pub(crate) fn take(&mut self, piece: &[u8]) -> Result<(), Why> {
        self.packed_bytes += piece.len();
        if self.packed_bytes > self.limit_bytes {
            return Err(self.too_large());
        }
        let written = match &mut self.how {
            How::Plain(capped) => capped.write_all(piece),
            How::Gzip(decoder) => decoder.write_all(piece),
        };
        written.map_err(|_| self.explain())
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Why> {
        if let How::Gzip(decoder) = &mut self.how {
            if decoder.try_finish().is_err() {
                return Err(self.explain());
            }
        }
        Ok(match self.how {
            How::Plain(capped) => capped.bytes,
            How::Gzip(mut decoder) => std::mem::take(&mut decoder.get_mut().bytes),
        })
    }

    fn too_large(&self) -> Why {
        Why::BodyTooLarge { limit_bytes: self.limit_bytes }
    }

    fn explain(&self) -> Why {
        let full = match &self.how {
            How::Plain(capped) => capped.full,
            How::Gzip(decoder) => decoder.get_ref().full,
        };
        match full {
            true => self.too_large(),
            false => Why::Encoding("gzip that is broken"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{write::GzEncoder, Compression};

    fn unpacked(encoding: &'static str, body: &[u8], limit_bytes: usize) -> Result<Vec<u8>, Why> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, encoding.parse().unwrap());
        let mut unpacker = Unpacker::new(&headers, limit_bytes)?;
        for piece in body.chunks(1_000) {
            unpacker.take(piece)?;
        }
        unpacker.finish()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_body_up_to_the_cap_comes_whole() {
        let text = "a".repeat(5_000).into_bytes();
        assert_eq!(unpacked("identity", &text, 5_000), Ok(text.clone()));
        assert_eq!(unpacked("GZIP", &gzip(&text), 5_000), Ok(text.clone()));
        assert_eq!(unpacked("identity", &text, 4_999), Err(Why::BodyTooLarge { limit_bytes: 4_999 }));
        assert_eq!(unpacked("gzip", &gzip(&text), 4_999), Err(Why::BodyTooLarge { limit_bytes: 4_999 }));
    }

    #[test]
    fn a_bomb_is_given_up_before_it_goes_off() {
        let bomb = gzip(&vec![0; 50_000_000]);
        assert!(bomb.len() < 60_000, "{}", bomb.len());
        assert_eq!(unpacked("gzip", &bomb, 100_000), Err(Why::BodyTooLarge { limit_bytes: 100_000 }));
    }

    #[test]
    fn what_is_not_known_is_said() {
        assert_eq!(unpacked("br", b"x", 10), Err(Why::Encoding("an encoding other than gzip")));
        assert_eq!(unpacked("gzip", b"this is no gzip", 100), Err(Why::Encoding("gzip that is broken")));
        let cut = gzip(b"a reply that ends too early");
        assert_eq!(unpacked("gzip", &cut[..20], 100), Err(Why::Encoding("gzip that is broken")));
    }
}
