//! One rule: which findings it means, and when it is silent.

use crate::checks::{registry, Severity};
use crate::fault::{Fault, Kind};
use crate::report::seen::SeenFinding;

/// A rule as it is stored, at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub name: String,
    pub min_severity: Severity,
    /// Of the catalogue, such as `VAC`; none for all.
    pub group: Option<String>,
    /// Id or name of a check; none for all.
    pub check: Option<String>,
    pub quiet: Option<QuietHours>,
    /// The local time of the quiet hours' zone now, in minutes since midnight.
    pub local_minute: u16,
    /// After how long it is told again while it stays; none for never.
    pub repeat_after_seconds: Option<i64>,
}

/// From a minute of the day on until another, also over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    pub from_minute: u16,
    pub until_minute: u16,
}

impl QuietHours {
    fn covers(&self, minute: u16) -> bool {
        match self.from_minute <= self.until_minute {
            true => (self.from_minute..self.until_minute).contains(&minute),
            false => minute >= self.from_minute || minute < self.until_minute,
        }
    }

    /// `22:00-07:00 Europe/Berlin`: the hours and the zone, which the server has to know.
    pub fn parse(text: &str) -> Result<(QuietHours, String), Fault> {
        let parsed = || {
            let (hours, zone) = text.trim().split_once(' ')?;
            let (from, until) = hours.split_once('-')?;
            let quiet = QuietHours { from_minute: minute(from)?, until_minute: minute(until)? };
            let zone = zone.trim();
            (quiet.from_minute != quiet.until_minute && !zone.is_empty()).then(|| (quiet, zone.to_owned()))
        };
        parsed().ok_or_else(|| {
            Fault::new(Kind::InvalidArgument, "argument \"quiet_hours\" is not a range of the day and a time zone")
                .hint("write it like '22:00-07:00 Europe/Berlin'")
        })
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |t: &str| t.len() == 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

impl Rule {
    pub fn means(&self, finding: &SeenFinding, group: &str) -> bool {
        let check = |wanted: &String| *wanted == finding.check_id || *wanted == finding.check_name;
        finding.severity >= self.min_severity
            && self.group.as_deref().is_none_or(|wanted| wanted == group)
            && self.check.as_ref().is_none_or(check)
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet.is_some_and(|quiet| quiet.covers(self.local_minute))
    }
}

/// The least severity of a rule.
pub fn severity(word: &str) -> Result<Severity, Fault> {
    Severity::parse(&word.trim().to_ascii_lowercase()).ok_or_else(|| {
        Fault::new(Kind::InvalidArgument, "argument \"min_severity\" is none of the severities")
            .hint("use 'info', 'low', 'medium', 'high' or 'critical'")
    })
}

/// A group of the catalogue, in capitals.
pub fn group(word: &str) -> Result<String, Fault> {
    let word = word.trim().to_ascii_uppercase();
    match registry::ALL.iter().any(|check| check.group == word) {
        true => Ok(word),
        false => Err(Fault::new(Kind::NotFound, "argument \"check_group\" is no group of checks")
            .hint("SELECT DISTINCT check_group FROM copilot.checks()")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_end_at_their_minute_also_over_midnight() {
        let (night, zone) = QuietHours::parse("22:00-07:30 Europe/Berlin").unwrap();
        assert_eq!(zone, "Europe/Berlin");
        let minutes = [(22, 0, true), (23, 59, true), (0, 0, true), (7, 29, true), (7, 30, false), (21, 59, false)];
        for (hour, minute, quiet) in minutes {
            assert_eq!(night.covers(hour * 60 + minute), quiet, "{hour}:{minute}");
        }
        let (noon, _) = QuietHours::parse("12:00-13:00 UTC").unwrap();
        assert!(noon.covers(12 * 60) && !noon.covers(13 * 60) && !noon.covers(0));
    }

    #[test]
    fn what_is_no_range_is_an_error() {
        for text in
            ["", "22:00-07:00", "22-7 UTC", "24:00-07:00 UTC", "22:60-07:00 UTC", "07:00-07:00 UTC", "+1:00-02:00 UTC"]
        {
            assert_eq!(QuietHours::parse(text).unwrap_err().kind, Kind::InvalidArgument, "{text}");
        }
        assert_eq!(severity(" High ").unwrap(), Severity::High);
        assert!(severity("bad").is_err() && group("nope").is_err() && group("vac").is_ok());
    }
}
