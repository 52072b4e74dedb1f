//! Who is asking.

use crate::pg::text::{from_server, Text};
use pgrx::{direct_function_call, direct_function_call_as_datum, pg_sys};
use std::ffi::CStr;

/// The caller, as the server authenticated it and as it acts now.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    /// The user that logged in; SET SESSION AUTHORIZATION and SET ROLE don't change it.
    pub(crate) authenticated: String,
    /// The role whose rights the call runs with.
    pub(crate) role: String,
    pub(crate) database: String,
    pub(crate) client: Option<String>,
    pub(crate) application: String,
    pub(crate) pid: i32,
    /// When the backend started, in the server's own microseconds since 2000.
    pub(crate) backend_start: i64,
}

fn c_string(c: *const std::ffi::c_char) -> Option<String> {
    (!c.is_null()).then(|| from_server(c))
}

/// The name of a role, or its oid in words when it is gone.
pub(crate) fn role_name(oid: pg_sys::Oid) -> String {
    // SAFETY: GetUserNameFromId looks in the catalog cache and, told so, returns NULL for a missing role.
    c_string(unsafe { pg_sys::GetUserNameFromId(oid, true) }).unwrap_or_else(|| format!("role {}", oid.to_u32()))
}

/// The role in whose name the code runs: inside a SECURITY DEFINER function, or while a materialized view is refreshed,
/// that of its owner, so that nobody sees through another's back.
pub(crate) fn acting_role() -> pg_sys::Oid {
    // SAFETY: reads a variable of the backend.
    unsafe { pg_sys::GetUserId() }
}

pub(crate) fn authenticated_role() -> pg_sys::Oid {
    // SAFETY: reads a variable of the backend.
    unsafe { pg_sys::GetAuthenticatedUserId() }
}

/// Whether the acting role has the privileges of a role of this name (a superuser has all).
pub(crate) fn acts_with(role: &CStr) -> bool {
    // SAFETY: catalog look-ups by a C string; a missing role gives InvalidOid, told so.
    unsafe {
        let oid = pg_sys::get_role_oid(role.as_ptr(), true);
        let acting = acting_role();
        pg_sys::superuser_arg(acting) || (oid != pg_sys::InvalidOid && pg_sys::has_privs_of_role(acting, oid))
    }
}

/// The client's address, as `inet_client_addr()` gives it; None over a Unix socket.
fn client_address() -> Option<String> {
    // SAFETY: two functions of the server without side effects; both take and give what their catalog rows say.
    unsafe {
        let address = direct_function_call_as_datum(pg_sys::inet_client_addr, &[])?;
        direct_function_call::<Text>(pg_sys::network_host, &[Some(address)]).map(|text| text.0)
    }
}

pub(crate) fn caller() -> Who {
    // SAFETY: variables of the backend that are set for its whole life.
    let (role, database, application, pid, backend_start) = unsafe {
        (
            pg_sys::GetUserId(),
            c_string(pg_sys::get_database_name(pg_sys::MyDatabaseId)),
            c_string(pg_sys::application_name),
            pg_sys::MyProcPid,
            pg_sys::MyStartTimestamp,
        )
    };
    Who {
        authenticated: role_name(authenticated_role()),
        role: role_name(role),
        database: database.unwrap_or_default(),
        client: client_address(),
        application: application.unwrap_or_default(),
        pid,
        backend_start,
    }
}
