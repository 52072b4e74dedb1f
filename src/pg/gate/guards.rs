//! Functions that cannot be ended while they run are allowed with arguments of limited size. A constant is measured
//! here; an argument that is computed gets a check of ours around it, `copilot._at_most()`, which raises in time.

use super::functions::{limits_of, signature};
use super::left_to_run::is_left_to_run;
use super::tree_walk::{Call, Level};
use super::{breath, functions, refused};
use crate::pg::lists::items;
use copilot_core::gate::limit::Limit;
use copilot_core::{Fault, Kind};
use pgrx::pg_sys::NodeTag;
use pgrx::{check_for_interrupts, pg_sys, IntoDatum};

/// In what is only planned, nothing is put around an argument that planning cannot compute: an index on an expression
/// would not be found any more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Run,
    Plan,
}

/// What is known of an argument before it is computed.
pub(super) enum Argument {
    /// Its size in bytes, or the number itself.
    Known(u64),
    /// A column of a table: as large as somebody once stored it.
    Stored,
    Computed,
}

/// A text that is read as a value of another type is parsed without an interrupt, into up to fifty times its size.
const MOST_BYTES_READ: u64 = 2 << 20;

pub(super) fn apply(calls: &[Call], levels: &[Level], mode: Mode) -> Result<(), Fault> {
    for call in calls {
        if call.reads_text() {
            at_most(call, levels, 1, MOST_BYTES_READ, mode)?;
        }
        for limit in limits_of(call.function) {
            if !call.has_arguments() {
                return Err(refused(
                    format!("{} may not be used in this place", signature(call.function)),
                    "It cannot be ended while it runs, and its arguments cannot be limited here.",
                ));
            }
            hold(call, levels, limit, mode)?;
        }
    }
    breath::apply(calls, levels, mode)
}

fn hold(call: &Call, levels: &[Level], limit: Limit, mode: Mode) -> Result<(), Fault> {
    match limit {
        Limit::Value { argument, most } | Limit::Bytes { argument, most } => {
            at_most(call, levels, argument, most, mode)
        }
        Limit::Width { argument, most } => width(call, argument, most),
        Limit::Product { one, other: Some(other), most } => product(call, levels, one, other, most, mode),
        Limit::Product { one, other: None, most } => {
            let count = arguments(call).len();
            (1..=count)
                .filter(|other| *other != one)
                .try_for_each(|other| product(call, levels, one, other, most, mode))
        }
    }
}

fn too_large(call: &Call, most: u64) -> Fault {
    Fault::new(Kind::OverLimit, format!("an argument of {} is too large to be used here", signature(call.function)))
        .detail(format!(
            "The function cannot be ended while it runs, so its arguments are limited; this one to {most}."
        ))
}

/// Holds one argument (from 1) under a limit.
fn at_most(call: &Call, levels: &[Level], argument: usize, most: u64, mode: Mode) -> Result<(), Fault> {
    let Some(place) = place(call, argument) else { return Ok(()) };
    // SAFETY: the place of an argument in a tree of the sandbox.
    let expression = unsafe { *place };
    match known(expression, levels, call.level) {
        Argument::Known(size) if size <= most => Ok(()),
        Argument::Known(_) => Err(too_large(call, most)),
        Argument::Stored if call.is_operator() => Ok(()),
        Argument::Stored | Argument::Computed => check(call, levels, place, most, mode),
    }
}

/// Holds the product of two arguments under a limit: where only one is known the other gets what it leaves, where none
/// is each gets the root.
fn product(call: &Call, levels: &[Level], one: usize, other: usize, most: u64, mode: Mode) -> Result<(), Fault> {
    let size = |argument: usize| {
        // SAFETY: as in `at_most`.
        place(call, argument).map(|place| known(unsafe { *place }, levels, call.level))
    };
    match (size(one), size(other)) {
        (Some(Argument::Known(a)), Some(Argument::Known(b))) if a.saturating_mul(b) > most => {
            Err(too_large(call, most))
        }
        (Some(Argument::Known(_)), Some(Argument::Known(_))) | (None, _) | (_, None) => Ok(()),
        (Some(Argument::Known(a)), Some(_)) => at_most(call, levels, other, most / a.max(1), mode),
        (Some(_), Some(Argument::Known(b))) => at_most(call, levels, one, most / b.max(1), mode),
        _ => {
            at_most(call, levels, one, most.isqrt(), mode)?;
            at_most(call, levels, other, most.isqrt(), mode)
        }
    }
}

