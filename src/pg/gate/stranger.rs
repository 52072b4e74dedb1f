//! A statement of pg_stat_statements: planned as the role that ran it, where that role's names are looked up, after the
//! same steps as a person's. It is never run.

use super::analyse::GatedQuery;
use super::as_select::{as_select, no_plan};
use super::parse::{one_statement, Source};
use super::raw_walk::{named, Named};
use super::run::quiet;
use super::sandbox::{self, Caps, Stop};
use super::untyped::{is_of_types, NUMBERS};
use crate::pg::subxact::attempt;
use crate::pg::text::Text;
use crate::pg::{lookup, plan, who};
use copilot_core::evidence::{Reason, Unread};
use copilot_core::gate::repair::repaired;
use copilot_core::ident::quote_ident;
use copilot_core::plan::{Plan, Planned, Stranger};
use copilot_core::{Fault, Kind};
use pgrx::spi::quote_identifier;
use pgrx::{pg_sys, Spi};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::{c_char, CString};

/// Plans it, or says why not.
pub(crate) fn plan_of(stranger: &Stranger, caps: &Caps) -> Planned {
    let ran_as = role_of(stranger.role_name)?;
    let rights = sandbox::rights_of(ran_as).map_err(|fault| Unread::because(Reason::Privilege, fault.message))?;
    let path = path_of(ran_as, stranger.role_name);
    let mut text = Cow::Borrowed(stranger.text);
    let mut outcome = planned(&text, rights, &path, caps, None);
    if let (Err(Why::Syntax(_)), Some(repaired)) = (&outcome, repaired(&text)) {
        text = Cow::Owned(repaired);
        outcome = planned(&text, rights, &path, caps, None);
    }
    for number in NUMBERS {
        if matches!(outcome, Err(Why::Untyped(_))) {
            outcome = planned(&text, rights, &path, caps, Some(number));
        }
    }
    outcome.map_err(Why::into_unread)
}

/// Whoever asks must be that role, a member of it, or a superuser: a plan tells of the role's data.
fn role_of(name: &str) -> Result<pg_sys::Oid, Unread> {
    let c_name = CString::new(name).unwrap_or_default();
    // SAFETY: look-ups in the catalog's caches.
    unsafe {
        let role = pg_sys::get_role_oid(c_name.as_ptr(), true);
        if role == pg_sys::InvalidOid {
            return Err(Unread::because(Reason::Privilege, format!("the role {name} that ran it is gone")));
        }
        let asking = who::acting_role();
        if pg_sys::superuser_arg(asking) || pg_sys::has_privs_of_role(asking, role) {
            return Ok(role);
        }
        let grant = format!("GRANT {} TO {}", quote_ident(name), quote_ident(&who::role_name(asking)));
        Err(Unread::privilege(format!("it was run by role {name}, and is planned only for its members"), grant))
    }
}

/// Where that role's unqualified names are looked up when it logs in to this database; pg_temp last.
fn path_of(role: pg_sys::Oid, name: &str) -> String {
    let set = lookup::value::<Text>(include_str!("../../../sql/gate/search_path.sql"), &[role.into()]);
    let set = set.ok().flatten().map_or_else(|| "\"$user\", public".into(), |text| text.0);
    format!("{}, pg_temp", set.replace("\"$user\"", &quote_identifier(name)))
}

enum Why {
    Syntax(String),
    /// Analysis did not find the types of all parameters out.
    Untyped(Unread),
    Other(Unread),
}

impl Why {
    fn into_unread(self) -> Unread {
        match self {
            Why::Syntax(message) => no_plan(format!("its text does not parse any more: {message}")),
            Why::Untyped(unread) | Why::Other(unread) => unread,
        }
    }
}

fn planned(text: &str, rights: pg_sys::Oid, path: &str, caps: &Caps, number: Option<pg_sys::Oid>) -> Result<Plan, Why> {
    let source = Source::new(text).map_err(|fault| Why::Other(no_plan(fault.message)))?;
    let outcome = sandbox::within(rights, path, caps, || {
        // A syntax error is the parser's alone: those of analysis speak of what is there.
        let raw = attempt(|| one_statement(&source)).map_err(|e| Fault::new(Kind::InvalidArgument, e.message()))??;
        Ok(judged(raw, source.as_ptr(), number))
    });
    match outcome {
        Ok(planned) => planned.map_err(Why::Other),
        Err(Stop::Refused(fault)) if fault.kind == Kind::InvalidArgument => Err(Why::Syntax(fault.message)),
        Err(Stop::Refused(fault)) => Err(Why::Other(untrusted(fault))),
        Err(Stop::Over(limit)) => {
            let detail = limit.fault(caps).message.replace("the statement", "planning it");
            Err(Why::Other(Unread::because(Reason::Budget, detail)))
        }
        Err(Stop::Raised(caught)) => {
            let reason = match caught.sqlstate().as_str() {
                "42501" => Reason::Privilege,
                "55P03" => Reason::Budget,
                _ => Reason::Host,
            };
            let unread = Unread::because(reason, format!("the server could not plan it: {}", caught.message()));
            Err(if is_of_types(&caught) { Why::Untyped(unread) } else { Why::Other(unread) })
        }
    }
}

fn untrusted(fault: Fault) -> Unread {
    let detail = fault.detail.map(|detail| format!(". {detail}")).unwrap_or_default();
    Unread { reason: Reason::Untrusted, detail: format!("{}{detail}", fault.message), opens_with: fault.hint }
}

/// Steps 3 to 6 of a stranger's statement. The tree is of the sandbox.
fn judged(raw: *mut pg_sys::RawStmt, source: *const c_char, number: Option<pg_sys::Oid>) -> Planned {
    let changes_rows = as_select(raw)?;
    let named = named(raw).map_err(untrusted)?;
    qualify(&named)?;
    let _quiet = quiet();
    let query = GatedQuery::with_parameters(raw, source, &named, number).map_err(untrusted)?;
    let planned = query.plan();
    plan::demand_rights(planned)?;
    Ok(Plan { root: plan::tree(planned), changes_rows })
}

/// A name that the path does not find is taken for the only relation of that name in this database.
fn qualify(named: &Named) -> Result<(), Unread> {
    // SAFETY: names of the parser's tree, which is the sandbox's own.
    unsafe {
        let common: HashSet<String> =
            named.common_tables.iter().map(|name| crate::pg::text::from_server(*name)).collect();
        for relation in named.relations.iter().copied() {
            let name = crate::pg::text::from_server((*relation).relname);
            if !(*relation).schemaname.is_null()
                || common.contains(&name)
                || super::relations::resolve(relation).is_some()
            {
                continue;
            }
            match schemas_with(&name).as_slice() {
                [only] => (*relation).schemaname = pg_sys::pstrdup(only.as_ptr()),
                [] => return Err(no_plan(format!("relation {name} is not there any more"))),
                more => {
                    let detail =
                        format!("{} schemas have a relation {name}, and its role's search_path none", more.len());
                    return Err(Unread::because(Reason::Ambiguous, detail));
                }
            }
        }
    }
    Ok(())
}

fn schemas_with(name: &str) -> Vec<CString> {
    let sql = include_str!("../../../sql/gate/schemas_with.sql");
    Spi::connect(|client| {
        let Ok(table) = client.select(sql, None, &[Text(name.to_owned()).into()]) else { return Vec::new() };
        table
            .filter_map(|row| row.get::<Vec<u8>>(1).ok().flatten())
            .filter_map(|name| CString::new(name).ok())
            .collect()
    })
}
