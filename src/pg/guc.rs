//! Every setting of the extension. One text serves as comment, as `\dconfig+` description and as README row.

use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting};
use std::ffi::CString;
use std::time::Duration;

static AUDIT_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(5_000);
static AUDIT_KEY_FILE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"copilot_audit.key"));
static PROBE_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(2_000);
static REPORT_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(10_000);

/// How long a call waits for its audit row to be durable before it is refused.
pub(crate) fn audit_timeout() -> Duration {
    millis(&AUDIT_TIMEOUT_MS)
}

/// The file with the audit keys; a relative path starts at the data directory.
pub(crate) fn audit_key_file() -> String {
    AUDIT_KEY_FILE.get().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The time one read of facts may take before it is skipped (budget).
pub(crate) fn probe_timeout() -> Duration {
    millis(&PROBE_TIMEOUT_MS)
}

/// The time all reads of facts of one call may take together.
pub(crate) fn report_timeout() -> Duration {
    millis(&REPORT_TIMEOUT_MS)
}

fn millis(setting: &'static GucSetting<i32>) -> Duration {
    Duration::from_millis(setting.get().unsigned_abs().into())
}

pub(super) fn define() {
    GucRegistry::define_int_guc(
        c"copilot.audit_timeout",
        c"How long a call waits for its audit row to be durable before it is refused.",
        c"A call that cannot be audited is not answered.",
        &AUDIT_TIMEOUT_MS,
        100,
        600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_string_guc(
        c"copilot.audit_key_file",
        c"The file with the keys that sign the audit chain.",
        c"A relative path starts at the data directory. Made with mode 0600 at first start when missing; the last key in it signs.",
        &AUDIT_KEY_FILE,
        GucContext::Sighup,
        GucFlags::SUPERUSER_ONLY,
    );
    GucRegistry::define_int_guc(
        c"copilot.probe_timeout",
        c"The time one read of facts may take before it is skipped.",
        c"What was skipped is named in every answer and report.",
        &PROBE_TIMEOUT_MS,
        10,
        600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"copilot.report_timeout",
        c"The time all reads of facts of one call may take together.",
        c"What does not fit is skipped and named.",
        &REPORT_TIMEOUT_MS,
        10,
        3_600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    // SAFETY: a prefix as a C string; from here on unknown settings of this prefix are refused.
    unsafe { pgrx::pg_sys::MarkGUCPrefixReserved(c"copilot".as_ptr()) };
}
