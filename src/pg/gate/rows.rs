//! Step 7, the receiver: each row as one JSON object, under caps on rows and bytes.

use super::types;
use crate::pg::text::from_server;
use copilot_core::gate::{Cut, Rows};
use pgrx::pg_guard;
use pgrx::pg_sys::{self, CommandDest};
use std::ffi::c_int;

/// `to_jsonb(anyelement)` in pg_proc.dat.
const TO_JSONB: u32 = 3_787;

/// One column: its name as a JSON string, and how its values are written.
struct Column {
    key: String,
    writer: Writer,
}

enum Writer {
    /// `to_jsonb()`, for types of which it runs nobody's code.
    Json(Box<pg_sys::FmgrInfo>),
    /// The type's output function, as a JSON string: `to_jsonb()` would look for a cast to json, which anybody may make
    /// for a type of their own.
    Text(pg_sys::Oid),
}

/// What the executor hands its rows to. The first field is the server's.
#[repr(C)]
pub(super) struct Receiver {
    base: pg_sys::DestReceiver,
    columns: Vec<Column>,
    rows: Rows,
    bytes: usize,
    most_rows: usize,
    most_bytes: usize,
}

impl Receiver {
    pub(super) fn new(most_rows: usize, most_bytes: usize) -> Box<Receiver> {
        Box::new(Receiver {
            base: pg_sys::DestReceiver {
                receiveSlot: Some(receive),
                rStartup: Some(start),
                rShutdown: Some(nothing),
                rDestroy: Some(nothing),
                mydest: CommandDest::DestNone,
            },
            columns: Vec::new(),
            rows: Rows::default(),
            bytes: 0,
            most_rows,
            most_bytes,
        })
    }

    pub(super) fn as_dest(&mut self) -> *mut pg_sys::DestReceiver {
        (&raw mut *self).cast()
    }

    pub(super) fn into_rows(self) -> Rows {
        self.rows
    }

    fn object(&mut self, values: &[(pg_sys::Datum, bool)]) -> String {
        let mut out = String::from("{");
        for (at, (column, (value, is_null))) in self.columns.iter_mut().zip(values).enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(&column.key);
            out.push(':');
            match is_null {
                true => out.push_str("null"),
                false => out.push_str(&column.writer.write(*value)),
            }
        }
        out.push('}');
        out
    }
}

impl Writer {
    fn of(type_oid: pg_sys::Oid) -> Writer {
        // SAFETY: fills the struct for a function of the server; the expression tells it the type of its argument.
        unsafe {
            if types::is_plain_json(type_oid) {
                let mut call = Box::<pg_sys::FmgrInfo>::default();
                pg_sys::fmgr_info(pg_sys::Oid::from(TO_JSONB), &mut *call);
                let argument = pg_sys::makeNullConst(type_oid, -1, pg_sys::InvalidOid);
                call.fn_expr = pg_sys::makeFuncExpr(
                    pg_sys::Oid::from(TO_JSONB),
                    pg_sys::JSONBOID,
                    pg_sys::lappend(std::ptr::null_mut(), argument.cast()),
                    pg_sys::InvalidOid,
                    pg_sys::InvalidOid,
                    pg_sys::CoercionForm::COERCE_EXPLICIT_CALL,
                )
                .cast();
                return Writer::Json(call);
            }
            let (mut output, mut varlena) = (pg_sys::InvalidOid, false);
            pg_sys::getTypeOutputInfo(type_oid, &mut output, &mut varlena);
            Writer::Text(output)
        }
    }

    fn write(&mut self, value: pg_sys::Datum) -> String {
        // SAFETY: the value is of the type the writer was made for.
        unsafe {
            match self {
                Writer::Json(call) => {
                    let json = pg_sys::FunctionCall1Coll(&mut **call, pg_sys::InvalidOid, value);
                    from_server(pg_sys::OidOutputFunctionCall(pg_sys::Oid::from(pg_sys::F_JSONB_OUT), json))
                }
                Writer::Text(output) => json_string(&from_server(pg_sys::OidOutputFunctionCall(*output, value))),
            }
        }
    }
}

fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[pg_guard]
unsafe extern "C-unwind" fn start(dest: *mut pg_sys::DestReceiver, _operation: c_int, rows: pg_sys::TupleDesc) {
    // SAFETY: `dest` is the first field of a Receiver; the descriptor has `natts` columns.
    unsafe {
        let receiver = &mut *dest.cast::<Receiver>();
        let rows = pgrx::PgTupleDesc::from_pg_unchecked(rows);
        receiver.columns = rows
            .iter()
            .map(|column| Column {
                key: json_string(&from_server(column.attname.data.as_ptr())),
                writer: Writer::of(column.atttypid),
            })
            .collect();
    }
}

#[pg_guard]
unsafe extern "C-unwind" fn receive(slot: *mut pg_sys::TupleTableSlot, dest: *mut pg_sys::DestReceiver) -> bool {
    // SAFETY: `dest` is the first field of a Receiver; the slot holds a row of the descriptor that `start` saw.
    unsafe {
        let receiver = &mut *dest.cast::<Receiver>();
        if receiver.rows.objects.len() >= receiver.most_rows {
            receiver.rows.cut = Some(Cut::Rows);
            return false;
        }
        let count = receiver.columns.len();
        if usize::try_from((*slot).tts_nvalid).unwrap_or_default() < count {
            pg_sys::slot_getsomeattrs_int(slot, count as c_int);
        }
        let values: Vec<_> = (0..count).map(|at| (*(*slot).tts_values.add(at), *(*slot).tts_isnull.add(at))).collect();
        let mut memory = pgrx::PgMemoryContexts::new("copilot row");
        let object = memory.switch_to(|_| receiver.object(&values));
        receiver.bytes += object.len();
        if receiver.bytes > receiver.most_bytes {
            receiver.rows.cut = Some(Cut::Bytes);
            return false;
        }
        receiver.rows.objects.push(object);
        true
    }
}

#[pg_guard]
unsafe extern "C-unwind" fn nothing(_dest: *mut pg_sys::DestReceiver) {}
