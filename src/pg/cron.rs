//! pg_cron, with the caller's rights: a job belongs to whoever makes it.

use crate::pg::lookup;
use crate::pg::text::{from_server, Text};
use crate::pg::who;
use copilot_core::flows::schedule_health::{schedule_health, Setup, Wish, COMMAND};
use copilot_core::{Fault, Kind};
use pgrx::datum::DatumWithOid;
use pgrx::{pg_sys, Spi};

fn internal(e: pgrx::spi::Error) -> Fault {
    Fault::new(Kind::Internal, "pg_cron could not be asked").detail(e.to_string())
}

/// Makes, changes or removes the job of this database: its number, and a sentence about it.
pub(crate) fn schedule(cron: Option<&str>) -> Result<(Option<i64>, String), Fault> {
    match schedule_health(cron, &setup()?)? {
        Wish::Schedule { job, cron } => {
            let arguments = [job.clone(), cron.clone(), COMMAND.to_owned()].map(|text| Text(text).into());
            let id = change("select cron.schedule($1, $2, $3)", &arguments)?;
            Ok((id, format!("job \"{job}\" runs {COMMAND} at '{cron}' as role \"{}\"", who::caller().role)))
        }
        Wish::Unschedule { job } => {
            let id = lookup::value::<i64>(include_str!("../../sql/cron/job.sql"), &[Text(job.clone()).into()]);
            let Some(id) = id.map_err(internal)? else {
                return Ok((None, format!("there is no job \"{job}\" of this role")));
            };
            Spi::connect_mut(|client| client.update("select cron.unschedule($1)", Some(1), &[id.into()]).map(|_| ()))
                .map_err(internal)?;
            Ok((Some(id), format!("job \"{job}\" does not run any more")))
        }
    }
}

fn change(sql: &str, arguments: &[DatumWithOid]) -> Result<Option<i64>, Fault> {
    Spi::connect_mut(|client| client.update(sql, Some(1), arguments)?.first().get_one::<i64>()).map_err(internal)
}

fn setup() -> Result<Setup, Fault> {
    let who = who::caller();
    let ask = |sql: &str| lookup::value::<bool>(sql, &[]).map(Option::unwrap_or_default).map_err(internal);
    let is_installed = ask("select exists (select from pg_extension where extname = 'pg_cron')")?;
    Ok(Setup {
        cron_database: cron_database(),
        is_installed,
        may_use: is_installed && ask("select has_schema_privilege('cron', 'usage')")?,
        database: who.database,
        role: who.role,
    })
}

/// Where pg_cron keeps its jobs. The setting is shown to superusers alone, and is no secret: pg_cron says it in an error.
fn cron_database() -> Option<String> {
    // SAFETY: a look-up by name that may find nothing, told so; the string is the server's, and copied.
    let value = unsafe { pg_sys::GetConfigOption(c"cron.database_name".as_ptr(), true, false) };
    (!value.is_null()).then(|| from_server(value))
}
