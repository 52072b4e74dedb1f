//! Throw-away servers and short words for the tests in `tests/outside/`.
//!
//! `scripts/client_tests.sh` says where things are:
//! * `COPILOT_PG_CONFIG`: pg_config of the private installation that has the extension in it;
//! * `COPILOT_SERVER_USER`: whom servers run as; root hands them over with `runuser`;
//! * `COPILOT_TEST_DIR`: an empty folder of that user.

pub mod attack;
pub mod database;
pub mod history;
pub mod llama;
pub mod model_peer;
pub mod offline;
pub mod server;
pub mod siege;
pub mod story;
pub mod tiny_model;

pub use database::Database;
pub use server::{run, Server};
pub use story::{eventually, Refusal, Story};
