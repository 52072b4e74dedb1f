//! What is missing in the set-up, and the command for each.

use crate::evidence::extensions::Extension;
use crate::evidence::facts::{Facts, Read};
use crate::evidence::server::Server;
use crate::evidence::{Family, Unread};
use crate::fault::Fault;
use crate::ident::quote_ident;
use crate::knowledge::search::OLD_SECONDS;
use crate::value::Value;
use crate::world::World;

/// The rows, and what they were made from.
pub struct Doctor {
    pub rows: Vec<DoctorRow>,
    pub read: Vec<Read>,
    pub unread: Vec<(Family, Unread)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoctorRow {
    pub item: String,
    pub state: State,
    pub detail: String,
    /// What to type, or none when nothing is needed.
    pub command: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    Missing,
    /// There, but less useful than it could be, or not known.
    Limited,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Missing => "missing",
            State::Limited => "limited",
        }
    }
}

/// Extensions, what each is for, and whether its library has to be preloaded.
const EXTENSIONS: &[(&str, &str, bool)] = &[
    ("pg_stat_statements", "slow queries: explain_slow(), slow_report()", true),
    ("vector", "search_schema() in half the time; without it the same result by reading real[]", false),
    ("hypopg", "cross-check of what-if indexes", false),
    ("pg_cron", "scheduled reports", true),
    ("pgstattuple", "measured bloat instead of estimates", false),
    ("pg_buffercache", "what is in shared buffers", false),
];

/// Settings that let facts be collected: name, wanted value, what is lost without.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("track_activities", "on", "what sessions do is not known"),
    ("track_counts", "on", "autovacuum and most checks have no counters"),
    ("track_io_timing", "on", "time spent reading and writing is not known"),
    ("log_lock_waits", "on", "lock waits leave no trace in the server log"),
];

/// Goes through the set-up, the server's own state first.
pub fn doctor(world: &mut impl World) -> Result<Doctor, Fault> {
    let facts = Facts::load(world, &[Family::Extensions, Family::Settings]);
    let mut rows = Vec::new();
    match facts.server() {
        Ok(server) => {
            rows.push(major(server));
            rows.push(role(server));
            rows.push(preload(server));
            rows.push(window(&facts, server));
        }
        Err(why) => rows.push(unknown("server", &why)),
    }
    match facts.extensions() {
        Ok(known) => {
            rows.extend(EXTENSIONS.iter().map(|(name, purpose, preloads)| {
                extension(name, purpose, known.iter().find(|e| e.extension_name == *name), *preloads, &facts)
            }));
        }
        Err(why) => rows.push(unknown("extensions", &why)),
    }
    rows.push(knowledge(world, &facts));
    rows.extend(SETTINGS.iter().map(|(name, wanted, loss)| setting(&facts, name, wanted, loss)));
    rows.push(model(world));
    Ok(Doctor { rows, read: facts.read(), unread: facts.unread() })
}

fn row(item: &str, state: State, detail: impl Into<String>, command: Option<String>) -> DoctorRow {
    DoctorRow { item: item.into(), state, detail: detail.into(), command }
}

fn unknown(item: &str, why: &Unread) -> DoctorRow {
    row(item, State::Limited, why.detail.clone(), why.opens_with.clone())
}

fn major(server: &Server) -> DoctorRow {
    let (state, note) = match server.major() {
        15..=18 => (
            State::Ok,
            if server.in_recovery {
                ", a standby: a call is audited in a file or refused (copilot.standby_audit)"
            } else {
                ""
            },
        ),
        _ => (State::Limited, ", outside the supported 15 to 18"),
    };
    let state = if server.in_recovery { State::Limited } else { state };
    let (major, minor) = (server.major(), server.version_num % 10_000);
    row("server", state, format!("PostgreSQL {major}.{minor}{note}"), None)
}

fn role(server: &Server) -> DoctorRow {
    let name = &server.role_name;
    if server.reads_all_stats {
        return row("role", State::Ok, format!("{name} sees all sessions and statements"), None);
    }
    let grant = format!("GRANT pg_monitor TO {}", quote_ident(name));
    row("role", State::Limited, format!("{name} sees only its own sessions and statements"), Some(grant))
}

fn preload(server: &Server) -> DoctorRow {
    let item = "copilot_ext preloaded";
    match preloads(server, "copilot_ext") {
        None => {
            let grant = format!("GRANT pg_read_all_settings TO {}", quote_ident(&server.role_name));
            row(item, State::Limited, "shared_preload_libraries may not be seen by this role", Some(grant))
        }
        Some(true) => row(item, State::Ok, "calls are audited by the writer", None),
        Some(false) => row(
            item,
            State::Limited,
            "without it each of a call's two audit entries starts a process: some ten milliseconds each, and a worker slot (max_worker_processes); takes a restart",
            Some(add_preload(server, "copilot_ext")),
        ),
    }
}

