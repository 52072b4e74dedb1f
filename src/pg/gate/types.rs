//! Whether a value of a type can be read from a literal without running anybody's code. Analysis reads literals, and so
//! runs the type's input function, and inside a composite literal the checks of its columns' domains.

use super::{attached, functions, refused};
use copilot_core::{Fault, Kind};
use pgrx::{pg_sys, Spi};
use std::collections::HashSet;

/// Types below are the server's own (`FirstNormalObjectId` in access/transam.h).
pub(super) const FIRST_NORMAL_OID: u32 = 16_384;

#[derive(Default)]
pub(super) struct Types {
    seen: HashSet<u32>,
}

impl Types {
    /// A type that is named in the text: its domain checks would run.
    pub(super) fn demand(&mut self, oid: pg_sys::Oid) -> Result<(), Fault> {
        if oid.to_u32() < FIRST_NORMAL_OID && !is_information_schema_domain(oid) || !self.seen.insert(oid.to_u32()) {
            return Ok(());
        }
        demand_attached(oid)?;
        // SAFETY: look-ups in the catalog's caches, InvalidOid where there is nothing.
        unsafe {
            let element = pg_sys::get_element_type(oid);
            if element != pg_sys::InvalidOid {
                return self.demand(element);
            }
            match pg_sys::get_typtype(oid) as u8 {
                pg_sys::TYPTYPE_DOMAIN => {
                    attached::demand_domain(oid)?;
                    self.demand(pg_sys::getBaseType(oid))
                }
                pg_sys::TYPTYPE_COMPOSITE => self.demand_row(pg_sys::get_typ_typrelid(oid)),
                pg_sys::TYPTYPE_RANGE => self.demand(pg_sys::get_range_subtype(oid)),
                pg_sys::TYPTYPE_MULTIRANGE => self.demand(pg_sys::get_multirange_range(oid)),
                // A base type, its input function included, can be made by a superuser alone.
                _ => Ok(()),
            }
        }
    }

    /// The columns of a composite type, or of a relation whose rows are taken as a whole.
    pub(super) fn demand_row(&mut self, relation: pg_sys::Oid) -> Result<(), Fault> {
        for column in columns(relation)? {
            self.demand(column)?;
        }
        Ok(())
    }

    /// The columns of a relation one by one. A literal beside a column of a domain is read as the domain's base type; one
    /// beside a column of a composite type is read with all its checks.
    pub(super) fn demand_columns(&mut self, relation: pg_sys::Oid) -> Result<(), Fault> {
        for column in columns(relation)? {
            // SAFETY: a look-up in the catalog's cache.
            self.demand(unsafe { pg_sys::getBaseType(column) })?;
        }
        Ok(())
    }
}

/// Types of values that a tree makes at run time, of texts and documents: with all checks.
pub(super) fn demand_made(made: &HashSet<pg_sys::Oid>) -> Result<(), Fault> {
    let mut types = Types::default();
    made.iter().try_for_each(|oid| types.demand(*oid))
}

/// Functions that the server finds by a value's type alone, so that no tree names them: casts, for which to_json(), ||
/// and others look, and those of a range type.
fn demand_attached(oid: pg_sys::Oid) -> Result<(), Fault> {
    let found = Spi::connect(|client| {
        let table = client.select(include_str!("../../../sql/gate/type_functions.sql"), None, &[oid.into()])?;
        table.map(|row| Ok(row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid))).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|e: pgrx::spi::Error| {
        Fault::new(Kind::Internal, "the catalogs could not be read").detail(e.to_string())
    })?;
    for function in found {
        functions::demand_implied(function)
            .map_err(|why| refused(format!("values of type {} may not be read here", name(oid)), why.message))?;
    }
    Ok(())
}

fn name(oid: pg_sys::Oid) -> String {
    // SAFETY: palloc's a string; a type that is gone reads as "???".
    crate::pg::text::from_server(unsafe { pg_sys::format_type_be(oid) })
}

fn columns(relation: pg_sys::Oid) -> Result<Vec<pg_sys::Oid>, Fault> {
    let sql = "select atttypid from pg_catalog.pg_attribute where attrelid = $1 and attnum > 0 and not attisdropped";
    Spi::connect(|client| {
        let table = client.select(sql, None, &[relation.into()])?;
        table.map(|row| Ok(row.get::<pg_sys::Oid>(1)?.unwrap_or(pg_sys::InvalidOid))).collect::<Result<Vec<_>, _>>()
    })
    .map_err(|e: pgrx::spi::Error| Fault::new(Kind::Internal, "the catalogs could not be read").detail(e.to_string()))
}

/// initdb makes information_schema after the server's own types, below the first normal OID; its domains have checks.
fn is_information_schema_domain(oid: pg_sys::Oid) -> bool {
    // SAFETY: a look-up in the catalog's cache.
    unsafe { pg_sys::get_typtype(oid) as u8 == pg_sys::TYPTYPE_DOMAIN }
}

/// The function behind `container[…]`.
pub(super) fn demand_subscripts(container: pg_sys::Oid) -> Result<(), Fault> {
    // SAFETY: a look-up in the catalog's cache; InvalidOid where the type has no subscripts.
    let handler = unsafe { pg_sys::get_typsubscript(container, std::ptr::null_mut()) };
    match handler {
        pg_sys::InvalidOid => Ok(()),
        handler => functions::demand(handler),
    }
}

/// The comparison behind GREATEST and LEAST.
pub(super) fn demand_order(ordered: pg_sys::Oid) -> Result<(), Fault> {
    // SAFETY: a look-up in the type cache, which looks for the default btree operator class.
    let compare = unsafe { (*pg_sys::lookup_type_cache(ordered, pg_sys::TYPECACHE_CMP_PROC as i32)).cmp_proc };
    match compare {
        pg_sys::InvalidOid => Ok(()),
        compare => functions::demand(compare),
    }
}

/// The function that writes a value down.
pub(super) fn demand_output(oid: pg_sys::Oid) -> Result<(), Fault> {
    let (mut output, mut varlena) = (pg_sys::InvalidOid, false);
    // SAFETY: fills both; raises for a type that is only a shell.
    unsafe { pg_sys::getTypeOutputInfo(oid, &mut output, &mut varlena) };
    functions::demand(output)
}

/// Whether `to_jsonb()` of such a value runs nobody's code: for types that are not the server's own it looks for a cast
/// to json. What an anonymous row holds is not known before there is one.
pub(super) fn is_plain_json(oid: pg_sys::Oid) -> bool {
    if oid == pg_sys::RECORDOID || oid == pg_sys::RECORDARRAYOID {
        return false;
    }
    if oid.to_u32() < FIRST_NORMAL_OID {
        return true;
    }
    let mut cast = pg_sys::InvalidOid;
    // SAFETY: look-ups in the catalog's caches.
    unsafe {
        let element = pg_sys::get_element_type(oid);
        if element != pg_sys::InvalidOid {
            return is_plain_json(element);
        }
        let base = pg_sys::getBaseType(oid);
        if base != oid {
            return is_plain_json(base);
        }
        let explicit = pg_sys::CoercionContext::COERCION_EXPLICIT;
        let path = pg_sys::find_coercion_pathway(pg_sys::JSONOID, oid, explicit, &mut cast);
        if path == pg_sys::CoercionPathType::COERCION_PATH_FUNC {
            return false;
        }
        match pg_sys::get_typtype(oid) as u8 {
            pg_sys::TYPTYPE_COMPOSITE => {
                columns(pg_sys::get_typ_typrelid(oid)).is_ok_and(|all| all.into_iter().all(is_plain_json))
            }
            _ => true,
        }
    }
}
