//! Whether a function is in the reviewed allow-list, by its OID.

use super::refused;
use crate::pg::lookup;
use crate::pg::owner::{self, ActingAsOwner};
use crate::pg::text::{from_server, Text};
use copilot_core::gate::functions::{verdict, verdict_by_signature, Class};
use copilot_core::Fault;
use pgrx::pg_sys;

/// Functions below have the same OID in every cluster of a major (`FirstGenbkiObjectId` in access/transam.h).
const FIRST_FREE_OID: u32 = 12_000;

fn major() -> u32 {
    pgrx::pg_sys::get_pg_major_version_num().into()
}

/// Goes on when the function may run here.
pub(super) fn demand(oid: pg_sys::Oid) -> Result<(), Fault> {
    let class = class_of(oid);
    if class.is_some_and(Class::is_allowed) || is_allowed_by_superuser(oid) {
        return Ok(());
    }
    let why = match class {
        Some(class) => class.why().to_owned(),
        None => "It is not in the reviewed list of functions: what it does is not known.".into(),
    };
    let refusal = refused(format!("function {} may not run here", signature(oid)), why);
    Err(match class {
        Some(_) => refusal,
        None => refusal.hint(format!(
            "a superuser who has read it may allow it: SELECT copilot.gate_allow({}, 'reason')",
            pgrx::spi::quote_literal(signature(oid))
        )),
    })
}

fn class_of(oid: pg_sys::Oid) -> Option<Class> {
    if oid.to_u32() < FIRST_FREE_OID {
        return verdict(major(), oid.to_u32());
    }
    let sql = "select coalesce(e.extname, n.nspname)::text || ' ' || p.proname || '('
                      || pg_catalog.replace(pg_catalog.oidvectortypes(p.proargtypes), ', ', ',') || ')'
               from pg_catalog.pg_proc p
               join pg_catalog.pg_namespace n on n.oid = p.pronamespace
               left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
                                               and d.deptype = 'e'
               left join pg_catalog.pg_extension e on e.oid = d.refobjid
               where p.oid = $1 and (e.oid is not null or n.nspname = 'information_schema' and p.oid < 16384)";
    let found = lookup::value::<Text>(sql, &[oid.into()]).ok().flatten()?.0;
    let (home, signature) = found.split_once(' ')?;
    verdict_by_signature(major(), home, signature)
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