/// A format that is not written out is not read here.
fn width(call: &Call, argument: usize, most: u64) -> Result<(), Fault> {
    // SAFETY: as in `at_most`; a constant of a text type.
    let format = place(call, argument).and_then(|place| unsafe { constant_text(*place) });
    let refusal = || {
        refused(format!("{} needs its format written out here", signature(call.function)), "Its widths are limited.")
    };
    let format = format.ok_or_else(refusal)?;
    let numbers = format.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let too_wide = numbers.map(|digits| digits.parse().unwrap_or(u64::MAX)).any(|number| number > most);
    match too_wide || format.contains('*') {
        true => Err(too_large(call, most)),
        false => Ok(()),
    }
}

/// Where the arguments of a call stand.
pub(super) fn arguments(call: &Call) -> Vec<*mut *mut pg_sys::Node> {
    // SAFETY: each cast follows the node's tag.
    unsafe {
        let list = match (*call.node).type_ {
            NodeTag::T_FuncExpr => (*call.node.cast::<pg_sys::FuncExpr>()).args,
            NodeTag::T_OpExpr | NodeTag::T_DistinctExpr | NodeTag::T_NullIfExpr => {
                (*call.node.cast::<pg_sys::OpExpr>()).args
            }
            NodeTag::T_ScalarArrayOpExpr => (*call.node.cast::<pg_sys::ScalarArrayOpExpr>()).args,
            NodeTag::T_RowCompareExpr => (*call.node.cast::<pg_sys::RowCompareExpr>()).largs,
            NodeTag::T_MinMaxExpr => (*call.node.cast::<pg_sys::MinMaxExpr>()).args,
            NodeTag::T_CoerceViaIO => {
                return vec![(&raw mut (*call.node.cast::<pg_sys::CoerceViaIO>()).arg).cast()];
            }
            _ => return Vec::new(),
        };
        let count = items::<pg_sys::Node>(list).len();
        (0..count).map(|at| (&raw mut (*(*list).elements.add(at)).ptr_value).cast()).collect()
    }
}

fn place(call: &Call, argument: usize) -> Option<*mut *mut pg_sys::Node> {
    arguments(call).get(argument.checked_sub(1)?).copied()
}

pub(super) fn known(expression: *mut pg_sys::Node, levels: &[Level], level: usize) -> Argument {
    // SAFETY: an expression of the tree; each cast follows its tag.
    unsafe {
        match (*expression).type_ {
            NodeTag::T_Const => {
                let constant = &*expression.cast::<pg_sys::Const>();
                Argument::Known(if constant.constisnull {
                    0
                } else {
                    magnitude(constant.constvalue, constant.consttype)
                })
            }
            NodeTag::T_RelabelType => known((*expression.cast::<pg_sys::RelabelType>()).arg.cast(), levels, level),
            NodeTag::T_Var => of_column(&*expression.cast::<pg_sys::Var>(), levels, level),
            // Elements that are names would be followed again and again.
            NodeTag::T_ArrayExpr => {
                let elements = items::<pg_sys::Node>((*expression.cast::<pg_sys::ArrayExpr>()).elements);
                let sizes = elements.into_iter().map(|element| match (*element).type_ {
                    NodeTag::T_Const => known(element, levels, level),
                    _ => Argument::Computed,
                });
                let sum = |sum, size| if let Argument::Known(size) = size { Some(sum + size) } else { None };
                sizes.into_iter().try_fold(0, sum).map_or(Argument::Computed, Argument::Known)
            }
            _ => Argument::Computed,
        }
    }
}

/// A column is stored when it is one of a table, also through views and sub-queries that hand it on as it is.
unsafe fn of_column(column: &pg_sys::Var, levels: &[Level], level: usize) -> Argument {
    // SAFETY: an entry of a query of the tree.
    unsafe {
        match entry_of(column, levels, level) {
            Some((entry, _)) if (*entry).rtekind == pg_sys::RTEKind::RTE_RELATION => Argument::Stored,
            Some((entry, _)) => match handed_on(entry, column, levels) {
                Some((expression, inner)) => known(expression, levels, inner),
                None => Argument::Computed,
            },
            None => Argument::Computed,
        }
    }
}

/// Where a column comes from: an entry of a range table, and the level of the query whose table that is.
pub(super) unsafe fn entry_of(
    column: &pg_sys::Var,
    levels: &[Level],
    level: usize,
) -> Option<(*mut pg_sys::RangeTblEntry, usize)> {
    let mut at = level;
    for _ in 0..column.varlevelsup {
        at = levels.get(at)?.parent?;
    }
    // SAFETY: the range table of the query at that level.
    let entries = unsafe { items::<pg_sys::RangeTblEntry>((*levels.get(at)?.query).rtable) };
    let number = usize::try_from(column.varno).ok()?.checked_sub(1)?;
    entries.get(number).map(|entry| (*entry, at))
}

