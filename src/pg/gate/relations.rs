//! Which relations may be read here.

use super::refused;
use super::tree_walk::Relation;
use crate::pg::lists::oids;
use crate::pg::text::from_server;
use copilot_core::Fault;
use pgrx::pg_sys;
use std::collections::HashSet;

/// Catalogs that hold passwords, connection strings, contents of large objects, or samples of everybody's rows. Their
/// views (pg_stats, pg_roles, pg_subscription through its grants) show what the role may see.
const SECRET: [u32; 6] = [
    1260, // pg_authid
    1418, // pg_user_mapping
    2613, // pg_largeobject
    2619, // pg_statistic
    3429, // pg_statistic_ext_data
    6100, // pg_subscription
];

// catalog/partition.h and catalog/pg_inherits.h, which pgrx does not bind.
extern "C-unwind" {
    fn find_all_inheritors(
        parent: pg_sys::Oid,
        lock_mode: i32,
        parents_each: *mut *mut pg_sys::List,
    ) -> *mut pg_sys::List;
    fn get_partition_ancestors(relation: pg_sys::Oid) -> *mut pg_sys::List;
}

/// A relation that the text names itself.
pub(super) fn demand_named(oid: pg_sys::Oid) -> Result<(), Fault> {
    if SECRET.contains(&oid.to_u32()) || is_secret_view(oid) {
        return Err(refused(
            format!("{} may not be read here", name(oid)),
            "It holds secrets of the server; its public views show the rest.",
        ));
    }
    demand_kind(oid)
}

/// Tables, views, indexes' tables and sequences; a foreign table would open a connection or a file.
fn demand_kind(oid: pg_sys::Oid) -> Result<(), Fault> {
    // SAFETY: a look-up in the catalog's cache; 0 for a relation that is gone.
    let kind = unsafe { pg_sys::get_rel_relkind(oid) } as u8;
    match kind {
        pg_sys::RELKIND_RELATION
        | pg_sys::RELKIND_PARTITIONED_TABLE
        | pg_sys::RELKIND_VIEW
        | pg_sys::RELKIND_MATVIEW
        | pg_sys::RELKIND_TOASTVALUE
        | pg_sys::RELKIND_SEQUENCE => Ok(()),
        pg_sys::RELKIND_FOREIGN_TABLE => Err(refused(
            format!("{} is a foreign table", name(oid)),
            "Reading it would open a file or a connection outside this server.",
        )),
        _ => {
            Err(refused(format!("{} is no relation that can be read here", name(oid)), "Only relations with rows can."))
        }
    }
}

/// `pg_shadow` and `pg_user_mappings` have no fixed OID.
fn is_secret_view(oid: pg_sys::Oid) -> bool {
    // SAFETY: look-ups in the catalog's caches.
    unsafe {
        if pg_sys::get_rel_namespace(oid).to_u32() != pg_sys::PG_CATALOG_NAMESPACE {
            return false;
        }
        let name = pg_sys::get_rel_name(oid);
        !name.is_null() && ["pg_shadow", "pg_user_mappings"].contains(&from_server(name).as_str())
    }
}

/// Everything the planner looks at for these relations: themselves, their children where they are read, and the parents
/// whose partition keys tell what is in them. Each is of a kind that may be read.
pub(super) fn with_family(relations: &HashSet<Relation>) -> Result<Vec<pg_sys::Oid>, Fault> {
    let mut all = HashSet::new();
    for relation in relations {
        all.insert(relation.oid);
        // SAFETY: both give palloc'd lists of oids and take no lock.
        unsafe {
            if relation.with_children {
                let children = pg_sys::ffi::pg_guard_ffi_boundary(|| {
                    find_all_inheritors(relation.oid, pg_sys::NoLock as i32, std::ptr::null_mut())
                });
                all.extend(oids(children));
            }
            if pg_sys::get_rel_relispartition(relation.oid) {
                let parents = pg_sys::ffi::pg_guard_ffi_boundary(|| get_partition_ancestors(relation.oid));
                all.extend(oids(parents));
            }
        }
    }
    all.iter().try_for_each(|oid| demand_kind(*oid))?;
    Ok(all.into_iter().collect())
}

/// `schema.name` for a message.
pub(super) fn name(oid: pg_sys::Oid) -> String {
    // SAFETY: look-ups in the catalog's caches, NULL for what is gone.
    unsafe {
        let (name, schema) = (pg_sys::get_rel_name(oid), pg_sys::get_namespace_name(pg_sys::get_rel_namespace(oid)));
        match name.is_null() || schema.is_null() {
            true => format!("relation {}", oid.to_u32()),
            false => pgrx::spi::quote_qualified_identifier(from_server(schema), from_server(name)),
        }
    }
}

/// The relation that a name resolves to, as analysis will see it; a name that is a common table expression, or is
/// missing, resolves to none.
pub(super) fn resolve(name: *mut pg_sys::RangeVar) -> Option<pg_sys::Oid> {
    Some(oid_of(name)).filter(|oid| *oid != pg_sys::InvalidOid)
}

fn oid_of(name: *mut pg_sys::RangeVar) -> pg_sys::Oid {
    let flags = pg_sys::RVROption::RVR_MISSING_OK;
    // SAFETY: a RangeVar of the parser's; no lock is taken, and a missing relation is InvalidOid.
    unsafe { pg_sys::RangeVarGetRelidExtended(name, pg_sys::NoLock as i32, flags, None, std::ptr::null_mut()) }
}
