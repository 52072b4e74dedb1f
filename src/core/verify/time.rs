//! Dates and times of day in a sentence.

use super::claim::word_length;
use crate::value;
use crate::world::Micros;

/// A point in time as far as the sentence says it.
#[derive(Clone, Debug, Default)]
pub(super) struct When {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    hour: Option<u32>,
    minute: Option<u32>,
    second: Option<u32>,
    /// 0 is Monday.
    weekday: Option<u32>,
}

impl When {
    /// Whether a cited time is the one said.
    pub fn is(&self, t: Micros) -> bool {
        let shown = value::utc(t);
        let part = |from: usize, to: usize| shown.get(from..to).and_then(|s| s.parse::<u32>().ok());
        let same = |said: Option<u32>, is: Option<u32>| said.is_none() || said == is;
        // 1970-01-01 was a Thursday.
        let weekday = (t.div_euclid(86_400_000_000) + 3).rem_euclid(7) as u32;
        same(self.year, part(0, 4))
            && same(self.month, part(5, 7))
            && same(self.day, part(8, 10))
            && same(self.hour, part(11, 13))
            && same(self.minute, part(14, 16))
            && same(self.second, part(17, 19))
            && same(self.weekday, Some(weekday))
    }
}

/// Takes `pattern` off the front: `0` stands for one digit.
fn take<'a>(text: &'a str, pattern: &str) -> Option<&'a str> {
    let fits = text.len() >= pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(t, p)| if p == b'0' { t.is_ascii_digit() } else { t == p });
    fits.then(|| text.get(..pattern.len())).flatten()
}

fn digits(text: &str, from: usize, to: usize) -> Option<u32> {
    text.get(from..to).and_then(|s| s.parse().ok())
}

/// Reads `2026-11-23`, `2026-11-23 22:58[:07] UTC` or `22:58[:07]`. `None` inside: a zone other than UTC.
pub(super) fn read(text: &str) -> Option<(usize, Option<When>)> {
    let mut when = When::default();
    let mut end = 0;
    if let Some(date) = take(text, "0000-00-00") {
        when = When { year: digits(date, 0, 4), month: digits(date, 5, 7), day: digits(date, 8, 10), ..when };
        end = date.len();
    }
    let rest = text.get(end..).unwrap_or_default();
    let gap = usize::from(end > 0 && rest.starts_with([' ', 'T']));
    let clock_text = rest.get(gap..).unwrap_or_default();
    if let Some(clock) = take(clock_text, "00:00:00").or_else(|| take(clock_text, "00:00")) {
        when = When { hour: digits(clock, 0, 2), minute: digits(clock, 3, 5), second: digits(clock, 6, 8), ..when };
        end += gap + clock.len();
        let zone = text.get(end..).unwrap_or_default();
        if zone.starts_with(['+', '.']) && !zone.starts_with(". ") && zone != "." {
            return Some((end + 1, None));
        }
        let word = zone.trim_start_matches(' ');
        let len = word_length(word);
        let name = word.get(..len).unwrap_or_default();
        let is_zone = len >= 2 && name.chars().all(|c| c.is_ascii_uppercase());
        if is_zone || name == "Z" {
            end += zone.len() - word.len() + len;
            return Some((end, (name == "UTC" || name == "Z").then_some(when)));
        }
    }
    (end > 0).then_some((end, Some(when)))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    // "may" and "march" are verbs unless written as names.
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = word.to_lowercase();
    let fits = |m: &str| m == lower || m.get(..3) == Some(lower.as_str());
    MONTHS.iter().position(|m| capital && fits(m)).map(|at| at as u32 + 1)
}

/// "23 November [2026]": the number of length `len` at the start is a day.
pub(super) fn month_after(text: &str, len: usize) -> Option<(usize, When)> {
    let number = text.get(..len)?.trim_end_matches(|c: char| !c.is_ascii_digit());
    let day: u32 = number.parse().ok().filter(|d| (1..=31).contains(d))?;
    let rest = text.get(len..)?;
    let word = rest.trim_start();
    let at = len + rest.len() - word.len();
    let month_len = word_length(word);
    let month = month(word.get(..month_len)?)?;
    Some((at + month_len, When { day: Some(day), month: Some(month), ..When::default() }))
}

/// "November 23", "Tuesday".
pub(super) fn read_words(text: &str) -> Option<(usize, When)> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let len = word_length(text);
    let word = text.get(..len)?;
    if let Some(day) = DAYS.iter().position(|d| *d == word) {
        return Some((len, When { weekday: Some(day as u32), ..When::default() }));
    }
    let month = month(word)?;
    let rest = text.get(len..)?;
    let number = rest.trim_start_matches(' ');
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    let day: Option<u32> = number.get(..digits).and_then(|d| d.parse().ok()).filter(|d| (1..=31).contains(d));
    // "May" alone at the start of a sentence is a verb; any other month is a claim by itself.
    match day {
        Some(_) => {
            Some((len + rest.len() - number.len() + digits, When { month: Some(month), day, ..When::default() }))
        }
        None if ["May", "March", "Mar", "Dec", "Sep", "Jan"].contains(&word) => None,
        None => Some((len, When { month: Some(month), ..When::default() })),
    }
}
