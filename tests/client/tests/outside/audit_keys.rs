//! The key file: another key signs on, a missing key is said so, and a file that others could write is no key file.

use copilot_client_tests::server::as_server_user;
use copilot_client_tests::{eventually, run, Database, Server, Story};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

/// What a person does to change the key.
fn append_key(server: &Server, digits: &str) {
    let mut text = fs::read_to_string(server.key_file()).expect("the key file");
    text.push_str(&digits.repeat(32));
    fs::write(server.key_file(), text + "\n").expect("written");
}

fn kinds(database: &Database) -> Vec<String> {
    database.superuser().values("select kind from copilot_audit.entry where kind not in ('open', 'close') order by seq")
}

fn signers(database: &Database) -> i64 {
    let sql = "select count(distinct substring(canonical from '\"key\":\"([0-9a-f]+)\"')) from copilot_audit.entry";
    database.superuser().value(sql)
}

#[test]
fn keys_change_one_after_the_other_and_all_entries_verify() {
    let server = Server::own(&[]);
    let database = server.database("keys_rotate");
    for (count, digits) in [(1, "a1"), (2, "b2"), (3, "c3")] {
        database.superuser().ask("who are you?");
        assert_eq!(signers(&database), count);
        database.writer_has_left();
        append_key(&server, digits);
    }
    database.superuser().ask("who are you?");
    assert_eq!(signers(&database), 4);
    assert_eq!(kinds(&database), ["genesis", "rekey", "rekey", "rekey"]);
    database.chain_holds();
}

#[test]
fn a_writer_that_is_never_idle_takes_up_a_new_key_at_a_reload() {
    let server = Server::own(&[]);
    let database = server.database("keys_reload");
    let mut client = database.superuser();
    client.ask("before");
    let writer = database.writer().expect("a writer");
    append_key(&server, "a1");
    client.run("select pg_reload_conf()");
    eventually("the new key signs", || {
        client.ask("on and on");
        (signers(&database) == 2).then_some(())
    });
    assert_eq!(database.writer(), Some(writer), "the same writer all along");

    // A file that cannot be read leaves the keys of before at work.
    fs::set_permissions(server.key_file(), Permissions::from_mode(0o644)).expect("mode");
    client.run("select pg_reload_conf()");
    eventually("the log says so", || server.log().contains("the keys of before go on").then_some(()));
    client.ask("still audited");
    fs::set_permissions(server.key_file(), Permissions::from_mode(0o600)).expect("mode");
    database.chain_holds();
}

#[test]
fn entries_of_a_key_that_was_taken_out_are_not_verifiable() {
    let server = Server::own(&[]);
    let database = server.database("keys_missing");
    database.superuser().ask("signed by the old key");
    database.writer_has_left();
    let old = fs::read_to_string(server.key_file()).expect("the key file");
    fs::write(server.key_file(), "c3".repeat(32) + "\n").expect("another key");
    database.superuser().ask("signed by the new key");

    let verdict = database.superuser().verdict();
    assert_eq!((verdict.holds, verdict.verdict.as_str(), verdict.first_bad_row), (false, "not verifiable", Some(1)));
    assert!(verdict.reason.as_ref().is_some_and(|said| said.contains("is not in the key file")), "{verdict:?}");
    fs::write(server.key_file(), old + &"c3".repeat(32) + "\n").expect("both");
    database.chain_holds();
}

#[test]
fn a_file_that_is_no_key_file_is_refused_and_says_what_is_wrong() {
    let server = Server::own(&[]);
    let database = server.database("keys_wrong");
    database.superuser().ask("the first call makes the file");
    database.writer_has_left();
    let good = fs::read_to_string(server.key_file()).expect("the key file");
    let mode = |mode: u32| fs::set_permissions(server.key_file(), Permissions::from_mode(mode)).expect("mode");
    let refused = |says: &str| {
        let refusal = database.superuser().refused("select copilot.ask('anybody?')").is("57P03");
        assert!(refusal.detail.contains(says), "{says}: {refusal:?}");
    };
    mode(0o640);
    refused("may access it");
    mode(0o600);
    fs::write(server.key_file(), "not a key\n").expect("written");
    refused("line 1 is not a key");
    fs::write(server.key_file(), "# nothing\n").expect("written");
    refused("holds no key");
    fs::write(server.key_file(), &good).expect("written");

    let owner = run(std::process::Command::new("stat").args(["--format=%u:%g"]).arg(server.key_file()));
    if run(std::process::Command::new("id").arg("-u")).trim() == "0" && !owner.starts_with("0:") {
        run(std::process::Command::new("chown").arg("0:0").arg(server.key_file()));
        refused("not a regular file of the server's user");
        run(std::process::Command::new("chown").arg(owner.trim()).arg(server.key_file()));
    }
    run(as_server_user("mv").arg(server.key_file()).arg(server.scratch("away.key")));
    refused("It is missing");
    run(as_server_user("mv").arg(server.scratch("away.key")).arg(server.key_file()));
    database.superuser().ask("and on it goes");
    database.chain_holds();
}

#[test]
fn a_key_file_that_is_missing_while_the_writer_is_up_is_not_verifiable() {
    let server = Server::own(&[]);
    let database = server.database("keys_missing_now");
    let mut client = database.superuser();
    client.ask("the writer is up");
    run(as_server_user("mv").arg(server.key_file()).arg(server.scratch("away.key")));
    client.refused("select * from copilot.verify_audit()").is("F0000").says("not verifiable");
    run(as_server_user("mv").arg(server.scratch("away.key")).arg(server.key_file()));
    database.chain_holds();
}
