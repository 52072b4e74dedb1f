//! Databases that are not in UTF-8.

use copilot_client_tests::{run, Database, Server, Story};
use std::os::unix::ffi::OsStrExt;

const TEMPLATE: &str = "template template0 locale 'C' encoding";

fn in_encoding(name: &str, encoding: &str) -> Database<'static> {
    let database = Server::shared().empty_database(name, &format!("{TEMPLATE} '{encoding}'"));
    database.superuser().run("create extension copilot_ext");
    database
}

/// The questions, as the server has them.
fn questions_in_hex(database: &Database) -> Vec<String> {
    let sql = "select encode(convert_to(question, getdatabaseencoding()), 'hex') from copilot.audit where question is not null order by id";
    database.superuser().values(sql)
}

#[test]
fn a_latin1_database_gives_a_question_back_as_it_was_asked() {
    let database = in_encoding("latin1_question", "LATIN1");
    database.superuser().ask("où est la table des élèves ?");

    assert_eq!(database.asked("où est la table des élèves ?").len(), 1);
    assert!(questions_in_hex(&database)[0].starts_with("6ff9"), "the server's own letters, not UTF-8");
    database.chain_holds();
}

#[test]
fn every_answer_fits_into_a_latin1_database() {
    let database = in_encoding("latin1_answers", "LATIN1");
    let mut client = database.superuser();
    client.run("create sequence public.\"séquence\" as smallint; select setval('public.\"séquence\"', 32500)");
    assert!(client.ask("which sequences are near their limit?").contains("séquence"));
    assert!(client.value::<String>("select copilot.health_report()").contains("séquence"));
    for question in [
        "why is it slow?",
        "is anything blocked?",
        "which indexes are unused?",
        "how big is it?",
        "how is the weather?",
    ] {
        client.ask(question);
    }
    client.value::<String>("select copilot.health_report('text')");
    client.value::<String>("select copilot.health_report('json')");
    client.values::<String>("select name from copilot.checks()");
    let checks: Vec<String> = client.values("select id from copilot.checks()");
    for check in checks {
        client.query("select * from copilot.explain_check($1)", &[&check]).expect("explain_check");
    }
    client.run("select * from copilot.findings(); select * from copilot.doctor()");
    database.chain_holds();
}

#[test]
fn an_sql_ascii_database_keeps_raw_bytes_lossily_and_never_fails() {
    let database = in_encoding("sql_ascii_question", "SQL_ASCII");
    let mut client = database.superuser();
    client.run("do $$ begin perform copilot.ask(convert_from('\\x77686572652069732045E92e', 'SQL_ASCII')); end $$");
    client.ask("where is the café?");

    let questions = questions_in_hex(&database);
    assert_eq!(questions.len(), 2, "{questions:?}");
    // "where is E", the replacement character in UTF-8, a full stop.
    assert_eq!(questions[0], "776865726520697320 45efbfbd2e".replace(' ', ""));
    database.chain_holds();
}

#[test]
fn every_answer_fits_into_an_sql_ascii_database() {
    let database = in_encoding("sql_ascii_answers", "SQL_ASCII");
    let mut client = database.superuser();
    client.run("create table public.\"café\" (id int primary key)");
    client.run("do $$ begin execute 'create table public.' || quote_ident(convert_from('\\x74e9', 'SQL_ASCII')) || ' (id int)'; end $$");
    client.value::<String>("select encode(copilot.health_report('text')::bytea, 'hex')");
    client.ask("what tables are there?");
    client.run("select count(*) from copilot.findings()");
    assert!(!database.audit().is_empty());
    database.chain_holds();
}

#[test]
fn a_role_with_an_accent_can_ask_in_an_sql_ascii_database() {
    let database = in_encoding("sql_ascii_role", "SQL_ASCII");
    database.user("ascii_élodie", &["copilot_reader"]);
    database.connect_as("ascii_élodie").ask("who am I?");

    assert_eq!(database.asked("who am I?")[0].authenticated, "ascii_élodie");
    database.chain_holds();
}

#[test]
fn a_role_made_in_another_encoding_can_ask_in_a_latin1_database() {
    // The catalog of roles is shared: a name written in UTF-8 reads as two letters each in LATIN1.
    let database = in_encoding("latin1_role", "LATIN1");
    Server::shared().client("postgres", "postgres").run("create role \"latin1_élodie\" login");
    let mut client = database.superuser();
    client.run("do $$ begin execute format('grant copilot_reader to %I', (select rolname from pg_roles where rolname like 'latin1\\_%')); end $$");
    client.run("do $$ begin execute format('set session authorization %I', (select rolname from pg_roles where rolname like 'latin1\\_%')); end $$");
    client.ask("who am I?");

    assert_eq!(database.asked("who am I?")[0].role, "latin1_Ã©lodie");
    database.chain_holds();
}

#[test]
fn a_role_made_in_latin1_can_ask_in_a_utf8_database_and_blinds_nobody() {
    let latin1 = in_encoding("utf8_role_maker", "LATIN1");
    latin1.superuser().run("create role \"utf8_é\" login; grant copilot_reader to \"utf8_é\"");
    let database = Server::shared().database("utf8_role");
    // Its name is the letter's one byte in LATIN1: no text in this database, nor in this program.
    let name = std::ffi::OsStr::from_bytes(b"utf8_\xe9");
    let calls = ["--command=select copilot.ask('who am I?')", "--command=select copilot.health_report()"];
    let mut psql = Server::shared().program("psql");
    psql.env("PGUSER", name).env("PGCLIENTENCODING", "SQL_ASCII");
    run(psql.args(["--no-psqlrc", "--set=ON_ERROR_STOP=1", "--dbname=utf8_role"]).args(calls));

    assert_eq!(database.asked("who am I?").len(), 1);
    database.chain_holds();
}

#[test]
fn a_session_of_a_role_whose_name_is_no_text_here_blinds_nobody() {
    let database = in_encoding("euc_jp_names", "EUC_JP");
    Server::shared().client("postgres", "postgres").run("create role \"euc_jp_🐘\" login");
    let elsewhere = Server::shared().client("postgres", "euc_jp_🐘");
    let who = database.superuser().ask("who is connected?");
    database.superuser().run("select copilot.health_report()");
    drop(elsewhere);

    assert!(!who.contains("could not"), "one odd name blinds nobody: {who}");
    let facts: String =
        database.superuser().value("select facts::text from copilot.audit where action = 'health_report'");
    assert!(!facts.contains("skipped"), "{facts}");
    assert!(who.contains("euc_jp_?"), "a letter that has no place here: {who}");
    database.chain_holds();
}

#[test]
fn a_question_in_japanese_comes_back_in_a_euc_jp_database() {
    let database = in_encoding("euc_jp_question", "EUC_JP");
    let question = format!("{}?", "注文の表はどこですか".repeat(60));
    database.superuser().ask(&question);

    assert_eq!(database.asked(&question).len(), 1);
    database.chain_holds();
}
