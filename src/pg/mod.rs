//! Everything that touches Postgres. Holds no judgement about databases.

pub(crate) mod audit;
pub(crate) mod background;
pub(crate) mod error;
pub(crate) mod guc;
mod guc_check;
#[allow(dead_code, reason = "the flow that asks a model is its caller")]
pub(crate) mod http;
mod init;
pub(crate) mod knowledge;
mod lookup;
pub(crate) mod owner;
mod probe_timer;
pub(crate) mod read;
pub(crate) mod settings_scope;
mod stream;
pub(crate) mod strong_random;
pub(crate) mod subxact;
pub(crate) mod text;
pub(crate) mod who;
pub(crate) mod world;
