//! The only place that raises.

use copilot_core::{Fault, Kind};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::{PgLogLevel, PgSqlErrorCode};

/// The server's constant for a kind's SQLSTATE.
const fn code(kind: Kind) -> PgSqlErrorCode {
    match kind {
        Kind::NullArgument => PgSqlErrorCode::ERRCODE_NULL_VALUE_NOT_ALLOWED,
        Kind::InvalidArgument => PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
        Kind::NotPreloaded => PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        Kind::AuditUnavailable => PgSqlErrorCode::ERRCODE_CANNOT_CONNECT_NOW,
        Kind::AuditTimeout => PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE,
        Kind::ReadOnlyStandby => PgSqlErrorCode::ERRCODE_READ_ONLY_SQL_TRANSACTION,
        Kind::MissingExtension => PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
        Kind::NothingCollected => PgSqlErrorCode::ERRCODE_NO_DATA,
        Kind::MissingPrivilege => PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE,
        Kind::NotFound => PgSqlErrorCode::ERRCODE_NO_DATA_FOUND,
        Kind::BadKeyFile => PgSqlErrorCode::ERRCODE_CONFIG_FILE_ERROR,
        Kind::NotPlanned => PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
        Kind::RefusedSql => PgSqlErrorCode::ERRCODE_S_R_E_PROHIBITED_SQL_STATEMENT_ATTEMPTED,
        Kind::OverLimit => PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED,
        Kind::OverTime => PgSqlErrorCode::ERRCODE_QUERY_CANCELED,
        Kind::AuditBroken => PgSqlErrorCode::ERRCODE_DATA_CORRUPTED,
        Kind::ActiveTransaction => PgSqlErrorCode::ERRCODE_ACTIVE_SQL_TRANSACTION,
        Kind::Internal => PgSqlErrorCode::ERRCODE_INTERNAL_ERROR,
    }
}

/// Raises the fault as a server ERROR.
pub(crate) fn raise(fault: Fault) -> ! {
    let mut report = ErrorReport::new(code(fault.kind), fault.message, "copilot");
    if let Some(detail) = fault.detail {
        report = report.set_detail(detail);
    }
    if let Some(hint) = fault.hint {
        report = report.set_hint(hint);
    }
    report.report(PgLogLevel::ERROR);
    unreachable!("an ERROR does not return")
}

/// A line for the server's log.
pub(crate) fn log(message: impl Into<String>) {
    ErrorReport::new(PgSqlErrorCode::ERRCODE_SUCCESSFUL_COMPLETION, message.into(), "copilot").report(PgLogLevel::LOG);
}

/// A warning for the server's log and, in a session, for the client.
pub(crate) fn warn(message: impl Into<String>) {
    ErrorReport::new(PgSqlErrorCode::ERRCODE_WARNING, message.into(), "copilot").report(PgLogLevel::WARNING);
}

/// A line for the client.
pub(crate) fn notice(message: impl Into<String>) {
    ErrorReport::new(PgSqlErrorCode::ERRCODE_SUCCESSFUL_COMPLETION, message.into(), "copilot")
        .report(PgLogLevel::NOTICE);
}