/// Whether a library is preloaded; none when this role may not know.
fn preloads(server: &Server, library: &str) -> Option<bool> {
    Some(libraries(server.preload_libraries.as_deref()?).any(|l| l == library))
}

fn libraries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(|l| l.trim().trim_matches('"')).filter(|l| !l.is_empty())
}

/// The statement that adds a library to those already preloaded.
fn add_preload(server: &Server, library: &str) -> String {
    let present = server.preload_libraries.as_deref().unwrap_or_default();
    let all: Vec<String> =
        libraries(present).chain([library]).map(|l| format!("'{}'", l.replace('\'', "''"))).collect();
    format!("ALTER SYSTEM SET shared_preload_libraries = {}", all.join(", "))
}

fn window(facts: &Facts, server: &Server) -> DoctorRow {
    let seconds = facts.seconds_since(server.counters_since());
    let month = 30.0 * 86_400.0;
    let state = if seconds >= month { State::Ok } else { State::Limited };
    let note = if seconds >= month { "" } else { "; unused indexes are judged from 30 days on" };
    row("counters", state, format!("have run for {}{note}", Value::Seconds(seconds)), None)
}

fn extension(name: &str, purpose: &str, known: Option<&Extension>, needs_preload: bool, facts: &Facts) -> DoctorRow {
    let server = facts.server().ok();
    let preloaded = server.map_or(Some(true), |s| match name {
        "pg_stat_statements" => Some(s.statements_preloaded),
        _ => preloads(s, name),
    });
    if let (true, Some(false), Some(server)) = (needs_preload && known.is_some(), preloaded, server) {
        let detail = format!("for {purpose}; its library has to be preloaded, which takes a restart");
        return row(name, State::Missing, detail, Some(add_preload(server, name)));
    }
    let Some(extension) = known else {
        let detail = format!("for {purpose}; the server has no files of it: install its package");
        return row(name, State::Missing, detail, None);
    };
    let quoted = quote_ident(name);
    match (&extension.installed_version, &extension.available_version) {
        (Some(installed), Some(available)) if installed != available => row(
            name,
            State::Limited,
            format!("{installed} is installed and {available} is there"),
            Some(format!("ALTER EXTENSION {quoted} UPDATE")),
        ),
        (Some(installed), _) => row(name, State::Ok, format!("{installed}, for {purpose}"), None),
        (None, _) => row(name, State::Missing, format!("for {purpose}"), Some(format!("CREATE EXTENSION {quoted}"))),
    }
}

/// Whether a model is set up, and what stands in its way.
fn model(world: &mut impl World) -> DoctorRow {
    let model = world.model();
    if !model.is_set() {
        return row("model", State::Ok, "none is set up: answers are whole without one, and nothing leaves", None);
    }
    if let Some(trouble) = model.trouble {
        return row("model", State::Limited, format!("{} {}", model.name, trouble.why()), None);
    }
    let name = &model.name;
    match world.last_sent() {
        None => row("model", State::Ok, format!("{name} words answers; it has not been asked yet"), None),
        Some(last) if last.outcome == "replied" && last.status == Some(200) => row(
            "model",
            State::Ok,
            format!("{name} words answers; the last request was answered by {}", last.host),
            None,
        ),
        Some(last) => {
            let status = last.status.map(|s| format!(" (HTTP {s})")).unwrap_or_default();
            let detail = format!("{name}: the last request to {} ended as {}{status}", last.host, last.outcome);
            let look = "SELECT * FROM copilot.egress ORDER BY id DESC LIMIT 10";
            row("model", State::Limited, detail, Some(look.to_owned()))
        }
    }
}

fn knowledge(world: &mut impl World, facts: &Facts) -> DoctorRow {
    let refresh = || Some("SELECT * FROM copilot.refresh_knowledge()".to_owned());
    let held = match world.shelf().held() {
        Ok(held) => held,
        Err(fault) => return row("knowledge", State::Limited, fault.to_string(), refresh()),
    };
    let Some(held) = held else {
        let loss = "never refreshed: search_schema() refuses, and ask() finds tables by their names alone";
        return row("knowledge", State::Missing, loss, refresh());
    };
    let age = facts.seconds_since(held.refreshed_at);
    let objects = held.catalogue.entries.len();
    let detail = format!("{objects} objects as they were {} ago", Value::Seconds(age));
    match age > OLD_SECONDS {
        true => row("knowledge", State::Limited, detail, refresh()),
        false => row("knowledge", State::Ok, detail, None),
    }
}

