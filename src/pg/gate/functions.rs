//! Whether a function is in the reviewed allow-list, by its OID.

use super::refused;
use crate::pg::lookup;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::{from_server, Text};
use copilot_core::gate::class::Class;
use copilot_core::gate::functions::{limits, limits_by_signature, verdict, verdict_by_signature, FIRST_FREE_OID};
use copilot_core::gate::limit::Limit;
use copilot_core::Fault;
use pgrx::pg_sys;

fn major() -> u32 {
    pgrx::pg_sys::get_pg_major_version_num().into()
}

/// Goes on when a statement may call the function.
pub(super) fn demand(oid: pg_sys::Oid) -> Result<(), Fault> {
    judge(oid, Class::is_allowed)
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
    let class = class_of(oid);
    if class.is_some_and(is_allowed) || is_allowed_by_superuser(oid) {
        return Ok(());
    }
    let why = match class {
        Some(class) => class.why().to_owned(),
        None => "It is not in the reviewed list of functions: what it does is not known.".into(),
    };
    Err(refused(format!("function {} may not run here", signature(oid)), why))
}

fn class_of(oid: pg_sys::Oid) -> Option<Class> {
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

/// Whether a superuser has allowed this function, and it is still the one that was allowed.
fn is_allowed_by_superuser(oid: pg_sys::Oid) -> bool {
    let signature = signature(oid);
    let Ok(owner) = owner::of_extension() else { return false };
    let _identity = ActingAsOwner::begin(owner);
    let sql = include_str!("../../../sql/gate/is_allowed.sql");
    lookup::value::<bool>(sql, &[oid.into(), Text(signature).into()]).ok().flatten().unwrap_or(false)
}

/// `schema.name(types)`.
pub(super) fn signature(oid: pg_sys::Oid) -> String {
    // SAFETY: palloc's a string; a function that is gone reads as its number.
    from_server(unsafe { pg_sys::format_procedure_qualified(oid) })
}
