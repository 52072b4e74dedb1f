//! Figures in a sentence: digits or words, with their unit, and how exact they claim to be.

use super::claim::{is_word, word_length};

/// What kind of thing a number measures. Values of different dimensions never match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    /// No unit, or a noun: rows, calls, sessions.
    Plain,
    Percent,
    /// In milliseconds.
    Duration,
    Bytes,
    /// "half", "a third": a ratio that may also stand for a percentage.
    Share,
}

/// A number as a sentence says it, in its dimension's base unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub value: f64,
    /// Half of the last digit shown.
    pub slack: f64,
    pub dimension: Dimension,
}

const DAY_MS: f64 = 86_400_000.0;
const KIB: f64 = 1024.0;

/// The unit a word stands for, as dimension and factor. `Some(None)`: a unit nothing here is measured in.
fn unit(word: &str) -> Option<Option<(Dimension, f64)>> {
    use Dimension::{Bytes, Duration, Percent};
    let known = match word {
        "%" | "percent" | "pct" => (Percent, 1.0),
        "ms" | "millisecond" | "milliseconds" => (Duration, 1.0),
        "s" | "sec" | "secs" | "second" | "seconds" => (Duration, 1_000.0),
        "min" | "mins" | "minute" | "minutes" => (Duration, 60_000.0),
        "h" | "hour" | "hours" => (Duration, 3_600_000.0),
        "d" | "day" | "days" => (Duration, DAY_MS),
        "week" | "weeks" => (Duration, 7.0 * DAY_MS),
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => (Duration, 0.001),
        "B" | "byte" | "bytes" => (Bytes, 1.0),
        "kB" | "KB" | "KiB" => (Bytes, KIB),
        "MB" | "MiB" => (Bytes, KIB * KIB),
        "GB" | "GiB" => (Bytes, KIB * KIB * KIB),
        "TB" | "TiB" => (Bytes, KIB * KIB * KIB * KIB),
        "PB" | "PiB" => (Bytes, KIB * KIB * KIB * KIB * KIB),
        "m" | "M" | "k" | "K" | "G" | "kb" | "Kb" | "Mb" | "mb" | "Gb" | "gb" | "Tb" | "tb" | "bit" | "bits" | "ns"
        | "month" | "months" | "year" | "years" | "‰" | "permille" | "ppm" => return Some(None),
        _ => return None,
    };
    Some(Some(known))
}

fn multiplier(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

/// The word after `at`, past spaces and a hyphen: its end and itself.
fn next_word(text: &str, at: usize) -> Option<(usize, &str)> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}', '-']);
    let start = at + rest.len() - trimmed.len();
    if let Some(sign) = trimmed.chars().next().filter(|c| ['%', '‰'].contains(c)) {
        return Some((start + sign.len_utf8(), trimmed.get(..sign.len_utf8())?));
    }
    let len = word_length(trimmed);
    (len > 0).then_some((start + len, trimmed.get(..len)?))
}

/// Takes multipliers and a unit after a number that ends at `end`.
fn with_unit(text: &str, end: usize, mut value: f64, mut slack: f64) -> (usize, Option<Figure>) {
    let mut end = end;
    while let Some((after, factor)) = next_word(text, end).and_then(|(a, w)| Some((a, multiplier(w)?))) {
        slack = if slack == 0.0 { 0.5 } else { slack } * factor;
        value *= factor;
        end = after;
    }
    match next_word(text, end).and_then(|(after, word)| Some((after, unit(word)?))) {
        None => (end, Some(Figure { value, slack, dimension: Dimension::Plain })),
        Some((after, None)) => (after, None),
        Some((after, Some((dimension, factor)))) => {
            let slack = if slack == 0.0 { 0.5 } else { slack };
            (after, Some(Figure { value: value * factor, slack: slack * factor, dimension }))
        }
    }
}

/// Reads the number that begins the text. `None` as figure: it looks like a number and cannot be taken as one.
pub(super) fn read(text: &str) -> (usize, Option<Figure>) {
    let sign = text.chars().next().filter(|c| ['-', '−'].contains(c)).map_or(0, char::len_utf8);
    let body = text.get(sign..).unwrap_or_default();
    let mut len = 0;
    for (at, c) in body.char_indices() {
        let next_is_digit = body.get(at + 1..).is_some_and(|t| t.starts_with(|d: char| d.is_ascii_digit()));
        if !(c.is_ascii_digit() || ([',', '.'].contains(&c) && next_is_digit)) {
            break;
        }
        len = at + 1;
    }
    let digits = body.get(..len).unwrap_or_default();
    let end = sign + len;
    let attached = text.get(end..).map_or(0, word_length);
    if attached > 0 {
        let suffix = text.get(end..end + attached).unwrap_or_default();
        // "12MB" and "5x" are numbers with a unit; "3rd", "1e6", "12_000" are not numbers people can check.
        if unit(suffix).is_none() && suffix != "x" {
            return (end + attached, None);
        }
    }
    let Some((value, slack)) = parse(digits) else { return (end.max(1), None) };
    let value = if sign > 0 { -value } else { value };
    if text.get(end..).is_some_and(|t| t.starts_with('x')) {
        return (end + 1, Some(Figure { value, slack: slack.max(0.5), dimension: Dimension::Plain }));
    }
    with_unit(text, end, value, slack)
}