/// What a sub-query, not one of several in a UNION, gives as this column, and the sub-query's level.
pub(super) unsafe fn handed_on(
    entry: *mut pg_sys::RangeTblEntry,
    column: &pg_sys::Var,
    levels: &[Level],
) -> Option<(*mut pg_sys::Node, usize)> {
    let number = usize::try_from(column.varattno).ok()?.checked_sub(1)?;
    // SAFETY: an entry of the tree, and the target list of its sub-query.
    unsafe {
        let inner = (*entry).subquery;
        if (*entry).rtekind != pg_sys::RTEKind::RTE_SUBQUERY || !(*inner).setOperations.is_null() {
            return None;
        }
        let level = levels.iter().position(|level| level.query == inner)?;
        let target = items::<pg_sys::TargetEntry>((*inner).targetList).get(number).copied()?;
        Some(((*target).expr.cast(), level))
    }
}

/// The number itself for numbers, the size in bytes for everything else.
fn magnitude(value: pg_sys::Datum, type_oid: pg_sys::Oid) -> u64 {
    // SAFETY: a value of that type.
    unsafe {
        match type_oid {
            pg_sys::INT2OID => u64::from((value.value() as i16).unsigned_abs()),
            pg_sys::INT4OID => u64::from((value.value() as i32).unsigned_abs()),
            pg_sys::INT8OID => (value.value() as i64).unsigned_abs(),
            other => match pg_sys::get_typlen(other) {
                -1 => pg_sys::toast_raw_datum_size(value) as u64,
                -2 => std::ffi::CStr::from_ptr(value.cast_mut_ptr()).to_bytes().len() as u64,
                fixed => u64::from(fixed.unsigned_abs()),
            },
        }
    }
}

unsafe fn constant_text(expression: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: the cast follows the tag; the value is a text of its type.
    unsafe {
        if (*expression).type_ != NodeTag::T_Const || (*expression.cast::<pg_sys::Const>()).consttype != pg_sys::TEXTOID
        {
            return None;
        }
        let constant = &*expression.cast::<pg_sys::Const>();
        <crate::pg::text::Text as pgrx::FromDatum>::from_datum(constant.constvalue, constant.constisnull).map(|t| t.0)
    }
}

/// Puts the check around the argument.
fn check(call: &Call, levels: &[Level], place: *mut *mut pg_sys::Node, most: u64, mode: Mode) -> Result<(), Fault> {
    // SAFETY: the place of an argument in a tree of the sandbox.
    unsafe {
        let expression = *place;
        if mode == Mode::Plan && is_left_to_run(expression, levels, call.level) {
            return Ok(());
        }
        *place = checked(expression, most)?;
    }
    Ok(())
}

/// `copilot._at_most(expression, most)`, once.
pub(super) unsafe fn checked(expression: *mut pg_sys::Node, most: u64) -> Result<*mut pg_sys::Node, Fault> {
    let checker = functions::own("_at_most")?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX).into_datum().unwrap_or(pg_sys::Datum::from(0));
    // SAFETY: an expression of the tree; the new nodes are made by the server's own makers.
    unsafe {
        let limit = pg_sys::makeConst(pg_sys::INT8OID, -1, pg_sys::InvalidOid, 8, limit, false, true);
        let arguments = pg_sys::lappend(std::ptr::null_mut(), expression.cast());
        let arguments = pg_sys::lappend(arguments, limit.cast());
        let call = pg_sys::makeFuncExpr(
            checker,
            pg_sys::exprType(expression),
            arguments,
            pg_sys::exprCollation(expression),
            pg_sys::exprCollation(expression),
            pg_sys::CoercionForm::COERCE_EXPLICIT_CALL,
        );
        Ok(call.cast())
    }
}

/// Gives a value on that is small enough, and the server a moment to look whether the statement is to end.
pub(crate) fn pass(value: pg_sys::Datum, type_oid: pg_sys::Oid, most: u64) -> Result<(), Fault> {
    check_for_interrupts!();
    match magnitude(value, type_oid) <= most {
        true => Ok(()),
        false => Err(Fault::new(
            Kind::OverLimit,
            "an argument is too large for a function that cannot be ended while it runs",
        )
        .detail(format!("It is limited to {most} here."))
        .hint("make it smaller, or look at fewer rows")),
    }
}
