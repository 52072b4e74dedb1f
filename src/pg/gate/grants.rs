//! What a refused statement lacks: the GRANTs that would open its relations, as statements to type.

use super::parse::{one_statement, Source};
use super::raw_walk::named;
use super::relations;
use crate::pg::lookup;
use crate::pg::settings_scope::SettingsScope;
use crate::pg::subxact::Caught;
use crate::pg::who::role_name;
use copilot_core::{Fault, Kind};
use pgrx::spi::quote_identifier;
use pgrx::{pg_sys, PgSqlErrorCode};

/// The ERROR of a statement: with the GRANTs that would open its relations where a right was lacking, else raised on.
pub(super) fn lacking(caught: Caught, source: &Source, path: &str, role: pg_sys::Oid) -> Fault {
    // What a role may not look into, it does not find either.
    let may_lack = matches!(
        caught.code(),
        PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE | PgSqlErrorCode::ERRCODE_UNDEFINED_TABLE
    );
    let grants = if may_lack { missing(source, path, role) } else { Vec::new() };
    if grants.is_empty() {
        caught.raise_on();
    }
    Fault::new(Kind::MissingPrivilege, caught.message())
        .detail(format!("The statement runs as role \"{}\".", role_name(role)))
        .hint(grants.join("; "))
}

/// The same for an error of our own.
pub(super) fn hinted(fault: Fault, source: &Source, path: &str, role: pg_sys::Oid) -> Fault {
    match fault.kind == Kind::MissingPrivilege && fault.hint.is_none() {
        true => fault.hint(missing(source, path, role).join("; ")),
        false => fault,
    }
}

/// The GRANTs that `role` lacks for the relations the text names, as far as the caller may look them up.
fn missing(source: &Source, path: &str, role: pg_sys::Oid) -> Vec<String> {
    let _settings = SettingsScope::pinned_path().with("search_path", path);
    let Ok(named) = one_statement(source).and_then(named) else { return Vec::new() };
    let to = quote_identifier(role_name(role));
    let mut grants = Vec::new();
    for relation in named.relations.iter().filter_map(|name| relations::resolve(*name)) {
        // SAFETY: look-ups in the catalog's caches.
        let schema = unsafe { pg_sys::get_namespace_name(pg_sys::get_rel_namespace(relation)) };
        if schema.is_null() {
            continue;
        }
        let schema = quote_identifier(crate::pg::text::from_server(schema));
        if !has(SCHEMA, role, relation) {
            grants.push(format!("GRANT USAGE ON SCHEMA {schema} TO {to}"));
        }
        if !has(TABLE, role, relation) {
            grants.push(format!("GRANT SELECT ON {} TO {to}", relations::name(relation)));
        }
    }
    grants.sort();
    grants.dedup();
    grants
}

const SCHEMA: &str =
    "select pg_catalog.has_schema_privilege($1, c.relnamespace, 'usage') from pg_catalog.pg_class c where c.oid = $2";
const TABLE: &str = "select pg_catalog.has_table_privilege($1, $2, 'select')";

fn has(sql: &str, role: pg_sys::Oid, relation: pg_sys::Oid) -> bool {
    lookup::value::<bool>(sql, &[role.into(), relation.into()]).ok().flatten().unwrap_or(false)
}
