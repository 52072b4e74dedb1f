//! Text between the server's encoding and UTF-8, both ways, never failing.

use pgrx::callconv::{Arg, ArgAbi, BoxRet, FcInfo};
use pgrx::datum::Datum as TypedDatum;
use pgrx::pgrx_sql_entity_graph::metadata::{
    ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin,
};
use pgrx::{direct_function_call_as_datum, pg_sys, FromDatum, IntoDatum};
use std::borrow::Cow;
use std::ffi::{c_char, CStr, CString};

/// A `text` value. Bytes of an SQL_ASCII database that are not UTF-8 come in as U+FFFD.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(pub(crate) String);

/// A `jsonb` value, out only.
#[derive(Clone, Debug)]
pub(crate) struct Jsonb(pub(crate) serde_json::Value);

/// A `jsonb` value that is written already, out only.
#[derive(Clone, Debug)]
pub(crate) struct JsonText(pub(crate) String);

/// What a conversion may make of one byte at most (`MAX_CONVERSION_GROWTH` in mb/pg_wchar.h).
const GROWTH: usize = 4;
/// Characters converted in one go: where one of them has no place, only these are looked at again.
const STRETCH: usize = 256;

/// The bytes of a text in the server's encoding. A character that has no place there becomes a question mark: an answer
/// must not fail for the name of a role made in another database.
fn encoded(text: &str) -> Vec<u8> {
    let utf8 = pg_sys::pg_enc::PG_UTF8 as i32;
    // SAFETY: reads a variable of the backend.
    let server = unsafe { pg_sys::GetDatabaseEncoding() };
    if text.is_ascii() || server == utf8 || server == pg_sys::pg_enc::PG_SQL_ASCII as i32 {
        return text.as_bytes().to_vec();
    }
    // SAFETY: a look-up in the catalog's cache.
    let conversion = unsafe { pg_sys::FindDefaultConversionProc(utf8, server) };
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.char_indices().nth(STRETCH).map_or(rest.len(), |(at, _)| at);
        let (stretch, after) = rest.split_at(end);
        let mut source = stretch.as_bytes().to_vec();
        let mut target = vec![0u8; source.len() * GROWTH + 1];
        let taken = match conversion {
            pg_sys::InvalidOid => 0,
            // SAFETY: both buffers live here, with their lengths; told so, the call stops at what it cannot convert
            // instead of raising, and ends what it wrote with a NUL.
            _ => unsafe {
                pg_sys::pg_do_encoding_conversion_buf(
                    conversion,
                    utf8,
                    server,
                    source.as_mut_ptr(),
                    source.len() as i32,
                    target.as_mut_ptr(),
                    target.len() as i32,
                    true,
                )
            },
        };
        let taken = usize::try_from(taken).unwrap_or_default();
        out.extend(target.into_iter().take_while(|byte| *byte != 0));
        rest = match stretch.get(taken..).and_then(|stuck| stuck.chars().next()) {
            None => after,
            Some(stuck) => {
                out.push(if stuck.is_ascii() { stuck as u8 } else { b'?' });
                rest.get(taken + stuck.len_utf8()..).unwrap_or_default()
            }
        };
    }
    out
}

/// A C string with the text in the server's encoding, in the current memory context.
fn to_server(text: &str) -> (*const c_char, usize) {
    let c = CString::new(encoded(&text.replace('\0', ""))).unwrap_or_default();
    // SAFETY: a palloc'd copy of a C string.
    (unsafe { pg_sys::pstrdup(c.as_ptr()) }, c.as_bytes().len())
}

/// What reads back when the text has been stored in this database.
pub(crate) fn storable(text: &str) -> String {
    from_server(to_server(text).0)
}

