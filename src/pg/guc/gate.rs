//! What SQL that a person wrote may use.

use super::millis;
use crate::pg::gate::Caps;
use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting};

static GATE_TIMEOUT_MS: GucSetting<i32> = GucSetting::<i32>::new(30_000);
static GATE_MEMORY_KB: GucSetting<i32> = GucSetting::<i32>::new(256 * 1024);
static GATE_TEMP_FILES_KB: GucSetting<i32> = GucSetting::<i32>::new(1024 * 1024);
static GATE_MAX_COST: GucSetting<f64> = GucSetting::<f64>::new(10_000_000.0);
static GATE_MAX_ROWS: GucSetting<i32> = GucSetting::<i32>::new(10_000);
static GATE_MAX_BYTES_KB: GucSetting<i32> = GucSetting::<i32>::new(16 * 1024);

/// What one statement that a person wrote may use.
pub(crate) fn gate_caps() -> Caps {
    let kilobytes = |setting: &'static GucSetting<i32>| u64::from(setting.get().unsigned_abs());
    Caps {
        time: millis(&GATE_TIMEOUT_MS),
        memory_bytes: kilobytes(&GATE_MEMORY_KB) * 1024,
        temp_file_kb: kilobytes(&GATE_TEMP_FILES_KB),
        cost: GATE_MAX_COST.get(),
        rows: usize::try_from(GATE_MAX_ROWS.get()).unwrap_or_default(),
        bytes: usize::try_from(kilobytes(&GATE_MAX_BYTES_KB) * 1024).unwrap_or(usize::MAX),
    }
}

pub(super) fn define() {
    GucRegistry::define_int_guc(
        c"copilot.gate_timeout",
        c"The time one statement of copilot.run_sql() may take before it is ended.",
        c"Planning and running together.",
        &GATE_TIMEOUT_MS,
        10,
        3_600_000,
        GucContext::Suset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"copilot.gate_memory",
        c"The private memory one statement of copilot.run_sql() may add to its backend before it is ended.",
        c"Looked at every 5 ms.",
        &GATE_MEMORY_KB,
        16 * 1024,
        i32::MAX,
        GucContext::Suset,
        GucFlags::UNIT_KB,
    );
    GucRegistry::define_int_guc(
        c"copilot.gate_temp_files",
        c"The temporary files one statement of copilot.run_sql() may write.",
        c"It is the server's temp_file_limit while the statement runs.",
        &GATE_TEMP_FILES_KB,
        0,
        i32::MAX,
        GucContext::Suset,
        GucFlags::UNIT_KB,
    );
    GucRegistry::define_float_guc(
        c"copilot.gate_max_cost",
        c"The planner's estimate of cost up to which a statement of copilot.run_sql() is run.",
        c"In the planner's units: one is the reading of a page in sequence.",
        &GATE_MAX_COST,
        1.0,
        1e15,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"copilot.gate_max_rows",
        c"The rows copilot.run_sql() gives at most.",
        c"A NOTICE says when there were more.",
        &GATE_MAX_ROWS,
        1,
        10_000_000,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"copilot.gate_max_bytes",
        c"The size of all rows copilot.run_sql() gives at most.",
        c"A NOTICE says when there was more.",
        &GATE_MAX_BYTES_KB,
        64,
        1024 * 1024,
        GucContext::Suset,
        GucFlags::UNIT_KB,
    );
}
