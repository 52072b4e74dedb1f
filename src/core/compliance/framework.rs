//! The frameworks that are known, each with the edition its numbers are taken from.

use crate::fault::{Fault, Kind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framework {
    Gdpr,
    Hipaa,
    Soc2,
    Cis,
}

const ACCEPTED: &str = "use 'gdpr', 'hipaa', 'soc2' or 'cis'";

impl Framework {
    pub const ALL: [Framework; 4] = [Framework::Gdpr, Framework::Hipaa, Framework::Soc2, Framework::Cis];

    /// The word users give, in any case.
    pub fn parse(word: Option<&str>) -> Result<Self, Fault> {
        let word = word.ok_or_else(|| Fault::null_argument("framework", ACCEPTED))?;
        let wanted = word.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|f| f.word() == wanted).ok_or_else(|| {
            let shown: String = word.chars().take(40).collect();
            Fault::new(Kind::InvalidArgument, format!("unknown framework \"{shown}\"")).hint(ACCEPTED)
        })
    }

    pub const fn word(self) -> &'static str {
        match self {
            Framework::Gdpr => "gdpr",
            Framework::Hipaa => "hipaa",
            Framework::Soc2 => "soc2",
            Framework::Cis => "cis",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Framework::Gdpr => "GDPR",
            Framework::Hipaa => "HIPAA",
            Framework::Soc2 => "SOC 2",
            Framework::Cis => "CIS PostgreSQL",
        }
    }

    /// The text whose numbers are used.
    pub const fn edition(self) -> &'static str {
        match self {
            Framework::Gdpr => "Regulation (EU) 2016/679",
            Framework::Hipaa => "Security Rule, 45 CFR part 164 subpart C, as amended in 2013",
            Framework::Soc2 => "AICPA Trust Services Criteria of 2017, with the points of focus of 2022",
            Framework::Cis => "CIS PostgreSQL 17 Benchmark v1.1.0; other majors number some sections otherwise",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_or_refused_with_the_ones_accepted() {
        assert_eq!(Framework::parse(Some(" SOC2 ")), Ok(Framework::Soc2));
        for framework in Framework::ALL {
            assert_eq!(Framework::parse(Some(framework.word())), Ok(framework));
            assert!(ACCEPTED.contains(framework.word()));
        }
        assert_eq!(Framework::parse(None).unwrap_err().kind, Kind::NullArgument);
        let other = Framework::parse(Some("pci")).unwrap_err();
        assert_eq!((other.kind, other.hint.as_deref()), (Kind::InvalidArgument, Some(ACCEPTED)));
    }
}
