//! Thin functions: arguments, one flow, rows or an error. Their SQL stands in `sql/functions/`.

mod alerts;
mod ask;
mod audit;
mod compliance;
mod decisions;
mod gate;
mod health;
mod knowledge;
mod model;
mod pii;
mod schedule;
mod slow;
