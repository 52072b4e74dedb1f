//! The audit goes with its database: into dumps, into copies; and the extension is not dropped without it.

use copilot_client_tests::server::as_server_user;
use copilot_client_tests::story::Verdict;
use copilot_client_tests::{eventually, run, Database, Server, Story};

const QUESTION: &str = "who is connected?";

/// What must be the same on both sides.
fn entries(database: &Database) -> Vec<String> {
    database.superuser().values(
        "select format('%s %s %s %s', seq, kind, canonical, encode(link, 'hex')) from copilot_audit.entry order by seq",
    )
}

fn texts(database: &Database) -> Vec<String> {
    database.superuser().values("select format('%s %s %s', seq, name, body) from copilot_audit.text order by seq, name")
}

fn reports(database: &Database) -> Vec<String> {
    database.superuser().values("select r::text from copilot._reports r order by id")
}

/// A database with a history, to be dumped. Its writer has left.
fn dumped<'a>(server: &'a Server, name: &str) -> Database<'a> {
    let database = server.database(name);
    database.user(&format!("{name}_ann"), &["copilot_reader"]);
    database.connect_as(&format!("{name}_ann")).ask(QUESTION);
    database.superuser().refused("select copilot.ask(null)").is("22004");
    database.superuser().value::<String>("select copilot.health_report()");
    eventually("the writer has left", || database.writer().is_none().then_some(()));
    database
}

/// Everything is there, it verifies, the next call goes on, and it verifies again.
fn goes_on(original: &Database, copy: &Database) {
    assert_eq!(entries(original), entries(copy));
    assert_eq!(texts(original), texts(copy));
    assert_eq!(reports(original), reports(copy));
    let before = entries(copy).len() as i64;

    let verdict: Verdict = copy.superuser().verdict();
    assert!(verdict.holds && verdict.rows >= before, "{verdict:?}");
    copy.superuser().ask("and now?");
    let kinds: Vec<String> = copy.superuser().values("select kind from copilot_audit.entry order by seq");
    assert!(kinds.contains(&"moved".to_owned()), "{kinds:?}");
    assert_eq!(copy.asked(QUESTION).len(), 1, "the restored row is in the view");
    assert_eq!(copy.asked("and now?")[0].outcome, "ok");
    copy.chain_holds();
    copy.superuser().refused("delete from copilot_audit.entry").is("42501").says("append-only");
    original.chain_holds();
}

#[test]
fn a_custom_dump_restores_every_row_and_the_chain_goes_on() {
    let server = Server::shared();
    let original = dumped(server, "dump_custom");
    let file = server.scratch("custom.dump");
    run(server.program("pg_dump").args(["--format=custom", "--dbname=dump_custom", "--file"]).arg(&file));
    let copy = server.empty_database("dump_custom_copy", "template template0");
    run(server.program("pg_restore").args(["--exit-on-error", "--dbname=dump_custom_copy"]).arg(&file));

    goes_on(&original, &copy);
}

#[test]
fn a_plain_dump_restores_every_row_and_the_chain_goes_on() {
    let server = Server::shared();
    let original = dumped(server, "dump_plain");
    let file = server.scratch("plain.sql");
    run(server.program("pg_dump").args(["--dbname=dump_plain", "--file"]).arg(&file));
    let copy = server.empty_database("dump_plain_copy", "template template0");
    let psql = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname=dump_plain_copy", "--file"];
    run(server.program("psql").args(psql).arg(&file));

    goes_on(&original, &copy);
}

#[test]
fn a_dump_restored_on_another_server_needs_the_key_to_be_verified() {
    let (old, new) = (Server::own(&[]), Server::own(&[]));
    let original = dumped(&old, "dump_away");
    let file = old.scratch("away.dump");
    run(old.program("pg_dump").args(["--format=custom", "--dbname=dump_away", "--file"]).arg(&file));
    run(old.program("pg_dumpall").args(["--roles-only", "--file"]).arg(old.scratch("roles.sql")));
    run(new
        .program("psql")
        .args(["--no-psqlrc", "--quiet", "--dbname=postgres", "--file"])
        .arg(old.scratch("roles.sql")));
    let copy = new.empty_database("dump_away", "template template0");
    run(new.program("pg_restore").args(["--exit-on-error", "--dbname=dump_away"]).arg(&file));

    let refusal = copy.superuser().refused("select copilot.ask('without the key')");
    assert!(refusal.detail.contains("It is missing"), "{refusal:?}");
    run(as_server_user("cp").arg("--preserve=mode").arg(old.key_file()).arg(new.key_file()));
    goes_on(&original, &copy);
}

#[test]
fn a_copy_by_template_goes_on_as_a_chain_of_its_own() {
    let server = Server::shared();
    let original = dumped(server, "template_original");
    let copy = server.empty_database("template_copy", "template template_original");
    goes_on(&original, &copy);
}

#[test]
fn drop_extension_is_refused_while_there_is_an_audit() {
    let database = Server::shared().database("drop_extension");
    let mut client = database.superuser();
    client.ask(QUESTION);
    client.refused("drop extension copilot_ext").is("2BP01").says("DROP ... CASCADE");
    assert_eq!(database.asked(QUESTION).len(), 1);
    database.chain_holds();
}

#[test]
fn drop_extension_with_cascade_keeps_the_audits_tables() {
    let database = Server::shared().database("drop_cascade");
    let mut client = database.superuser();
    client.ask(QUESTION);
    client.run("set client_min_messages = error; drop extension copilot_ext cascade");
    let rows: i64 = client.value("select count(*) from copilot_audit.entry");
    assert!(rows >= 3, "{rows} rows left");
}

#[test]
fn an_extension_that_was_never_used_can_be_dropped() {
    let database = Server::shared().database("drop_unused");
    let mut client = database.superuser();
    client.run("drop extension copilot_ext");
    let left: i64 = client.value("select count(*) from pg_namespace where nspname like 'copilot%'");
    assert_eq!(left, 0);
    let roles: i64 = client.value("select count(*) from pg_roles where rolname like 'copilot\\_%'");
    assert_eq!(roles, 4, "the roles stay");
    client.run("create extension copilot_ext");
    client.ask(QUESTION);
}

#[test]
fn another_database_is_dropped_while_a_writer_is_up() {
    let server = Server::shared();
    let database = server.database("drop_neighbour");
    server.empty_database("drop_other", "");
    database.superuser().ask(QUESTION);
    eventually("the writer is up", || database.writer());
    server.client("postgres", "postgres").run("drop database drop_other");
    database.chain_holds();
}

#[test]
fn an_audited_database_can_be_dropped_soon_after_its_last_call() {
    let server = Server::shared();
    let database = server.database("drop_itself");
    database.superuser().ask(QUESTION);
    eventually("the database can be dropped", || {
        server.client("postgres", "postgres").batch_execute("drop database drop_itself").ok()
    });
    assert_eq!(database.writer(), None);
}

#[test]
fn an_audited_database_is_dropped_by_force_at_once() {
    let server = Server::shared();
    let database = server.database("drop_by_force");
    database.superuser().ask(QUESTION);
    server.client("postgres", "postgres").run("drop database drop_by_force with (force)");
    // A new database of that name starts from nothing.
    let again = server.database("drop_by_force");
    again.superuser().ask("again");
    assert_eq!(again.audit()[0].question.as_deref(), Some("again"));
    again.chain_holds();
}
