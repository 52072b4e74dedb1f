//! Thin functions: arguments, one flow, rows or an error. Their SQL stands in `sql/functions/`.

mod audit;
mod slow;
