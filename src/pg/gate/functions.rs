//! Whether a function is in the reviewed allow-list, by its OID.

use super::{allowed, refused};
use crate::pg::lookup;
use crate::pg::text::{from_server, Text};
use copilot_core::gate::class::Class;
use copilot_core::gate::functions::{limits, limits_by_signature, verdict, verdict_by_signature, FIRST_FREE_OID};
use copilot_core::gate::limit::Limit;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys;

fn major() -> u32 {
    pgrx::pg_sys::get_pg_major_version_num().into()
}

/// Goes on when a statement may call the function.
pub(super) fn demand(oid: pg_sys::Oid) -> Result<(), Fault> {
    judge(oid, Class::is_allowed)
}

/// Goes on when its name may stand in a text that is still to be analysed.
pub(super) fn demand_by_name(oid: pg_sys::Oid) -> Result<(), Fault> {
    judge(oid, Class::is_allowed_by_name)
}

/// Goes on when the server may call it of its own accord, for a cast through text.
pub(super) fn demand_implied(oid: pg_sys::Oid) -> Result<(), Fault> {
    judge(oid, Class::is_allowed_when_implied)
}

/// What the arguments of the function must keep; one whose limits cannot be told is not allowed in the first place.
pub(super) fn limits_of(oid: pg_sys::Oid) -> Vec<Limit> {
    let found = match oid.to_u32() < FIRST_FREE_OID {
        true => limits(major(), oid.to_u32()),
        false => home_and_signature(oid).and_then(|(home, signature)| limits_by_signature(major(), &home, &signature)),
    };
    found.unwrap_or_default()
}

fn judge(oid: pg_sys::Oid, is_allowed: fn(Class) -> bool) -> Result<(), Fault> {
    let why = match class_of(oid) {
        Some(class) if is_allowed(class) => return Ok(()),
        Some(class) => class.why(),
        None if allowed::holds(oid) => return Ok(()),
        None => "It is not in the reviewed list of functions: what it does is not known.",
    };
    Err(refused(format!("function {} may not run here", signature(oid)), why))
}

/// One of our own that the gate itself puts into a tree.
pub(super) fn own(name: &str) -> Result<pg_sys::Oid, Fault> {
    let found =
        lookup::value::<pg_sys::Oid>(include_str!("../../../sql/gate/own.sql"), &[Text(name.to_owned()).into()]);
    let missing = || Fault::new(Kind::Internal, format!("copilot.{name}() is missing"));
    found.ok().flatten().ok_or_else(missing)
}

/// What the reviewed list says of it.
pub(super) fn class_of(oid: pg_sys::Oid) -> Option<Class> {
    if oid.to_u32() < FIRST_FREE_OID {
        return verdict(major(), oid.to_u32());
    }
    let (home, signature) = home_and_signature(oid)?;
    verdict_by_signature(major(), &home, &signature)
}

/// The extension or schema a function belongs to, and what it is called, if a superuser owns it: the owner of a trusted
/// extension can make any function of his own a member of it.
fn home_and_signature(oid: pg_sys::Oid) -> Option<(String, String)> {
    let sql = include_str!("../../../sql/gate/home_and_signature.sql");
    let found = lookup::value::<Text>(sql, &[oid.into()]).ok().flatten()?.0;
    let (home, signature) = found.split_once(' ')?;
    Some((home.to_owned(), signature.to_owned()))
}

/// `schema.name(types)`.
pub(super) fn signature(oid: pg_sys::Oid) -> String {
    // SAFETY: palloc's a string; a function that is gone reads as its number.
    from_server(unsafe { pg_sys::format_procedure_qualified(oid) })
}
