//! The server's lists, read.

use pgrx::pg_sys;

fn cells(list: *mut pg_sys::List) -> impl Iterator<Item = *mut pg_sys::ListCell> {
    // SAFETY: NULL is the empty list; any other has `length` cells (pg_list.h).
    let (length, first) = match list.is_null() {
        true => (0, std::ptr::null_mut()),
        false => unsafe { ((*list).length, (*list).elements) },
    };
    // SAFETY: within the cells.
    (0..usize::try_from(length).unwrap_or_default()).map(move |at| unsafe { first.add(at) })
}

/// The pointers of a list; the caller names the type that the server documents for it.
pub(crate) fn items<T>(list: *mut pg_sys::List) -> Vec<*mut T> {
    // SAFETY: a list of pointers.
    cells(list).map(|cell| unsafe { (*cell).ptr_value }.cast()).collect()
}

/// The OIDs of a list of OIDs.
pub(crate) fn oids(list: *mut pg_sys::List) -> Vec<pg_sys::Oid> {
    // SAFETY: a list of OIDs.
    cells(list).map(|cell| unsafe { (*cell).oid_value }).collect()
}