/// `1,234.5` and the half of its last digit; whole numbers are exact.
fn parse(digits: &str) -> Option<(f64, f64)> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let well_grouped = !grouped || (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    let leading_zero = first.len() > 1 && first.starts_with('0') || grouped && first.starts_with('0');
    if !well_grouped || leading_zero || fraction.is_some_and(|f| f.contains([',', '.'])) {
        return None;
    }
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let slack = fraction.map_or(0.0, |f| 0.5 * 10f64.powi(-(f.len() as i32)));
    Some((value, slack))
}

fn spelled(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(n) = SMALL.iter().position(|w| *w == word) {
        return Some(n as f64);
    }
    TENS.iter().position(|w| *w == word).map(|n| (n as f64 + 2.0) * 10.0)
}

/// Words that say a number by themselves.
fn fixed(word: &str) -> Option<Figure> {
    let plain = |value| Figure { value, slack: 0.0, dimension: Dimension::Plain };
    let share = |value| Figure { value, slack: 0.005, dimension: Dimension::Share };
    Some(match word {
        "half" | "halved" => share(0.5),
        "third" | "thirds" => share(1.0 / 3.0),
        "quarter" => share(0.25),
        "twice" | "double" | "doubled" | "doubles" | "twofold" => plain(2.0),
        "thrice" | "triple" | "tripled" | "threefold" => plain(3.0),
        "quadruple" | "fourfold" => plain(4.0),
        "tenfold" => plain(10.0),
        "single" => plain(1.0),
        "dozen" => plain(12.0),
        _ => return None,
    })
}

/// "one" that counts nothing: "the one that", "one of them".
fn is_pronoun(word: &str, before: &str, text: &str, end: usize) -> bool {
    let next = next_word(text, end).map_or("", |(_, w)| w);
    let before = before.to_lowercase();
    word == "one"
        && (["", "of", "that", "which", "who", "another", "by", "is", "has"].contains(&next)
            || ["this", "that", "the", "which", "each", "no", "every", "another", "any"].contains(&before.as_str()))
}

/// Reads a number written in words. `Some((_, None))`: a quantity too vague to check ("thousands").
pub(super) fn read_words(text: &str, before: &str) -> Option<(usize, Option<Figure>)> {
    let (mut end, first) = next_word(text, 0)?;
    let first = first.to_lowercase();
    if ["dozens", "hundreds", "thousands", "millions", "billions"].contains(&first.as_str()) {
        return Some((end, None));
    }
    if let Some(figure) = fixed(&first) {
        let idiom = first == "double" && next_word(text, end).is_some_and(|(_, w)| w == "precision")
            || first == "third" && next_word(text, end).is_none_or(|(_, w)| w != "of");
        return (!idiom).then_some((end, Some(figure)));
    }
    let article = first == "a" || first == "an";
    if article && next_word(text, end).and_then(|(_, w)| multiplier(w)).is_none() {
        return None;
    }
    let mut value = if article { 1.0 } else { spelled(&first).or_else(|| multiplier(&first))? };
    if is_pronoun(&first, before, text, end) {
        return None;
    }
    while let Some((after, more)) = next_word(text, end).and_then(|(a, w)| Some((a, compound(value, w)?))) {
        value = more;
        end = after;
    }
    if let Some((after, share)) = next_word(text, end).and_then(|(a, w)| Some((a, parts(value, w)?))) {
        return Some((after, Some(share)));
    }
    debug_assert!(text.get(..end).is_some_and(|t| t.chars().any(is_word)));
    Some(with_unit(text, end, value, 0.0))
}

/// "twenty" + "five", "two" + "hundred".
fn compound(value: f64, word: &str) -> Option<f64> {
    let word = word.to_lowercase();
    if let Some(factor) = multiplier(&word) {
        return Some(value * factor);
    }
    let more = spelled(&word)?;
    let fits = value >= 20.0 && value % 10.0 == 0.0 && (more < 10.0 || value % 100.0 == 0.0);
    fits.then_some(value + more)
}

/// "two thirds", "three quarters".
fn parts(value: f64, word: &str) -> Option<Figure> {
    let of = match word {
        "third" | "thirds" => 3.0,
        "quarter" | "quarters" => 4.0,
        "fifth" | "fifths" => 5.0,
        "tenth" | "tenths" => 10.0,
        _ => return None,
    };
    Some(Figure { value: value / of, slack: 0.005, dimension: Dimension::Share })
}
