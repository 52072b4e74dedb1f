//! How many values of a sample have the shape of a kind. Values are counted here and never leave.

// the type alone: core::net has no sockets
use core::net::IpAddr;

/// Fewer say nothing.
pub(super) const LEAST_VALUES: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Email,
    Card,
    Iban,
    Ip,
    SocialSecurity,
    Phone,
}

impl Shape {
    pub(super) const ALL: [Shape; 6] =
        [Shape::Email, Shape::Card, Shape::Iban, Shape::Ip, Shape::SocialSecurity, Shape::Phone];

    pub(super) const fn kind(self) -> &'static str {
        match self {
            Shape::Email => "email",
            Shape::Card | Shape::Iban => "card",
            Shape::Ip => "IP address",
            Shape::SocialSecurity => "national id",
            Shape::Phone => "phone",
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Shape::Email => "an e-mail address",
            Shape::Card => "a card number (Luhn's digit holds)",
            Shape::Iban => "an IBAN (its check digits hold)",
            Shape::Ip => "an IP address",
            Shape::SocialSecurity => "a US social security number",
            Shape::Phone => "a telephone number",
        }
    }

    fn fits(self, value: &str) -> bool {
        match self {
            Shape::Email => is_email(value),
            Shape::Card => is_card(value),
            Shape::Iban => is_iban(value),
            Shape::Ip => value.parse::<IpAddr>().is_ok(),
            Shape::SocialSecurity => is_social_security(value),
            Shape::Phone => is_phone(value),
        }
    }
}

/// The shape a kind of values has, where they have one.
pub(crate) fn shape_of(kind: &str) -> Option<Shape> {
    Shape::ALL.into_iter().find(|shape| shape.kind() == kind)
}

/// Counts of one column's sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    values: usize,
    fits: [usize; Shape::ALL.len()],
}

impl Tally {
    pub(crate) fn count(&mut self, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        self.values += 1;
        for (shape, count) in Shape::ALL.into_iter().zip(&mut self.fits) {
            *count += usize::from(shape.fits(value));
        }
    }

    /// Of these kinds of values, how many look like the kind's shapes: `37 of 100 look like an e-mail address`.
    pub(super) fn of_kind(&self, kind: &str) -> Option<(usize, String)> {
        let best = Shape::ALL.into_iter().zip(self.fits).filter(|(s, _)| s.kind() == kind).max_by_key(|(_, n)| *n)?;
        Some((best.1, self.sentence(best)))
    }

    /// The shape of at least half of the values.
    pub(super) fn mostly(&self) -> Option<(Shape, String)> {
        let best = Shape::ALL.into_iter().zip(self.fits).max_by_key(|(shape, n)| (*n, std::cmp::Reverse(*shape)))?;
        (self.values >= LEAST_VALUES && best.1 * 2 >= self.values).then(|| (best.0, self.sentence(best)))
    }

    pub(super) const fn values(&self) -> usize {
        self.values
    }

    fn sentence(&self, (shape, fits): (Shape, usize)) -> String {
        format!("{fits} of {} look like {}", self.values, shape.noun())
    }
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    let plain = |c: char| c.is_alphanumeric() || ".-_+%'".contains(c);
    let Some((_, top)) = domain.rsplit_once('.') else { return false };
    !local.is_empty()
        && local.chars().all(plain)
        && domain.chars().all(|c| c.is_alphanumeric() || ".-".contains(c))
        && top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic)
}

/// The digits of a value that has nothing but digits and these.
fn digits(value: &str, between: &str) -> Option<Vec<u32>> {
    let mut digits = Vec::with_capacity(value.len());
    for c in value.chars() {
        match c.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if between.contains(c) => {}
            None => return None,
        }
    }
    Some(digits)
}

/// 13 to 19 digits, the first of an issuer of payment cards, the last by Luhn (ISO/IEC 7812).
fn is_card(value: &str) -> bool {
    let Some(digits) = digits(value, " -") else { return false };
    let issuer = matches!(digits.first(), Some(2..=6));
    let doubled = digits.iter().rev().enumerate().map(|(at, d)| match at % 2 {
        0 => *d,
        _ if *d > 4 => d * 2 - 9,
        _ => d * 2,
    });
    issuer && (13..=19).contains(&digits.len()) && doubled.sum::<u32>() % 10 == 0
}

/// ISO 13616: the rest of the rearranged number by 97 is 1.
fn is_iban(value: &str) -> bool {
    let plain: Vec<char> = value.chars().filter(|c| *c != ' ').collect();
    if !(15..=34).contains(&plain.len()) || !plain.iter().take(2).all(char::is_ascii_uppercase) {
        return false;
    }
    let mut rest = 0u32;
    for c in plain.iter().skip(4).chain(plain.iter().take(4)) {
        match c.to_digit(36) {
            Some(digit) if digit < 10 => rest = (rest * 10 + digit) % 97,
            Some(letter) => rest = (rest * 100 + letter) % 97,
            None => return false,
        }
    }
    rest == 1
}

fn is_social_security(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let [area, group, serial] = parts.as_slice() else { return false };
    let is = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    is(area, 3) && is(group, 2) && is(serial, 4) && !matches!(*area, "000" | "666")
}

/// As it is written for people: a plus, brackets, blanks or a leading zero among 7 to 15 digits. Bare digits could be anything.
fn is_phone(value: &str) -> bool {
    let Some(digits) = digits(value, "+()-./ ") else { return false };
    let is_date = value.len() == 10 && value.matches(['-', '.', '/']).count() == 2;
    let is_address = value.parse::<IpAddr>().is_ok();
    let starts = value.starts_with(['+', '(', '0']) || value.contains(' ') || value.matches('-').count() == 2;
    (7..=15).contains(&digits.len()) && starts && !is_date && !is_address && !is_social_security(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shape_has_its_values_and_its_look_alikes() {
        for (shape, yes, no) in [
            (
                Shape::Email,
                vec!["ann@example.com", "a.b+c@sub.example.org"],
                vec!["ann", "@x.com", "a@b", "a b@c.de", "pkg@1.2.3"],
            ),
            (
                Shape::Card,
                vec!["4111 1111 1111 1111", "5500005555555559"],
                vec!["4111111111111112", "1234567890123", "0000000000000000"],
            ),
            (
                Shape::Iban,
                vec!["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"],
                vec!["DE89370400440532013001", "hello"],
            ),
            (Shape::Ip, vec!["10.0.0.1", "::1"], vec!["1.2.3", "300.1.1.1"]),
            (Shape::SocialSecurity, vec!["123-45-6789"], vec!["123-456-789", "000-12-3456"]),
            (
                Shape::Phone,
                vec!["+49 30 1234567", "(030) 123 45 67", "555-123-4567"],
                vec!["2024-01-31", "1234567", "10.0.0.10", "v1.2.3"],
            ),
        ] {
            for value in yes {
                assert!(shape.fits(value), "{shape:?} {value}");
            }
            for value in no {
                assert!(!shape.fits(value), "{shape:?} {value}");
            }
        }
    }

    #[test]
    fn only_counts_come_out() {
        let mut tally = Tally::default();
        for value in ["ann@example.com", "bob@example.com", "", " ", "nobody", "x@y.de", "z@y.de"] {
            tally.count(value);
        }
        assert_eq!(tally.mostly(), Some((Shape::Email, "4 of 5 look like an e-mail address".into())));
        assert_eq!(tally.of_kind("card").unwrap().0, 0);
        assert_eq!(tally.of_kind("name"), None, "nothing in a value tells a name");
        assert_eq!(Tally::default().mostly(), None);
    }
}
