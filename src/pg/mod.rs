//! Everything that touches Postgres. Holds no judgement about databases.

pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod background;
pub(crate) mod cron;
pub(crate) mod decide;
pub(crate) mod error;
pub(crate) mod gate;
pub(crate) mod guc;
mod guc_check;
pub(crate) mod http;
mod init;
pub(crate) mod knowledge;
pub(crate) mod lists;
mod lookup;
mod model;
pub(crate) mod owner;
pub(crate) mod plan;
mod probe_timer;
pub(crate) mod procedure;
pub(crate) mod read;
pub(crate) mod regprocedure;
pub(crate) mod reports;
pub(crate) mod settings_scope;
pub(crate) mod stream;
pub(crate) mod strong_random;
pub(crate) mod subxact;
pub(crate) mod text;
pub(crate) mod who;
pub(crate) mod world;

pub(crate) use pgrx::pg_sys::Oid;
