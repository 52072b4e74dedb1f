//! Background workers.

mod book;
mod own_writer;
mod sender;
mod writer;
