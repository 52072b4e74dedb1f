//! What values a setting refuses, in its own words. The server's words would repeat the value, which may be a key that
//! somebody typed where a reference belongs.

use crate::pg::http::key::KeyReference;
use copilot_net::{AddressPolicy, Target};
use pgrx::{pg_guard, pg_sys};
use std::ffi::{c_char, c_void, CStr, CString};

type NewValue = *mut *mut c_char;
type Extra = *mut *mut c_void;

/// Why a value is refused.
struct Refusal {
    message: String,
    detail: Option<&'static str>,
    hint: &'static str,
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn url(value: NewValue, _extra: Extra, _source: pg_sys::GucSource::Type) -> bool {
    // SAFETY: the server hands over a C string.
    unsafe { check(value, check_url) }
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn webhook_url(
    value: NewValue,
    _extra: Extra,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands over a C string.
    unsafe { check(value, check_webhook_url) }
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn webhook_allowed_hosts(
    value: NewValue,
    _extra: Extra,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands over a C string.
    unsafe { check(value, check_webhook_allowed_hosts) }
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn webhook_key(
    value: NewValue,
    _extra: Extra,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands over a C string.
    let good = unsafe { check(value, check_webhook_key) };
    if !good {
        hide_statement();
    }
    good
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn allowed_hosts(
    value: NewValue,
    _extra: Extra,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands over a C string.
    unsafe { check(value, check_allowed_hosts) }
}

#[pg_guard]
pub(super) unsafe extern "C-unwind" fn api_key(
    value: NewValue,
    _extra: Extra,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands over a C string.
    let good = unsafe { check(value, check_api_key) };
    if !good {
        hide_statement();
    }
    good
}

fn check_url(text: &str) -> Result<(), Refusal> {
    address("copilot.llm_url", text, "Write it like https://llm.example.com/v1.")
}

/// The address itself may be a secret: the reason does not repeat it.
fn check_webhook_url(text: &str) -> Result<(), Refusal> {
    address("copilot.webhook_url", text, "Write it like https://alertmanager.example.com/api/v2/alerts.")
}

fn address(setting: &str, text: &str, hint: &'static str) -> Result<(), Refusal> {
    if text.is_empty() {
        return Ok(());
    }
    let refusal = |bad| Refusal { message: format!("{setting} cannot be asked: {bad}"), detail: None, hint };
    Target::parse(text).map(drop).map_err(refusal)
}

fn check_allowed_hosts(text: &str) -> Result<(), Refusal> {
    hosts("copilot.llm_allowed_hosts", text)
}

fn check_webhook_allowed_hosts(text: &str) -> Result<(), Refusal> {
    hosts("copilot.webhook_allowed_hosts", text)
}

fn hosts(setting: &str, text: &str) -> Result<(), Refusal> {
    AddressPolicy::parse(text).map(drop).map_err(|why| Refusal {
        message: format!("{setting} cannot be read: {why}"),
        detail: None,
        hint: "Write entries like llm.example.com, 10.0.0.5, 10.0.0.0/8 or http://10.0.0.5, separated by commas.",
    })
}

fn check_api_key(text: &str) -> Result<(), Refusal> {
    reference("copilot.llm_api_key", text)
}

fn check_webhook_key(text: &str) -> Result<(), Refusal> {
    reference("copilot.webhook_key", text)
}

fn reference(setting: &str, text: &str) -> Result<(), Refusal> {
    KeyReference::parse(text).map(drop).ok_or_else(|| Refusal {
        message: format!("{setting} takes a reference to a key, never a key"),
        detail: Some("The value is not shown here, since it could be the key itself."),
        hint: "Put the key into a file of mode 0600 and set file:/path/to/it, or set env:NAME for a variable of the \
               server's environment.",
    })
}

/// # Safety
/// `value` points to a C string or to null.
unsafe fn check(value: NewValue, judge: fn(&str) -> Result<(), Refusal>) -> bool {
    // SAFETY: see above.
    let text = unsafe {
        if value.is_null() || (*value).is_null() {
            return true;
        }
        CStr::from_ptr(*value).to_string_lossy()
    };
    let Err(refusal) = judge(&text) else { return true };
    // SAFETY: the server's own variables for what a check hook has to say (GUC_check_errmsg and its kin); it clears
    // them before the next check.
    unsafe {
        pg_sys::GUC_check_errmsg_string = kept(&refusal.message);
        pg_sys::GUC_check_errdetail_string = refusal.detail.map_or(std::ptr::null_mut(), kept);
        pg_sys::GUC_check_errhint_string = kept(refusal.hint);
    }
    false
}

/// A copy in the memory of the error that is about to be raised.
fn kept(text: &str) -> *mut c_char {
    let text = CString::new(text).unwrap_or_default();
    // SAFETY: copies a C string; ErrorContext has room in reserve.
    unsafe { pg_sys::MemoryContextStrdup(pg_sys::ErrorContext, text.as_ptr()) }
}

/// The log shows the statement of an error (`log_min_error_statement`), and this one could have a key in it.
fn hide_statement() {
    // SAFETY: a variable of the backend that only says what the log shows; the next statement sets it again.
    unsafe {
        if !pg_sys::debug_query_string.is_null() {
            pg_sys::debug_query_string =
                c"(not shown: it gives copilot.llm_api_key a value that may be a key)".as_ptr();
        }
    }
}
