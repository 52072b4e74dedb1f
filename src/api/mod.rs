//! Thin functions: arguments, one flow, rows or an error. Their SQL stands in `sql/functions/`.

mod ask;
mod audit;
mod health;
mod knowledge;
mod slow;
