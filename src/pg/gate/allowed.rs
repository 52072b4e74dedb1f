//! Functions that a superuser has read and allowed, beyond the reviewed list.

use super::functions::{class_of, demand, signature};
use super::types::FIRST_NORMAL_OID;
use crate::pg::lookup;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::Text;
use crate::pg::who;
use copilot_core::gate::allowing::{demand_allowable, Candidate};
use copilot_core::{Fault, Kind};
use pgrx::{pg_sys, Spi};

/// Whether it is allowed, and still the one that was allowed.
pub(super) fn holds(function: pg_sys::Oid) -> bool {
    let Ok(owner) = owner::of_extension() else { return false };
    let signature = Text(signature(function));
    let stands = {
        let _identity = ActingAsOwner::begin(owner);
        let sql = include_str!("../../../sql/gate/is_allowed.sql");
        lookup::value::<bool>(sql, &[function.into(), signature.into()]).ok().flatten().unwrap_or(false)
    };
    stands && parts(function).is_ok_and(|parts| parts.into_iter().all(|part| demand(part).is_ok()))
}

/// The functions that an aggregate is made of, which its own definition does not cover. None for any other function.
fn parts(function: pg_sys::Oid) -> Result<Vec<pg_sys::Oid>, Fault> {
    let sql = include_str!("../../../sql/gate/aggregate_parts.sql");
    Spi::connect(|client| {
        let table = client.select(sql, None, &[function.into()])?;
        table.map(|row| Ok(row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid))).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|e: pgrx::spi::Error| Fault::new(Kind::Internal, "the catalogs could not be read").detail(e.to_string()))
}

/// What an audit row says of the call.
pub(crate) fn question(function: Option<pg_sys::Oid>, reason: Option<&str>) -> Option<String> {
    Some(format!("{}: {}", signature(function?), reason.unwrap_or("NULL")))
}

/// Lets SQL of others call a function from now on, as long as it stays what it is.
pub(crate) fn allow(function: Option<pg_sys::Oid>, reason: Option<&str>) -> Result<String, Fault> {
    demand_superuser()?;
    let function = function.ok_or_else(|| Fault::null_argument("function", ALLOW))?;
    let candidate = Candidate {
        signature: signature(function),
        class: class_of(function),
        is_of_the_server: function.to_u32() < FIRST_NORMAL_OID,
        is_ours: is_ours(function),
    };
    let reason = demand_allowable(&candidate, reason, ALLOW)?;
    let arguments = [
        function.into(),
        Text(candidate.signature.clone()).into(),
        Text(reason).into(),
        Text(who::caller().role).into(),
    ];
    change(include_str!("../../../sql/gate/allow.sql"), &arguments)?;
    Ok(format!("{} may be called through the gate as long as it stays what it is", candidate.signature))
}

/// Takes that back, also for a function that is gone.
pub(crate) fn forbid(signature: Option<&str>, reason: Option<&str>) -> Result<String, Fault> {
    demand_superuser()?;
    let signature = signature.ok_or_else(|| Fault::null_argument("signature", FORBID))?;
    copilot_core::gate::allowing::demand_reason(reason, FORBID)?;
    match change(include_str!("../../../sql/gate/forbid.sql"), &[Text(signature.to_owned()).into()])? {
        0 => Err(Fault::new(Kind::NotFound, format!("no function {signature} is allowed in the gate"))
            .hint("SELECT signature FROM copilot.gate_allowed")),
        _ => Ok(format!("{signature} may not be called through the gate any more")),
    }
}

const ALLOW: &str = "SELECT copilot.gate_allow('public.f(integer)', 'computes from its argument, read on 1 May')";
const FORBID: &str = "SELECT copilot.gate_forbid('public.f(integer)', 'not used any more')";

fn demand_superuser() -> Result<(), Fault> {
    // SAFETY: a look-up in the catalog's cache.
    match unsafe { pg_sys::superuser_arg(who::acting_role()) } {
        true => Ok(()),
        false => Err(Fault::new(Kind::MissingPrivilege, "only a superuser decides what the gate lets through")
            .detail("What is allowed there may run whenever a superuser asks for a plan.")),
    }
}

/// Ours would ask the gate anew, or act for the extension's owner.
fn is_ours(function: pg_sys::Oid) -> bool {
    // SAFETY: look-ups in the catalog's caches.
    unsafe { pg_sys::get_func_namespace(function) == pg_sys::get_namespace_oid(c"copilot".as_ptr(), true) }
}

/// The number of rows that were changed.
fn change(sql: &str, arguments: &[pgrx::datum::DatumWithOid]) -> Result<usize, Fault> {
    Spi::connect_mut(|client| client.update(sql, None, arguments).map(|done| done.len()))
        .map_err(|e| Fault::new(Kind::Internal, "the list could not be written").detail(e.to_string()))
}
