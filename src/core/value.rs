//! A measured value and its unit, inseparable, and how people read it.

use crate::world::Micros;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One typed value. The variant is the unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A number of things.
    Count(i64),
    Bytes(i64),
    Milliseconds(f64),
    Seconds(f64),
    /// 0 to 100.
    Percent(f64),
    /// A plain number without a unit (rows per call, a ratio).
    Number(f64),
    /// The name of a database object, role, setting or session, shown in double quotes.
    Name(String),
    /// A word the server gave (a state, a setting's value), shown in single quotes.
    Word(String),
    Time(Micros),
}

/// How many decimals keep about three significant digits.
fn decimals(x: f64) -> usize {
    match x.abs() {
        a if a >= 100.0 => 0,
        a if a >= 10.0 => 1,
        _ => 2,
    }
}

/// `1234567` as `1,234,567`.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// At most three significant digits, thousands grouped, no trailing zeros: `0.25`, `12.5`, `1,234`.
fn short(x: f64) -> String {
    let d = decimals(x);
    if d == 0 {
        return grouped(x.round() as i64);
    }
    let s = format!("{x:.d$}");
    s.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Powers of 1024 with the letters of `pg_size_pretty`.
fn bytes(n: i64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if n.unsigned_abs() < 1024 {
        return format!("{n} bytes");
    }
    let mut x = n as f64;
    let mut unit = "bytes";
    for u in UNITS {
        if x.abs() < 1024.0 {
            break;
        }
        x /= 1024.0;
        unit = u;
    }
    format!("{} {unit}", short(x))
}

/// Seconds in the largest unit that leaves at least two of it.
fn seconds(s: f64) -> String {
    match s.abs() {
        a if a < 120.0 => format!("{} s", short(s)),
        a if a < 7_200.0 => format!("{} min", short(s / 60.0)),
        a if a < 172_800.0 => format!("{} h", short(s / 3_600.0)),
        _ => format!("{} days", short(s / 86_400.0)),
    }
}

/// `2026-11-23 22:58:07 UTC` (days to civil date: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub fn utc(t: Micros) -> String {
    let secs = t.div_euclid(1_000_000);
    let (days, rest) = (secs.div_euclid(86_400), secs.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let (h, m, s) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02} UTC")
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Count(n) => f.write_str(&grouped(*n)),
            Value::Bytes(n) => f.write_str(&bytes(*n)),
            Value::Milliseconds(ms) if ms.abs() >= 10_000.0 => f.write_str(&seconds(ms / 1_000.0)),
            Value::Milliseconds(ms) => write!(f, "{} ms", short(*ms)),
            Value::Seconds(s) => f.write_str(&seconds(*s)),
            Value::Percent(p) => write!(f, "{} %", short(*p)),
            Value::Number(x) => f.write_str(&short(*x)),
            Value::Name(n) => write!(f, "\"{n}\""),
            Value::Word(w) => write!(f, "'{w}'"),
            Value::Time(t) => f.write_str(&utc(*t)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        for (value, text) in [
            (Value::Count(1_234_567), "1,234,567"),
            (Value::Count(-999), "-999"),
            (Value::Bytes(1023), "1023 bytes"),
            (Value::Bytes(1_536), "1.5 kB"),
            (Value::Bytes(220 << 20), "220 MB"),
            (Value::Milliseconds(0.254), "0.25 ms"),
            (Value::Milliseconds(93_000.0), "93 s"),
            (Value::Seconds(7_199.0), "120 min"),
            (Value::Seconds(86_400.0 * 3.5), "3.5 days"),
            (Value::Percent(12.345), "12.3 %"),
            (Value::Number(3.0), "3"),
            (Value::Name("shop.orders".into()), "\"shop.orders\""),
            (Value::Word("idle in transaction".into()), "'idle in transaction'"),
            (Value::Time(0), "1970-01-01 00:00:00 UTC"),
            (Value::Time(1_709_210_096_000_000), "2024-02-29 12:34:56 UTC"),
        ] {
            assert_eq!(value.to_string(), text);
        }
    }
}
