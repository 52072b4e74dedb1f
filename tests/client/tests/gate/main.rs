//! The gate against the corpus in `tests/gate/` of the tree: attacks, bombs, honest queries, and strangers' statements.
//!
//! What an attack may use stands in `hostile.sql`; what honest people ask about, in `shop.sql`. A case is what stands
//! between two lines of `----`; `case.rs` says what its header can hold.

mod allowed;
mod attacks;
mod bombs;
mod case;
mod fingerprint;
mod fuzz;
mod honest;
mod mutation;
mod stage;
mod trojans;
mod visitor;
