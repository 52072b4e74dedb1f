//! Background workers.

mod writer;
