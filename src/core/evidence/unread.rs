//! From a failed read to "could not look": the reason, and what opens it.

use super::{Family, Reason, Unread};
use crate::fault::{Fault, Kind};
use crate::ident::{qualified, quote_ident};

/// Stands for the role that asks, until [`Unread::named`] puts its name in.
const ROLE: &str = "{role}";

/// What a failed read of a family means to the one who asked.
pub fn from_sqlstate(family: Family, sqlstate: &str, message: &str) -> Unread {
    let stem = family.stem();
    let (reason, why, opens_with) = match sqlstate {
        "42501" => (Reason::Privilege, "the right is missing", grant(family, message)),
        "55P03" => (Reason::Budget, "a lock is held on it, and it is not waited for", None),
        "57014" => (Reason::Budget, "its time budget was used up", None),
        "53200" | "53400" | "54000" | "54001" => (Reason::Budget, "it is too large for its budget", None),
        "42704" | "42P01" | "42883" if family == Family::Statements => (
            Reason::Extension,
            "pg_stat_statements is not there",
            Some("CREATE EXTENSION pg_stat_statements".to_owned()),
        ),
        "55000" if family == Family::Statements => (
            Reason::Extension,
            "pg_stat_statements is not preloaded",
            Some("add pg_stat_statements to shared_preload_libraries and restart the server".to_owned()),
        ),
        "42P01" | "42883" | "42703" => (Reason::Version, "this server does not have what is read", None),
        _ => (Reason::Host, "the server refused", None),
    };
    Unread { reason, detail: format!("{stem} could not be read, {why}: {message}"), opens_with }
}

/// A reply that does not have the shape this version of the program knows.
pub fn not_understood(family: Family, row: usize, why: &dyn std::fmt::Display) -> Unread {
    Unread {
        reason: Reason::Version,
        detail: format!("row {row} of {} was not understood: {why}", family.stem()),
        opens_with: None,
    }
}

/// The one grant that a "permission denied for view x" asks for. None when the message names nothing we know.
fn grant(family: Family, message: &str) -> Option<String> {
    let (_, denied) = message.split_once("permission denied for ")?;
    let (kind, name) = denied.split_once(' ')?;
    if family == Family::PasswordHashes {
        // nobody should be given the hashes for a report's sake
        return None;
    }
    match kind {
        "view" | "table" | "relation" if family == Family::Statements => {
            Some(format!("GRANT pg_read_all_stats TO {ROLE}"))
        }
        "view" | "table" | "relation" => Some(format!("GRANT SELECT ON {} TO {ROLE}", qualified("pg_catalog", name))),
        "function" => Some(format!("GRANT EXECUTE ON FUNCTION {} TO {ROLE}", qualified("pg_catalog", name))),
        "schema" => Some(format!("GRANT USAGE ON SCHEMA {} TO {ROLE}", quote_ident(name))),
        _ => None,
    }
}

impl Unread {
    pub fn privilege(detail: impl Into<String>, opens_with: impl Into<String>) -> Self {
        Unread { reason: Reason::Privilege, detail: detail.into(), opens_with: Some(opens_with.into()) }
    }

    pub fn because(reason: Reason, detail: impl Into<String>) -> Self {
        Unread { reason, detail: detail.into(), opens_with: None }
    }

    /// Puts the role's name where the grant needs it.
    pub(crate) fn named(mut self, role: &str) -> Self {
        self.opens_with = self.opens_with.map(|sql| sql.replace(ROLE, &quote_ident(role)));
        self
    }
}

/// A statement of a person's that the gate refused or ended.
impl From<Fault> for Unread {
    fn from(fault: Fault) -> Self {
        let reason = match fault.kind {
            Kind::MissingPrivilege => Reason::Privilege,
            Kind::OverTime | Kind::OverLimit => Reason::Budget,
            Kind::RefusedSql => Reason::Untrusted,
            _ => Reason::Host,
        };
        Unread { reason, detail: fault.message, opens_with: fault.hint.filter(|_| reason == Reason::Privilege) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_right_names_its_grant() {
        let unread = from_sqlstate(Family::Sessions, "42501", "permission denied for view pg_stat_activity");
        assert_eq!(unread.reason, Reason::Privilege);
        assert_eq!(
            unread.named("App User").opens_with.as_deref(),
            Some("GRANT SELECT ON pg_catalog.pg_stat_activity TO \"App User\"")
        );
        let unread = from_sqlstate(Family::Locks, "42501", "permission denied for function pg_blocking_pids");
        assert_eq!(
            unread.named("bob").opens_with.as_deref(),
            Some("GRANT EXECUTE ON FUNCTION pg_catalog.pg_blocking_pids TO bob")
        );
        let unread = from_sqlstate(Family::Locks, "42501", "keine Berechtigung");
        assert_eq!((unread.reason, unread.opens_with), (Reason::Privilege, None), "no grant is made up");
    }

    #[test]
    fn each_failure_has_its_reason() {
        for (family, sqlstate, reason) in [
            (Family::Sequences, "55P03", Reason::Budget),
            (Family::Tables, "57014", Reason::Budget),
            (Family::Statements, "42P01", Reason::Extension),
            (Family::Statements, "55000", Reason::Extension),
            (Family::Tables, "42P01", Reason::Version),
            (Family::Tables, "42883", Reason::Version),
            (Family::Tables, "XX001", Reason::Host),
        ] {
            let unread = from_sqlstate(family, sqlstate, "what the server said");
            assert_eq!(unread.reason, reason, "{sqlstate}");
            assert!(unread.detail.ends_with("what the server said"));
        }
    }
}
