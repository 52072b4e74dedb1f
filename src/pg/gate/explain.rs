//! Plain EXPLAIN of a gated query, as the server words it.

use super::analyse::GatedQuery;
use crate::pg::text::from_server;
use copilot_core::gate::Rows;
use copilot_core::Fault;
use pgrx::pg_sys::{self, ExplainFormat};

/// Lines of the plan, a row a line, as psql shows them; one row for the formats that are one document.
pub(super) fn rows(query: &GatedQuery, options: &[(String, Option<String>)]) -> Result<Rows, Fault> {
    // SAFETY: the way of ExplainOneQuery; without ANALYZE the executor is started for its checks and not run.
    let text = unsafe {
        let state = pg_sys::NewExplainState();
        for (name, value) in options {
            let on = value.as_deref().is_none_or(|v| matches!(v.to_lowercase().as_str(), "true" | "on" | "1"));
            match name.as_str() {
                "verbose" => (*state).verbose = on,
                "costs" => (*state).costs = on,
                "settings" => (*state).settings = on,
                "format" => (*state).format = format_of(value.as_deref().unwrap_or_default()),
                _ => {}
            }
        }
        pg_sys::ExplainBeginOutput(state);
        one_plan(query, state);
        pg_sys::ExplainEndOutput(state);
        let out = (*state).str_;
        let whole = std::ffi::CStr::from_ptr((*out).data);
        from_server(whole.as_ptr())
    };
    let line = |line: &str| serde_json::json!({ "QUERY PLAN": line }).to_string();
    let is_text = !options.iter().any(|(n, v)| n == "format" && v.as_deref() != Some("text"));
    let objects = match is_text {
        true => text.lines().map(line).collect(),
        false => vec![line(&text)],
    };
    Ok(Rows { objects, ..Rows::default() })
}

unsafe fn one_plan(query: &GatedQuery, state: *mut pg_sys::ExplainState) {
    // SAFETY: as in `rows`.
    unsafe {
        let (none, no_params, no_environment) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut());
        let plan = query.plan();
        #[cfg(any(feature = "pg15", feature = "pg16"))]
        pg_sys::ExplainOnePlan(
            plan,
            none,
            state,
            query.source(),
            no_params,
            no_environment,
            std::ptr::null(),
            std::ptr::null(),
        );
        #[cfg(any(feature = "pg17", feature = "pg18"))]
        pg_sys::ExplainOnePlan(
            plan,
            none,
            state,
            query.source(),
            no_params,
            no_environment,
            std::ptr::null(),
            std::ptr::null(),
            std::ptr::null(),
        );
    }
}

fn format_of(word: &str) -> ExplainFormat::Type {
    match word.to_lowercase().as_str() {
        "json" => ExplainFormat::EXPLAIN_FORMAT_JSON,
        "xml" => ExplainFormat::EXPLAIN_FORMAT_XML,
        "yaml" => ExplainFormat::EXPLAIN_FORMAT_YAML,
        _ => ExplainFormat::EXPLAIN_FORMAT_TEXT,
    }
}
