//! What the arguments of a guarded function must keep, as its reason begins:
//!
//! | written | meaning |
//! |---|---|
//! | `argument 2 at most 1000000` | the number itself, regardless of its sign |
//! | `argument 1 at most 1000 bytes` | the size of the value, uncompressed |
//! | `arguments 1 and 2 at most 20000000 bytes multiplied` | the product of two such sizes |
//! | `arguments 1 and any other at most 50000000 bytes multiplied` | the product with each of the others |
//! | `width in argument 1 at most 10000` | each number in a format, and each number that a `*` in it asks for |
//!
//! The figures keep one call below a quarter of a second and below some 100 MB.

/// One limit. Arguments count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Value {
        argument: usize,
        most: u64,
    },
    Bytes {
        argument: usize,
        most: u64,
    },
    /// Of the one and the other, or of the one and each of the others.
    Product {
        one: usize,
        other: Option<usize>,
        most: u64,
    },
    Width {
        argument: usize,
        most: u64,
    },
}

/// The limits before the colon of a reason. None where one of them cannot be read: such a function is not allowed.
pub(super) fn of_reason(reason: &str) -> Option<Vec<Limit>> {
    let (limits, _) = reason.split_once(": ")?;
    limits.split(", ").map(read).collect()
}

fn read(text: &str) -> Option<Limit> {
    let (what, most) = text.split_once(" at most ")?;
    if let Some(argument) = what.strip_prefix("width in argument ") {
        return Some(Limit::Width { argument: argument.parse().ok()?, most: most.parse().ok()? });
    }
    if let Some(both) = what.strip_prefix("arguments ") {
        let (one, other) = both.split_once(" and ")?;
        let other = if other == "any other" { None } else { Some(other.parse().ok()?) };
        let most = most.strip_suffix(" bytes multiplied")?.parse().ok()?;
        return Some(Limit::Product { one: one.parse().ok()?, other, most });
    }
    let argument = what.strip_prefix("argument ")?.parse().ok()?;
    match most.strip_suffix(" bytes") {
        Some(most) => Some(Limit::Bytes { argument, most: most.parse().ok()? }),
        None => Some(Limit::Value { argument, most: most.parse().ok()? }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_limit_is_read() {
        assert_eq!(of_reason("argument 2 at most 100: why"), Some(vec![Limit::Value { argument: 2, most: 100 }]));
        assert_eq!(
            of_reason("argument 1 at most 7 bytes, width in argument 1 at most 9: why, and why"),
            Some(vec![Limit::Bytes { argument: 1, most: 7 }, Limit::Width { argument: 1, most: 9 }])
        );
        assert_eq!(
            of_reason("arguments 1 and 2 at most 20 bytes multiplied: why"),
            Some(vec![Limit::Product { one: 1, other: Some(2), most: 20 }])
        );
        assert_eq!(
            of_reason("arguments 1 and any other at most 20 bytes multiplied: why"),
            Some(vec![Limit::Product { one: 1, other: None, most: 20 }])
        );
    }

    #[test]
    fn what_cannot_be_read_is_no_limit() {
        for reason in ["", "why", "argument 1 at most many: why", "argument x at most 1: why", "argument 1: why"] {
            assert_eq!(of_reason(reason), None, "{reason}");
        }
        assert_eq!(of_reason("arguments 1 and 2 at most 20 bytes: why"), None);
    }
}
