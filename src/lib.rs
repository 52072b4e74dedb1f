//! copilot_ext: a co-pilot for the people who run PostgreSQL, inside the server.
//!
//! `api` (functions) → `pg` (everything that touches Postgres) and `worker` → `pg`; all may use `copilot_core`, the
//! thinking. See docs/architecture.md.

pgrx::pg_module_magic!(name, version);

mod api;
mod pg;
mod worker;
