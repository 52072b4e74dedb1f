//! The key of the model's server goes to that server and nowhere else.

use crate::model_call::{session, QUESTION};
use copilot_client_tests::{run, Database, Refusal, Server, Story};
use copilot_peer::{reply, Certificate, Manner, Peer};
use postgres::Client;
use std::os::unix::fs::{chown, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

const IN_FILE: &str = "sk-file-Qm7xTz31LpVb";
const IN_ENVIRONMENT: &str = "sk-env-Wn5kRd88HjYc";
/// Typed where a reference belongs.
const TYPED: &str = "sk-typed-Gf2sBq64MwXe";

/// A file of the server's user.
fn key_file(server: &Server, name: &str, contents: &str, mode: u32) -> PathBuf {
    let path = server.scratch(name);
    std::fs::write(&path, contents).expect("the key file");
    let owner = std::fs::metadata(server.data()).expect("the data directory").uid();
    chown(&path, Some(owner), None).expect("chown");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    path
}

/// A server of a model that repeats the key in its refusal, as some do.
fn telling(key: &str) -> Manner {
    let body = format!(r#"{{"error":{{"message":"Incorrect API key provided: {key}"}}}}"#);
    Manner::InTurn(vec![
        Manner::Says(reply("401 Unauthorized", &format!("x-echo: {key}\r\n"), body.as_bytes())),
        Manner::Says(reply("200 OK", "", body.as_bytes())),
        Manner::Says(reply("200 OK", &format!("content-encoding: {key}\r\n"), body.as_bytes())),
        Manner::Says(reply("302 Found", &format!("location: http://127.0.0.1:1/{key}\r\n"), b"")),
        Manner::Says(format!("{key} is no HTTP").into_bytes()),
    ])
}

/// Calls that send the key, each ending in another way. Gives back what they said.
fn calls_with(database: &Database, reference: &str, key: &str) -> String {
    let mut said = String::new();
    let peer = Peer::start(telling(key));
    let mut client = session(database, &peer.url());
    client.run(&format!("set copilot.llm_api_key = '{reference}'; set copilot.llm_timeout = '500ms'"));
    (0..5).for_each(|_| said += &client.ask(QUESTION));
    let tls = Peer::start_tls(Manner::Silent, &Certificate::of(&["localhost"]));
    let silent = Peer::start(Manner::Silent);
    for url in
        [tls.url().replace("http:", "https:"), silent.url(), "http://127.0.0.1:1".into(), "https://10.0.0.1".into()]
    {
        client.run(&format!("set copilot.llm_url = '{url}'"));
        said += &client.ask(QUESTION);
    }
    client.run(&format!("set copilot.llm_url = '{}'; set statement_timeout = '300ms'", silent.url()));
    said += &format!("{:?}", client.refused(&format!("select copilot.ask('{QUESTION}')")).is("57014"));
    let sent: Vec<Vec<u8>> = peer.requests().into_iter().chain(silent.requests()).collect();
    assert!(sent.len() >= 6, "{}", sent.len());
    let header = format!("authorization: Bearer {key}");
    assert!(sent.iter().all(|request| contains(request, header.as_bytes())), "{header} was sent");
    said
}

/// Every way to give the setting a value, with a key in place of a reference.
fn typed_the_wrong_way(client: &mut Client) -> String {
    let mut said = String::new();
    for statement in [
        "set copilot.llm_api_key = 'KEY'",
        "set copilot.llm_api_key = 'env:KEY'",
        "set copilot.llm_api_key = 'file:KEY'",
        "begin; set local copilot.llm_api_key = 'KEY'",
        "rollback; select set_config('copilot.llm_api_key', 'KEY', false)",
        "alter system set copilot.llm_api_key = 'KEY'",
        "alter role postgres set copilot.llm_api_key = 'KEY'",
        "alter database postgres set copilot.llm_api_key = 'KEY'",
        "create function public.f() returns int language sql set copilot.llm_api_key = 'KEY' as 'select 1'",
    ] {
        said += &format!("{:?}", refusal(client, &statement.replace("KEY", TYPED)));
    }
    said
}

fn refusal(client: &mut Client, sql: &str) -> Refusal {
    client.refused(sql).is("22023").says("takes a reference to a key")
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(&entry.path(), found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
}

/// Where the needle is: in what the server shows, wrote to its log, keeps in its data directory (tables, WAL, statistics,
/// settings), hands out in dumps, or tells of its processes.
fn found_in(server: &Server, database: &Database, needle: &str) -> Vec<String> {
    let needle = needle.as_bytes();
    let mut places = Vec::new();
    let mut look = |place: &str, bytes: &[u8]| {
        if contains(bytes, needle) {
            places.push(place.to_owned());
        }
    };
    for table in [
        "pg_settings",
        "pg_file_settings",
        "pg_db_role_setting",
        "pg_stat_statements",
        "pg_stat_activity",
        "copilot.audit",
        "copilot.egress",
        "copilot.reports",
        "copilot_audit.entry",
        "copilot_audit.text",
    ] {
        let rows: Vec<String> = database.superuser().values(&format!("select t::text from {table} t"));
        look(table, rows.join("\n").as_bytes());
    }
    look("the log", server.log().as_bytes());
    look("pg_dumpall", run(&mut server.program("pg_dumpall")).as_bytes());
    let mut kept = Vec::new();
    files(&server.data(), &mut kept);
    assert!(kept.len() > 500, "{}", kept.len());
    for path in kept {
        look(&path.display().to_string(), &std::fs::read(&path).unwrap_or_default());
    }
    let pids: Vec<i32> = database.superuser().values("select pid from pg_stat_activity");
    for pid in pids {
        look("a process's title", &std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default());
    }
    places
}

#[test]
fn the_key_is_nowhere_but_in_the_request() {
    let server = Server::own_in(
        &[("COPILOT_TEST_KEY", IN_ENVIRONMENT)],
        &[
            ("log_min_duration_statement", "0"),
            ("log_parameter_max_length_on_error", "-1"),
            ("pg_stat_statements.track", "all"),
        ],
    );
    let database = server.database("key");
    let mut client = database.superuser();
    client.run("create extension pg_stat_statements");
    let file = key_file(&server, "model.key", &format!("{IN_FILE}\n"), 0o600);
    let in_file = format!("file:{}", file.display());
    client.run(&format!("alter system set copilot.llm_api_key = '{in_file}'"));
    // Not from the start: at debug3 a server that starts logs its whole environment.
    client.run("alter system set log_min_messages = 'debug5'");
    client.run("select pg_reload_conf()");

    let said = [
        calls_with(&database, &in_file, IN_FILE),
        calls_with(&database, "env:COPILOT_TEST_KEY", IN_ENVIRONMENT),
        typed_the_wrong_way(&mut client),
        key_files_that_will_not_do(&server, &database),
    ];
    // What the last statement of a session was, pg_stat_activity shows until the next one.
    client.run("select 1");
    for key in [IN_FILE, IN_ENVIRONMENT, TYPED] {
        assert!(said.iter().all(|said| !said.contains(key)), "{key} in {said:?}");
        assert_eq!(found_in(&server, &database, key), Vec::<String>::new(), "{key}");
    }
    let reference = found_in(&server, &database, "env:COPILOT_TEST_KEY");
    assert!(reference.len() > 1, "what the search is able to find: {reference:?}");
    database.chain_holds();
}

/// Each is refused without a connection, and without a word of what is in it.
fn key_files_that_will_not_do(server: &Server, database: &Database) -> String {
    let peer = Peer::start(Manner::Closes);
    let mut client = session(database, &peer.url());
    let mut said = String::new();
    let two_lines = format!("{IN_FILE}\nHost: evil");
    for (name, contents, mode) in [
        ("open.key", IN_FILE, 0o644),
        ("group.key", IN_FILE, 0o640),
        ("empty.key", "", 0o600),
        ("lines.key", two_lines.as_str(), 0o600),
    ] {
        let file = key_file(server, name, contents, mode);
        client.run(&format!("set copilot.llm_api_key = 'file:{}'", file.display()));
        said += &client.ask(QUESTION);
    }
    for reference in ["file:/nowhere/model.key", "file:/etc", "file:/dev/zero", "env:COPILOT_NOT_SET"] {
        client.run(&format!("set copilot.llm_api_key = '{reference}'"));
        said += &client.ask(QUESTION);
    }
    assert_eq!(said.matches("the key copilot.llm_api_key refers to cannot be read").count(), 8, "{said}");
    assert_eq!(peer.connections(), 0);
    said
}

#[test]
fn a_key_in_the_configuration_file_is_not_taken_and_not_repeated() {
    let mut server = Server::own(&[]);
    server.set("copilot.llm_api_key", TYPED);
    server.restart();
    let mut client = server.client("postgres", "postgres");
    assert_eq!(client.value::<String>("show copilot.llm_api_key"), "");
    client.run("select pg_reload_conf()");
    client.run("select pg_sleep(0.2)");
    assert_eq!(client.value::<String>("show copilot.llm_api_key"), "");
    assert!(server.log().contains("takes a reference to a key"), "{}", server.log());
    assert!(!server.log().contains(TYPED));
}