fn setting(facts: &Facts, name: &str, wanted: &str, loss: &str) -> DoctorRow {
    match facts.setting(name) {
        Err(why) => unknown(name, &why),
        Ok(found) if found.setting.as_deref() == Some(wanted) => row(name, State::Ok, wanted, None),
        Ok(found) => row(
            name,
            State::Limited,
            format!("{}: {loss}", found.setting.as_deref().unwrap_or("not set")),
            Some(format!("ALTER SYSTEM SET {name} = {wanted}")),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::fake::{self, FakeWorld};
    use crate::llm::unworded::Unreached;

    fn available(name: &str, installed: Option<&str>) -> Extension {
        Extension {
            extension_name: name.into(),
            installed_version: installed.map(str::to_owned),
            schema_name: installed.map(|_| "public".into()),
            available_version: Some("1.10".into()),
        }
    }

    fn rows(server: Server, extensions: &[Extension]) -> Vec<DoctorRow> {
        let settings = [fake::setting("track_io_timing", "off"), fake::setting("track_counts", "on")];
        let mut world = FakeWorld::new()
            .with(Family::Server, &[server])
            .with(Family::Extensions, extensions)
            .with(Family::Settings, &settings);
        doctor(&mut world).unwrap().rows
    }

    fn find(rows: &[DoctorRow], item: &str) -> (State, Option<String>) {
        let row = rows.iter().find(|row| row.item == item).unwrap();
        (row.state, row.command.clone())
    }

    #[test]
    fn what_is_there_needs_no_command() {
        let rows = rows(fake::server(), &[available("pg_stat_statements", Some("1.10"))]);
        for item in ["server", "role", "copilot_ext preloaded", "counters", "pg_stat_statements", "track_counts"] {
            assert_eq!(find(&rows, item), (State::Ok, None), "{item}");
        }
    }

    #[test]
    fn what_is_missing_comes_with_its_command() {
        let server = Server {
            reads_all_stats: false,
            role_name: "App".into(),
            statements_preloaded: false,
            preload_libraries: Some("auto_explain, \"a'b\"".into()),
            ..fake::server()
        };
        let known =
            [available("pg_stat_statements", None), available("hypopg", None), available("vector", Some("0.7"))];
        let rows = rows(server, &known);
        let command = |item| find(&rows, item).1.unwrap_or_default();
        assert_eq!(command("role"), "GRANT pg_monitor TO \"App\"");
        assert_eq!(
            command("copilot_ext preloaded"),
            "ALTER SYSTEM SET shared_preload_libraries = 'auto_explain', 'a''b', 'copilot_ext'"
        );
        assert_eq!(find(&rows, "copilot_ext preloaded").0, State::Limited, "slower, and still audited");
        assert!(command("pg_stat_statements").ends_with("'pg_stat_statements'"), "preload comes first");
        assert_eq!(command("hypopg"), "CREATE EXTENSION hypopg");
        assert_eq!(find(&rows, "vector"), (State::Limited, Some("ALTER EXTENSION vector UPDATE".into())));
        assert_eq!(find(&rows, "pgstattuple"), (State::Missing, None), "no files, no command");
        assert_eq!(command("track_io_timing"), "ALTER SYSTEM SET track_io_timing = on");
        assert_eq!(find(&rows, "log_lock_waits").0, State::Limited, "not known is not ok");
    }

    #[test]
    fn a_model_is_not_needed_and_its_trouble_is_told() {
        let row = |mut world: FakeWorld| {
            let rows = doctor(&mut world).unwrap().rows;
            assert!(world.sent().is_empty(), "nothing is sent to find out");
            let row = rows.into_iter().find(|row| row.item == "model").unwrap();
            (row.state, row.detail)
        };
        let set = || FakeWorld::new().with_model([]);
        assert_eq!(row(FakeWorld::new()).0, State::Ok);
        assert_eq!(row(set()), (State::Ok, "tiny words answers; it has not been asked yet".into()));
        let (state, why) = row(FakeWorld::new().with_model_in_trouble(Unreached::NoKey));
        assert!(state == State::Limited && why.contains("the key copilot.llm_api_key refers to cannot be read"));
        assert_eq!(row(set().with_last_sent("https://a", "replied", Some(200))).0, State::Ok);
        let failed = row(set().with_last_sent("https://a", "replied", Some(401)));
        assert_eq!(failed, (State::Limited, "tiny: the last request to https://a ended as replied (HTTP 401)".into()));
        let refused = row(set().with_last_sent("https://a", "not_allowed", None));
        assert_eq!(refused, (State::Limited, "tiny: the last request to https://a ended as not_allowed".into()));
    }

    #[test]
    fn what_may_not_be_seen_is_not_ok() {
        let server = Server { preload_libraries: None, ..fake::server() };
        let rows = rows(server, &[]);
        assert_eq!(
            find(&rows, "copilot_ext preloaded"),
            (State::Limited, Some("GRANT pg_read_all_settings TO dba".into()))
        );
    }
}
