//! Settings of our own for the length of a scope. Whatever we send through SPI trusts no `search_path` of the caller's:
//! a schema before pg_catalog could hold operators that would run with our rights.

use pgrx::pg_sys;
use std::ffi::CString;

/// Undoes its settings when dropped; the abort of a surrounding (sub-)transaction undoes them as well.
pub(crate) struct SettingsScope {
    nest_level: i32,
}

impl SettingsScope {
    /// Nothing is set yet.
    pub(crate) fn open() -> Self {
        // SAFETY: opens a level of settings, which Drop closes.
        SettingsScope { nest_level: unsafe { pg_sys::NewGUCNestLevel() } }
    }

    /// `search_path` is pg_catalog alone, with pg_temp last.
    pub(crate) fn pinned_path() -> Self {
        SettingsScope::open().with("search_path", "pg_catalog, pg_temp")
    }

    /// Sets one more setting in this scope, as the caller could.
    pub(crate) fn with(self, name: &str, value: &str) -> Self {
        self.set(name, value, pg_sys::GucContext::PGC_USERSET)
    }

    /// The same for a superuser's setting, so that a limit holds for everybody.
    pub(crate) fn with_power(self, name: &str, value: &str) -> Self {
        self.set(name, value, pg_sys::GucContext::PGC_SUSET)
    }

    fn set(self, name: &str, value: &str, context: pg_sys::GucContext::Type) -> Self {
        if let (Ok(name), Ok(value)) = (CString::new(name), CString::new(value)) {
            // SAFETY: C strings that the server copies; the action ends with the current level of settings.
            unsafe {
                pg_sys::set_config_option(
                    name.as_ptr(),
                    value.as_ptr(),
                    context,
                    pg_sys::GucSource::PGC_S_SESSION,
                    pg_sys::GucAction::GUC_ACTION_SAVE,
                    true,
                    0,
                    false,
                );
            }
        }
        self
    }
}

impl Drop for SettingsScope {
    fn drop(&mut self) {
        // SAFETY: closes the level that was opened. While an ERROR unwinds this runs before the abort, which then
        // finds nothing left to do.
        unsafe { pg_sys::AtEOXact_GUC(true, self.nest_level) }
    }
}
