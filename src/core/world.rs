//! The only door from the thinking to the outside. The server side implements it in `src/pg/world.rs`; tests hand
//! in a fake made of recorded fixtures.

use crate::decision::Decision;
use crate::evidence::{Family, Unread};
use crate::fault::Fault;
use crate::gate::Rows;
use crate::knowledge::Shelf;
use crate::llm::unworded::Unreached;
use crate::llm::{LastSent, Model, Outgoing, Reply};
use crate::plan::{Plan, Planned, Stranger};

/// A point in time: microseconds since 1970-01-01 00:00 UTC.
pub type Micros = i64;

/// What the thinking may ask of the outside.
pub trait World {
    /// Runs the family's SELECT with the caller's rights and within the probe's budget; each string is one row as
    /// a JSON object, as the server's `row_to_json` writes it. What could not be read says why, and never reads
    /// as an empty result.
    fn read(&mut self, family: Family) -> Result<Vec<String>, Unread>;

    /// Runs one statement of a person's through the gate, with the caller's rights, and gives its rows.
    fn run_sql(&mut self, sql: &str) -> Result<Rows, Fault>;

    /// The same for a check that a DBA has added, within the time of a probe and with no schema to look names up in but
    /// the server's; an error of it costs only itself.
    fn run_own_check(&mut self, sql: &str) -> Result<Rows, Unread>;

    /// Keeps a decision of the caller's; gives the number of rows that changed. Who may decide is the server's to say.
    fn decide(&mut self, decision: &Decision) -> Result<usize, Fault>;

    /// Plans a person's statement with the caller's rights. It is never run.
    fn plan_own(&mut self, sql: &str) -> Result<Plan, Fault>;

    /// Plans a statement of pg_stat_statements, as the role that ran it. It is never run.
    fn plan(&mut self, stranger: &Stranger) -> Planned;

    /// Where knowledge of the schema is kept.
    fn shelf(&mut self) -> &mut dyn Shelf;

    /// The server's clock.
    fn now(&mut self) -> Micros;

    /// The model that is set up to word answers, or one without an address.
    fn model(&mut self) -> Model;

    /// The last entry of the ledger that the caller may see and whose end is known.
    fn last_sent(&mut self) -> Option<LastSent>;

    /// Sends one request to the model's server and gives back what came, whatever it is. It is in the ledger, durably,
    /// before its first byte leaves.
    fn post(&mut self, outgoing: &Outgoing) -> Result<Reply, Unreached>;
}
