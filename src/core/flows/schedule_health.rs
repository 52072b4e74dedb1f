//! A report on a schedule: what stands in the way, or what to ask of pg_cron.

use crate::fault::{Fault, Kind};
use crate::ident::quote_ident;

pub const COMMAND: &str = "SELECT copilot.health_report()";
const EXAMPLE: &str = "SELECT copilot.schedule_health('0 6 * * *') for every day at six, or 'off'";
/// A name of the server has at most 63 bytes.
const NAME_BYTES: usize = 63;

/// What there is of pg_cron, seen from this database.
pub struct Setup {
    /// Where pg_cron keeps its jobs (`cron.database_name`); none when its library is not loaded.
    pub cron_database: Option<String>,
    pub is_installed: bool,
    pub may_use: bool,
    pub database: String,
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    Schedule { job: String, cron: String },
    Unschedule { job: String },
}

/// What to ask of pg_cron.
pub fn schedule_health(cron: Option<&str>, setup: &Setup) -> Result<Wish, Fault> {
    let cron = cron.ok_or_else(|| Fault::null_argument("cron", EXAMPLE))?.trim();
    if cron.is_empty() {
        return Err(Fault::new(Kind::InvalidArgument, "argument \"cron\" is empty").hint(EXAMPLE));
    }
    let job = job_name(&setup.database);
    let wish = match cron.eq_ignore_ascii_case("off") {
        true => Wish::Unschedule { job },
        false => Wish::Schedule { job, cron: cron.to_owned() },
    };
    in_the_way(&wish, setup).map_or(Ok(wish), Err)
}

/// One job for each database.
fn job_name(database: &str) -> String {
    let mut name = format!("copilot_health_{database}");
    while name.len() > NAME_BYTES {
        name.pop();
    }
    name
}

fn in_the_way(wish: &Wish, setup: &Setup) -> Option<Fault> {
    let missing = |message: &str| Fault::new(Kind::MissingExtension, message);
    let Some(home) = &setup.cron_database else {
        return Some(
            missing("pg_cron is not loaded in this server")
                .detail("It runs statements on a schedule, and its library has to be there from server start.")
                .hint(format!(
                    "install its package (postgresql-N-cron on Debian, pg_cron_N on Red Hat), add pg_cron to \
                     shared_preload_libraries, set cron.database_name = '{}', restart, and CREATE EXTENSION pg_cron",
                    setup.database.replace('\'', "''")
                )),
        );
    };
    if *home != setup.database {
        return Some(
            missing("pg_cron keeps its jobs in another database")
                .detail(format!("Jobs for this database are made in \"{home}\" (cron.database_name)."))
                .hint(format!("there, as a superuser: {}", from_there(wish, &setup.database))),
        );
    }
    if !setup.is_installed {
        return Some(
            missing("extension pg_cron is not installed in this database")
                .detail("Its library is loaded, and this is the database where it keeps its jobs.")
                .hint("CREATE EXTENSION pg_cron"),
        );
    }
    (!setup.may_use).then(|| {
        Fault::new(Kind::MissingPrivilege, "permission denied for schema cron")
            .detail("A job belongs to the role that makes it, and runs with its rights.")
            .hint(format!("GRANT USAGE ON SCHEMA cron TO {}", quote_ident(&setup.role)))
    })
}

/// The statement for the database where the jobs are kept.
fn from_there(wish: &Wish, database: &str) -> String {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match wish {
        Wish::Schedule { job, cron } => format!(
            "SELECT cron.schedule_in_database({}, {}, '{COMMAND}', {})",
            literal(job),
            literal(cron),
            literal(database)
        ),
        Wish::Unschedule { job } => format!("SELECT cron.unschedule({})", literal(job)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup() -> Setup {
        Setup {
            cron_database: Some("shop".into()),
            is_installed: true,
            may_use: true,
            database: "shop".into(),
            role: "Dba".into(),
        }
    }

    fn refused(setup: &Setup) -> Fault {
        schedule_health(Some("0 6 * * *"), setup).unwrap_err()
    }

    #[test]
    fn a_schedule_or_off_is_a_wish() {
        let job = "copilot_health_shop".to_owned();
        let wish = schedule_health(Some(" 0 6 * * * "), &setup()).unwrap();
        assert_eq!(wish, Wish::Schedule { job: job.clone(), cron: "0 6 * * *".into() });
        assert_eq!(schedule_health(Some("OFF"), &setup()).unwrap(), Wish::Unschedule { job });
        let long = Setup { database: "ü".repeat(31), cron_database: Some("ü".repeat(31)), ..setup() };
        let Ok(Wish::Unschedule { job }) = schedule_health(Some("off"), &long) else { panic!("no wish") };
        assert!(job.len() <= 63 && job.starts_with("copilot_health_ü"));
    }

    #[test]
    fn what_is_no_schedule_is_an_error() {
        assert_eq!(schedule_health(None, &setup()).unwrap_err().kind, Kind::NullArgument);
        assert_eq!(schedule_health(Some("  "), &setup()).unwrap_err().kind, Kind::InvalidArgument);
    }

    #[test]
    fn each_thing_in_the_way_names_what_to_type() {
        let hint = |setup: &Setup| refused(setup).hint.unwrap();
        assert!(hint(&Setup { cron_database: None, ..setup() }).contains("cron.database_name = 'shop'"));
        assert_eq!(hint(&Setup { is_installed: false, ..setup() }), "CREATE EXTENSION pg_cron");
        assert_eq!(hint(&Setup { may_use: false, ..setup() }), "GRANT USAGE ON SCHEMA cron TO \"Dba\"");
        assert_eq!(refused(&Setup { may_use: false, ..setup() }).kind, Kind::MissingPrivilege);
        let elsewhere = Setup { cron_database: Some("postgres".into()), database: "o'shop".into(), ..setup() };
        assert_eq!(
            hint(&elsewhere),
            "there, as a superuser: SELECT cron.schedule_in_database('copilot_health_o''shop', '0 6 * * *', \
             'SELECT copilot.health_report()', 'o''shop')"
        );
    }
}
