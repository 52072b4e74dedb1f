//! The one table of errors. Message in Postgres' manner (lower case, no full stop), detail says why in a
//! sentence, hint says what to type. Only `src/pg/error.rs` turns a [`Fault`] into a server ERROR.

use std::fmt;

/// Every kind of error a user can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A required argument is NULL.
    NullArgument,
    /// An argument is empty, out of range or not one of the accepted words.
    InvalidArgument,
    /// The library was not loaded at server start, and the slower way to the audit is barred too.
    NotPreloaded,
    /// The audit writer could not be started or went away.
    AuditUnavailable,
    /// The audit writer did not confirm within `copilot.audit_timeout`.
    AuditTimeout,
    /// The server is a hot standby, where no audit row can be written.
    ReadOnlyStandby,
    /// An extension that the call needs is not installed in this database.
    MissingExtension,
    /// The call needs collected statistics and there are none yet.
    NothingCollected,
    /// A fact could not be read because the caller lacks a right.
    MissingPrivilege,
    /// No such audit row, check or other named thing, as far as the caller may see.
    NotFound,
    /// The audit key file is missing, unreadable or too open.
    BadKeyFile,
    /// A counted statement for which no plan can be made.
    NotPlanned,
    /// A statement that may not run here.
    RefusedSql,
    /// A statement that is over a cap on size, cost or memory.
    OverLimit,
    /// A statement that took longer than it may.
    OverTime,
    /// The audit chain does not hold, where only one that does will do.
    AuditBroken,
    /// The call has to commit, and its session is inside a transaction block.
    ActiveTransaction,
    /// A promise of the program itself was broken.
    Internal,
}

impl Kind {
    pub const ALL: [Kind; 18] = [
        Kind::NullArgument,
        Kind::InvalidArgument,
        Kind::NotPreloaded,
        Kind::AuditUnavailable,
        Kind::AuditTimeout,
        Kind::ReadOnlyStandby,
        Kind::MissingExtension,
        Kind::NothingCollected,
        Kind::MissingPrivilege,
        Kind::NotFound,
        Kind::BadKeyFile,
        Kind::NotPlanned,
        Kind::RefusedSql,
        Kind::OverLimit,
        Kind::OverTime,
        Kind::AuditBroken,
        Kind::ActiveTransaction,
        Kind::Internal,
    ];

    /// The SQLSTATE a client sees (PostgreSQL manual, appendix A).
    pub const fn sqlstate(self) -> &'static str {
        match self {
            Kind::NullArgument => "22004",
            Kind::InvalidArgument => "22023",
            Kind::NotPreloaded => "55000",
            Kind::AuditUnavailable => "57P03",
            Kind::AuditTimeout => "55P03",
            Kind::ReadOnlyStandby => "25006",
            Kind::MissingExtension => "42704",
            Kind::NothingCollected => "02000",
            Kind::MissingPrivilege => "42501",
            Kind::NotFound => "P0002",
            Kind::BadKeyFile => "F0000",
            Kind::NotPlanned => "0A000",
            Kind::RefusedSql => "2F003",
            Kind::OverLimit => "54000",
            Kind::OverTime => "57014",
            Kind::AuditBroken => "XX001",
            Kind::ActiveTransaction => "25001",
            Kind::Internal => "XX000",
        }
    }
}

/// One error with everything a person needs to get past it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub kind: Kind,
    pub message: String,
    pub detail: Option<String>,
    pub hint: Option<String>,
}

impl Fault {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Fault { kind, message: message.into(), detail: None, hint: None }
    }

    /// A required argument is NULL.
    pub fn null_argument(argument: &str, hint: &str) -> Self {
        Fault::new(Kind::NullArgument, format!("argument \"{argument}\" must not be null")).hint(hint)
    }

    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_sqlstate() {
        let pairs: Vec<_> = Kind::ALL.iter().map(|k| (*k, k.sqlstate())).collect();
        assert_eq!(
            pairs,
            [
                (Kind::NullArgument, "22004"),
                (Kind::InvalidArgument, "22023"),
                (Kind::NotPreloaded, "55000"),
                (Kind::AuditUnavailable, "57P03"),
                (Kind::AuditTimeout, "55P03"),
                (Kind::ReadOnlyStandby, "25006"),
                (Kind::MissingExtension, "42704"),
                (Kind::NothingCollected, "02000"),
                (Kind::MissingPrivilege, "42501"),
                (Kind::NotFound, "P0002"),
                (Kind::BadKeyFile, "F0000"),
                (Kind::NotPlanned, "0A000"),
                (Kind::RefusedSql, "2F003"),
                (Kind::OverLimit, "54000"),
                (Kind::OverTime, "57014"),
                (Kind::AuditBroken, "XX001"),
                (Kind::ActiveTransaction, "25001"),
                (Kind::Internal, "XX000"),
            ]
        );
        assert!(pairs.iter().all(|(_, s)| s.len() == 5));
    }
}
