//! Rows of our own fixed texts in batches, each freed before the next is read: pgrx's cursor keeps them all until its
//! session ends. All streams opened under one active snapshot see the same state.

use crate::pg::text::from_server_bytes;
use pgrx::pg_sys;
use pgrx::prelude::TimestampWithTimeZone;
use std::borrow::Cow;
use std::ffi::CString;
use std::ptr;

/// Microseconds from 1970 to 2000, where the server's time begins.
pub(crate) const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// Microseconds since 1970; what is endless stays so.
pub(crate) fn micros_of(time: TimestampWithTimeZone) -> i64 {
    i64::from(time).saturating_add(EPOCH_MICROS)
}

/// A snapshot newer than whatever was seen before, also in a transaction that repeats its reads; active until dropped.
pub(crate) struct FreshSnapshot;

impl FreshSnapshot {
    pub(crate) fn take() -> Self {
        // SAFETY: inside a transaction; Drop takes it off the stack, and so does the abort of a sub-transaction.
        unsafe { pg_sys::PushActiveSnapshot(pg_sys::GetLatestSnapshot()) };
        FreshSnapshot
    }
}

impl Drop for FreshSnapshot {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // SAFETY: it was pushed by `take`.
            unsafe { pg_sys::PopActiveSnapshot() }
        }
    }
}

/// An open cursor. Lives inside `Spi::connect`.
pub(crate) struct Stream {
    portal: pg_sys::Portal,
    rows_each: i64,
    batch: *mut pg_sys::SPITupleTable,
    next: usize,
    values: Vec<pg_sys::Datum>,
    nulls: Vec<bool>,
}

impl Stream {
    /// The text casts each of its columns to the type that is read; its parameters are `bigint`.
    pub(crate) fn open(sql: &str, parameters: &[i64], columns: usize, rows_each: i64) -> Stream {
        let sql = CString::new(sql).unwrap_or_default();
        let mut types = vec![pg_sys::INT8OID; parameters.len()];
        let mut values: Vec<pg_sys::Datum> = parameters.iter().map(|value| pg_sys::Datum::from(*value)).collect();
        // SAFETY: a C string, and as many types and values as are counted, none of them NULL; read only, so that the
        // active snapshot is used. Errors are raised.
        let portal = unsafe {
            pg_sys::SPI_cursor_open_with_args(
                ptr::null(),
                sql.as_ptr(),
                parameters.len() as i32,
                types.as_mut_ptr(),
                values.as_mut_ptr(),
                ptr::null(),
                true,
                0,
            )
        };
        Stream {
            portal,
            rows_each,
            batch: ptr::null_mut(),
            next: 0,
            values: vec![pg_sys::Datum::from(0); columns],
            nulls: vec![true; columns],
        }
    }

    /// The stream at its first row, if it has one.
    pub(crate) fn first(sql: &str, parameters: &[i64], columns: usize) -> Option<Stream> {
        let mut stream = Stream::open(sql, parameters, columns, 1);
        stream.advance().then_some(stream)
    }

    /// Goes to the next row; false behind the last.
    pub(crate) fn advance(&mut self) -> bool {
        // SAFETY: `batch` is NULL or the table of the last fetch; `numvals` tuples are in it, and `values` and `nulls`
        // hold as many places as the text has columns.
        unsafe {
            if self.batch.is_null() || self.next >= (*self.batch).numvals as usize {
                self.free();
                pg_sys::SPI_cursor_fetch(self.portal, true, self.rows_each as std::ffi::c_long);
                self.batch = pg_sys::SPI_tuptable;
                self.next = 0;
                if self.batch.is_null() || (*self.batch).numvals == 0 {
                    return false;
                }
                debug_assert_eq!((*(*self.batch).tupdesc).natts as usize, self.values.len());
            }
            let tuple = *(*self.batch).vals.add(self.next);
            let (values, nulls) = (self.values.as_mut_ptr(), self.nulls.as_mut_ptr());
            pg_sys::heap_deform_tuple(tuple, (*self.batch).tupdesc, values, nulls);
        }
        self.next += 1;
        true
    }

    fn datum(&self, column: usize) -> Option<pg_sys::Datum> {
        match self.nulls.get(column) {
            Some(false) => self.values.get(column).copied(),
            _ => None,
        }
    }

    /// A `bigint`.
    pub(crate) fn number(&self, column: usize) -> Option<i64> {
        self.datum(column).map(|datum| datum.value() as i64)
    }

    /// A `timestamp with time zone` in microseconds since 1970.
    pub(crate) fn time(&self, column: usize) -> Option<i64> {
        self.number(column).map(|since_2000| since_2000.saturating_add(EPOCH_MICROS))
    }

    /// The bytes of a `bytea`, or of a `text` in the server's encoding.
    pub(crate) fn with_bytes<T>(&self, column: usize, read: impl FnOnce(&[u8]) -> T) -> Option<T> {
        // SAFETY: the text casts the column to text or bytea; its bytes live until the batch is freed, or until the
        // copy made for them is.
        self.datum(column).map(|datum| unsafe {
            let stored: *mut pg_sys::varlena = datum.cast_mut_ptr();
            let plain = pg_sys::pg_detoast_datum_packed(stored);
            let out = read(pgrx::varlena_to_byte_slice(plain));
            if !ptr::eq(plain, stored) {
                pg_sys::pfree(plain.cast());
            }
            out
        })
    }

    pub(crate) fn bytes(&self, column: usize) -> Vec<u8> {
        self.with_bytes(column, <[u8]>::to_vec).unwrap_or_default()
    }

    /// A `text` as UTF-8.
    pub(crate) fn with_text<T>(&self, column: usize, read: impl FnOnce(&str) -> T) -> Option<T> {
        self.with_bytes(column, |bytes| match from_server_bytes(bytes) {
            Cow::Borrowed(text) => read(text),
            Cow::Owned(text) => read(&text),
        })
    }

    pub(crate) fn text(&self, column: usize) -> String {
        self.with_text(column, str::to_owned).unwrap_or_default()
    }

    fn free(&mut self) {
        if !self.batch.is_null() {
            // SAFETY: the table of the last fetch, freed once.
            unsafe { pg_sys::SPI_freetuptable(self.batch) };
            self.batch = ptr::null_mut();
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // While an ERROR unwinds, the abort closes the portal.
        if !std::thread::panicking() {
            self.free();
            // SAFETY: the portal that `open` made.
            unsafe { pg_sys::SPI_cursor_close(self.portal) };
        }
    }
}
