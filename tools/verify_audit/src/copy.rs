//! Fields of a line of COPY in text format.

use std::borrow::Cow;

/// The named columns of one line.
pub struct Fields<'a> {
    columns: &'a [String],
    values: Vec<&'a [u8]>,
}

impl<'a> Fields<'a> {
    pub fn of(columns: &'a [String], line: &'a [u8]) -> Fields<'a> {
        Fields { columns, values: line.split(|byte| *byte == b'\t').collect() }
    }

    /// The column without its escapes; None for NULL or no such column.
    pub fn bytes(&self, column: &str) -> Option<Cow<'a, [u8]>> {
        let at = self.columns.iter().position(|name| name == column)?;
        match self.values.get(at).copied()? {
            b"\\N" => None,
            plain if !plain.contains(&b'\\') => Some(Cow::Borrowed(plain)),
            escaped => Some(Cow::Owned(unescaped(escaped))),
        }
    }

    fn word(&self, column: &str) -> Option<String> {
        String::from_utf8(self.bytes(column)?.into_owned()).ok()
    }

    pub fn number(&self, column: &str) -> Option<i64> {
        self.word(column)?.parse().ok()
    }

    /// A `timestamp with time zone` in microseconds since 1970.
    pub fn time(&self, column: &str) -> Option<i64> {
        micros(&self.word(column)?)
    }

    /// A `bytea` in hexadecimal digits.
    pub fn binary(&self, column: &str) -> Option<Vec<u8>> {
        copilot_core::chain::unhex(self.word(column)?.strip_prefix("\\x")?)
    }
}

fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'\\' => match rest.next() {
                Some(b'b') => 8,
                Some(b'f') => 12,
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(b'v') => 11,
                Some(other) => *other,
                None => b'\\',
            },
            other => *other,
        });
    }
    out
}

/// `2026-11-24 13:00:00.123456+01:30`, as the server prints a time in ISO style.
fn micros(text: &str) -> Option<i64> {
    let (day, rest) = text.split_once(' ')?;
    let zone_at = rest.rfind(['+', '-'])?;
    let (clock, zone) = (rest.get(..zone_at)?, rest.get(zone_at + 1..)?);
    let sign = if rest.get(zone_at..)?.starts_with('-') { -1 } else { 1 };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fraction: i64 = format!("{fraction:0<6}").parse().ok()?;
    let seconds = days(day)? * 86_400 + in_seconds(clock)? - sign * in_seconds(zone)?;
    Some(seconds * 1_000_000 + fraction)
}

/// `13:05:09`, `13:05` or `13`.
fn in_seconds(text: &str) -> Option<i64> {
    let mut total = 0;
    let mut unit = 3_600;
    for part in text.split(':') {
        total += part.parse::<i64>().ok()? * unit;
        unit /= 60;
    }
    Some(total)
}

/// Days since 1970 (proleptic Gregorian calendar).
fn days(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lose_their_escapes() {
        let columns = ["a", "b", "c", "d"].map(str::to_owned);
        let fields = Fields::of(&columns, b"12\t\\N\ttab\\tback\\\\slash\\n\t\\\\xff00");
        assert_eq!(fields.number("a"), Some(12));
        assert_eq!(fields.bytes("b"), None);
        assert_eq!(fields.bytes("c").unwrap().as_ref(), b"tab\tback\\slash\n");
        assert_eq!(fields.binary("d"), Some(vec![0xff, 0]));
        assert_eq!(fields.bytes("e"), None);
    }

    #[test]
    fn times_are_read_in_every_zone() {
        for (text, expected) in [
            ("1970-01-01 00:00:00+00", 0),
            ("2000-01-01 00:00:00.5+00", 946_684_800_500_000),
            ("2026-02-28 23:59:59.999999-03:30", 1_772_335_799_999_999),
            ("2024-02-29 12:00:00+01", 1_709_204_400_000_000),
            ("1969-12-31 23:59:59+00", -1_000_000),
        ] {
            assert_eq!(micros(text), Some(expected), "{text}");
        }
        assert_eq!(micros("infinity"), None);
    }
}
