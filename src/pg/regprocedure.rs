//! An argument of type `regprocedure`.

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{pg_sys, FromDatum};

/// The OID of a function.
pub(crate) struct Regprocedure(pub(crate) pg_sys::Oid);

impl FromDatum for Regprocedure {
    unsafe fn from_polymorphic_datum(datum: pg_sys::Datum, is_null: bool, type_oid: pg_sys::Oid) -> Option<Self> {
        // SAFETY: regprocedure is an OID with an output of its own.
        unsafe { pg_sys::Oid::from_polymorphic_datum(datum, is_null, type_oid) }.map(Regprocedure)
    }
}

// SAFETY: reads any OID; NULL goes through Option.
unsafe impl<'fcx> ArgAbi<'fcx> for Regprocedure {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: the argument is an OID, as SqlTranslatable declares.
        unsafe { arg.unbox_arg_using_from_datum() }.unwrap_or(Regprocedure(pg_sys::InvalidOid))
    }
}

// SAFETY: maps to a type that exists in every database.
unsafe impl SqlTranslatable for Regprocedure {
    const TYPE_IDENT: &'static str = "copilot_ext::Regprocedure";
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("regprocedure"));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal("regprocedure")));
}
