//! Steps 1 and 2: one statement of a kind that only reads, as the server's own parser sees it.

use super::refused;
use crate::pg::lists::items;
use crate::pg::text::{storable, Text};
use copilot_core::gate::{explain_option, readable};
use copilot_core::{Fault, Kind};
use pgrx::pg_sys::{self, NodeTag};
use pgrx::IntoDatum;
use std::ffi::{c_char, CString};

/// The text of a statement in the server's encoding.
pub(super) struct Source(CString);

impl Source {
    pub(super) fn new(sql: &str) -> Result<Source, Fault> {
        readable(sql)?;
        if storable(sql) != sql {
            return Err(refused(
                "the statement has characters that this database's encoding does not have",
                "It would be read as another statement than the one that was written.",
            ));
        }
        let datum = Text(sql.to_owned()).into_datum();
        // SAFETY: a text datum made a line above; text_to_cstring palloc's a C string.
        let copied = datum.map(|text| unsafe {
            let c = pg_sys::text_to_cstring(text.cast_mut_ptr());
            std::ffi::CStr::from_ptr(c).to_owned()
        });
        Ok(Source(copied.unwrap_or_default()))
    }

    pub(super) fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr()
    }
}

/// What may be asked for.
pub(super) enum Statement {
    Query(*mut pg_sys::RawStmt),
    /// The plan of a query, never run.
    Explain {
        query: *mut pg_sys::RawStmt,
        options: Vec<(String, Option<String>)>,
    },
    /// One setting, or "all".
    Show(String),
}

/// The one statement of the text.
pub(super) fn one_statement(source: &Source) -> Result<*mut pg_sys::RawStmt, Fault> {
    // SAFETY: a NUL-terminated string; the tree lives in the current memory context.
    let list = unsafe { pg_sys::raw_parser(source.as_ptr(), pg_sys::RawParseMode::RAW_PARSE_DEFAULT) };
    match items::<pg_sys::RawStmt>(list).as_slice() {
        [one] => Ok(*one),
        [] => Err(Fault::new(Kind::InvalidArgument, "there is no statement in the text").hint("SELECT …")),
        more => Err(refused(
            format!("the text holds {} statements", more.len()),
            "One statement at a time is looked at, planned and run.",
        )),
    }
}

/// Tells the kinds apart that may run here; everything else is refused by its name.
pub(super) fn kind_of(raw: *mut pg_sys::RawStmt) -> Result<Statement, Fault> {
    // SAFETY: a tree of the parser; each cast follows its tag.
    unsafe {
        let node = (*raw).stmt;
        match (*node).type_ {
            NodeTag::T_SelectStmt => Ok(Statement::Query(raw)),
            NodeTag::T_VariableShowStmt => {
                let name = (*node.cast::<pg_sys::VariableShowStmt>()).name;
                Ok(Statement::Show(crate::pg::text::from_server(name)))
            }
            NodeTag::T_ExplainStmt => explain(raw, node.cast()),
            tag => Err(refused(
                format!("{} is not a statement that reads", words(tag)),
                "SELECT, VALUES, TABLE, WITH … SELECT, SHOW and plain EXPLAIN of these may run here.",
            )),
        }
    }
}

unsafe fn explain(raw: *mut pg_sys::RawStmt, explain: *mut pg_sys::ExplainStmt) -> Result<Statement, Fault> {
    // SAFETY: the caller has checked the tag.
    unsafe {
        let inner = (*explain).query;
        if (*inner).type_ != NodeTag::T_SelectStmt {
            return Err(refused(
                format!("EXPLAIN of {} is not allowed here", words((*inner).type_)),
                "Plain EXPLAIN of SELECT, VALUES, TABLE and WITH … SELECT may run here.",
            ));
        }
        let mut options = Vec::new();
        for option in items::<pg_sys::DefElem>((*explain).options) {
            let name = crate::pg::text::from_server((*option).defname);
            let value = match (*option).arg.is_null() {
                true => None,
                false => Some(crate::pg::text::from_server(pg_sys::defGetString(option))),
            };
            explain_option(&name, value.as_deref())?;
            options.push((name, value));
        }
        let query = pg_sys::palloc0(std::mem::size_of::<pg_sys::RawStmt>()).cast::<pg_sys::RawStmt>();
        *query = *raw;
        (*query).stmt = inner;
        Ok(Statement::Explain { query, options })
    }
}

/// `T_DeleteStmt` as `DELETE`, `T_CreateTableAsStmt` as `CREATE TABLE AS`.
pub(super) fn words(tag: NodeTag) -> String {
    let name = format!("{tag:?}");
    let name = name.trim_start_matches("T_").trim_end_matches("Stmt");
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_uppercase());
    }
    out
}