/// A C string of the server as UTF-8. SQL_ASCII has no conversion, and pg_server_to_any would refuse its raw bytes.
pub(crate) fn from_server(c: *const c_char) -> String {
    // SAFETY: every caller passes a NUL-terminated string of the server; pg_server_to_any gives back the same string
    // or a converted copy, which is freed.
    unsafe {
        let raw = CStr::from_ptr(c);
        if pg_sys::GetDatabaseEncoding() == pg_sys::pg_enc::PG_SQL_ASCII as i32 {
            return raw.to_string_lossy().into_owned();
        }
        let length = raw.to_bytes().len() as i32;
        // A role's name, shared by all databases, may be no text in this one's encoding.
        if !pg_sys::pg_verify_mbstr(pg_sys::GetDatabaseEncoding(), c, length, true) {
            let known = |b: &u8| if b.is_ascii() { char::from(*b) } else { char::REPLACEMENT_CHARACTER };
            return raw.to_bytes().iter().map(known).collect();
        }
        let utf8 = pg_sys::pg_server_to_any(c, length, pg_sys::pg_enc::PG_UTF8 as i32);
        let text = CStr::from_ptr(utf8).to_string_lossy().into_owned();
        if !std::ptr::eq(utf8, c) {
            pg_sys::pfree(utf8.cast());
        }
        text
    }
}

/// Bytes in the server's encoding as UTF-8, without a copy where they are UTF-8 already.
pub(crate) fn from_server_bytes(bytes: &[u8]) -> Cow<'_, str> {
    // SAFETY: reads a variable of the backend.
    let in_utf8 = unsafe { pg_sys::GetDatabaseEncoding() } == pg_sys::pg_enc::PG_UTF8 as i32;
    match std::str::from_utf8(bytes) {
        Ok(text) if in_utf8 || text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(from_server(CString::new(bytes).unwrap_or_default().as_ptr())),
    }
}

impl FromDatum for Text {
    unsafe fn from_polymorphic_datum(datum: pg_sys::Datum, is_null: bool, _: pg_sys::Oid) -> Option<Self> {
        if is_null {
            return None;
        }
        // SAFETY: the datum is a text varlena, as the SQL declaration says; text_to_cstring detoasts and copies it.
        unsafe {
            let c = pg_sys::text_to_cstring(datum.cast_mut_ptr());
            let text = from_server(c);
            pg_sys::pfree(c.cast());
            Some(Text(text))
        }
    }
}

impl IntoDatum for Text {
    fn into_datum(self) -> Option<pg_sys::Datum> {
        let (c, length) = to_server(&self.0);
        // SAFETY: `c` holds `length` bytes.
        Some(unsafe { pg_sys::cstring_to_text_with_len(c, length as i32) }.into())
    }

    fn type_oid() -> pg_sys::Oid {
        pg_sys::TEXTOID
    }
}

impl IntoDatum for Jsonb {
    fn into_datum(self) -> Option<pg_sys::Datum> {
        JsonText(self.0.to_string()).into_datum()
    }

    fn type_oid() -> pg_sys::Oid {
        pg_sys::JSONBOID
    }
}

impl IntoDatum for JsonText {
    fn into_datum(self) -> Option<pg_sys::Datum> {
        let (c, _) = to_server(&self.0);
        // SAFETY: jsonb_in takes one C string.
        unsafe { direct_function_call_as_datum(pg_sys::jsonb_in, &[Some(c.into())]) }
    }

    fn type_oid() -> pg_sys::Oid {
        pg_sys::JSONBOID
    }
}

// SAFETY: Text reads any text datum.
unsafe impl<'fcx> ArgAbi<'fcx> for Text {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        // SAFETY: the argument is a text datum, as SqlTranslatable declares; NULL goes through Option.
        unsafe { arg.unbox_arg_using_from_datum() }.unwrap_or_default()
    }
}

macro_rules! returned_as {
    ($type:ty, $sql:literal, $ident:literal) => {
        // SAFETY: the datum made is of the declared SQL type.
        unsafe impl BoxRet for $type {
            unsafe fn box_into<'fcx>(self, fcinfo: &mut FcInfo<'fcx>) -> TypedDatum<'fcx> {
                match self.into_datum() {
                    // SAFETY: a datum of the declared type in the current memory context.
                    Some(datum) => unsafe { fcinfo.return_raw_datum(datum) },
                    None => fcinfo.return_null(),
                }
            }
        }

        // SAFETY: maps to a type that exists in every database.
        unsafe impl SqlTranslatable for $type {
            const TYPE_IDENT: &'static str = $ident;
            const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
            const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal($sql));
            const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal($sql)));
        }
    };
}

returned_as!(Text, "text", "copilot_ext::Text");
returned_as!(Jsonb, "jsonb", "copilot_ext::Jsonb");
returned_as!(JsonText, "jsonb", "copilot_ext::JsonText");
