//! A dump is verified without a server, with nothing but the key, and the verdict is the server's own.

use copilot_client_tests::attack::do_harm;
use copilot_client_tests::offline::{verify_audit, verify_audit_of, Said};
use copilot_client_tests::{run, Database, Server, Story};
use std::path::{Path, PathBuf};

/// Calls of every kind; the writer has left.
fn with_calls<'a>(server: &'a Server, name: &str) -> Database<'a> {
    let database = server.database(name);
    let mut client = database.superuser();
    client.run("set application_name = E'tab\\there, back\\\\slash'");
    client.ask("wie heißt es?\n🐘 second line\tand a tab");
    client.refused("select copilot.ask(null)");
    client.value::<String>("select copilot.health_report()");
    database.writer_has_left();
    database
}

fn dump(server: &Server, name: &str) -> PathBuf {
    let file = server.scratch(&format!("{name}.sql"));
    run(server.program("pg_dump").arg(format!("--dbname={name}")).arg("--file").arg(&file));
    file
}

fn told(server: &Server, dump: &Path, anchors: &Path) -> Said {
    verify_audit(&["--key".as_ref(), &server.key_file(), "--anchors".as_ref(), anchors, dump])
}

fn anchors_of(server: &Server, name: &str) -> PathBuf {
    let anchors = server.scratch(&format!("{name}.anchors"));
    std::fs::copy(format!("{}.anchors", server.key_file().display()), &anchors).expect("anchors");
    anchors
}

#[test]
fn a_whole_dump_holds_in_every_form() {
    let server = Server::shared();
    let database = with_calls(server, "offline_whole");
    let anchors = anchors_of(server, "offline_whole");
    let file = dump(server, "offline_whole");

    let said = told(server, &file, &anchors);
    assert_eq!((said.code, said.value("verdict")), (0, "holds"), "{said:?}");
    let rows: i64 = database.superuser().value("select count(*) from copilot_audit.entry");
    let texts: i64 = database
        .superuser()
        .value("select (select count(*) from copilot_audit.text) + (select count(*) from copilot._reports)");
    assert_eq!((said.value("rows"), said.value("texts")), (rows.to_string().as_str(), texts.to_string().as_str()));
    assert_eq!(said.value("anchored_to"), rows.to_string(), "the writer anchors when it leaves: {said:?}");

    let custom = server.scratch("offline_whole.dump");
    run(server.program("pg_dump").args(["--format=custom", "--dbname=offline_whole", "--file"]).arg(&custom));
    let key = server.key_file();
    let piped = verify_audit_of(
        server.program("pg_restore").args(["--file=-"]).arg(&custom),
        &["--key".as_ref(), &key, "--anchors".as_ref(), &anchors],
    );
    assert_eq!(piped.out, said.out);
    let by_root = server.scratch("offline_root.sql");
    run(server
        .program("pg_dump")
        .args(["--load-via-partition-root", "--dbname=offline_whole", "--file"])
        .arg(&by_root));
    assert_eq!(told(server, &by_root, &anchors).out, said.out);

    // And the server says the same of the head that the program printed.
    let head = said.value("head").to_owned();
    assert!(database.superuser().verdict_against(Some(&head)).holds);
    let again = verify_audit(&["--key".as_ref(), &key, "--anchor".as_ref(), head.as_ref(), &file]);
    assert_eq!((again.code, again.value("anchored_to")), (0, rows.to_string().as_str()), "{again:?}");
}

#[test]
fn what_was_tampered_with_is_broken_at_the_same_row() {
    for (name, harm) in [
        (
            "offline_entry",
            "update copilot_audit.entry set canonical = replace(canonical, 'postgres', 'mallory') where seq = 2",
        ),
        ("offline_text", "update copilot_audit.text set body = 'another' where seq = 2 and name = 'question'"),
        ("offline_gone", "delete from copilot_audit.text where seq = 2 and name = 'question'"),
        (
            "offline_cut",
            "delete from copilot_audit.text where seq > 4; delete from copilot_audit.entry where seq > 4;
                         delete from copilot._reports where entry > 4",
        ),
        ("offline_report", "update copilot._reports set verdict = 'all is well'"),
        ("offline_open", "insert into copilot_audit.open_call values (2, 1, '2000-01-01 00:00+00')"),
    ] {
        let server = Server::shared();
        let database = with_calls(server, name);
        let anchors = anchors_of(server, name);
        do_harm(&database, harm);
        let said = told(server, &dump(server, name), &anchors);
        assert_eq!((said.code, said.value("verdict")), (1, "broken"), "{name}: {said:?}");
        if name != "offline_cut" {
            let verdict = database.superuser().verdict();
            let first_bad_row = verdict.first_bad_row.map(|row| row.to_string());
            assert_eq!(Some(said.value("first_bad_row")), first_bad_row.as_deref(), "{name}");
            assert_eq!(Some(said.value("reason")), verdict.reason.as_deref(), "{name}");
        }
    }
}

#[test]
fn a_detached_month_is_dumped_and_is_not_part_of_the_chain() {
    let server = Server::shared();
    let database = with_calls(server, "offline_detached");
    let month: String = database
        .superuser()
        .value("select inhrelid::regclass::text from pg_inherits where inhparent = 'copilot_audit.text'::regclass");
    database.superuser().run(&format!("alter table copilot_audit.text detach partition {month}"));
    let said = told(server, &dump(server, "offline_detached"), &anchors_of(server, "offline_detached"));
    assert_eq!((said.code, said.value("first_bad_row")), (1, "2"), "{said:?}");
}

#[test]
fn rows_that_only_look_like_a_dump_are_not_taken_for_one() {
    let server = Server::shared();
    let database = with_calls(server, "offline_looks");
    let before = told(server, &dump(server, "offline_looks"), &anchors_of(server, "offline_looks"));
    database.superuser().run(
        "create function public.looks() returns text language sql as
         $$select 'COPY copilot_audit.entry (seq, at, kind, call, canonical, link) FROM stdin;
1\t2026-01-01 00:00:00+00\topen\t\\N\t{}\t\\\\x00
\\.
'$$",
    );
    let after = told(server, &dump(server, "offline_looks"), &anchors_of(server, "offline_looks"));
    assert_eq!((after.code, after.out), (0, before.out));
}

#[test]
fn what_cannot_be_told_ends_with_two() {
    let server = Server::shared();
    with_calls(server, "offline_two");
    let file = dump(server, "offline_two");
    let other_key = server.scratch("offline_other.key");
    std::fs::write(&other_key, "66".repeat(32) + "\n").expect("written");
    let said = verify_audit(&["--key".as_ref(), &other_key, &file]);
    assert_eq!((said.code, said.value("verdict"), said.value("first_bad_row")), (2, "not verifiable", "1"), "{said:?}");
    assert!(said.value("anchored_to").contains("no anchor was given"), "{said:?}");

    let empty = server.scratch("offline_empty.sql");
    std::fs::write(&empty, "SELECT 1;\n").expect("written");
    let half = server.scratch("offline_half.sql");
    let whole = std::fs::read(&file).expect("the dump");
    let middle = whole.windows(16).position(|bytes| bytes == b"copilot_audit.en").expect("it is in there");
    let in_data = middle + whole[middle..].windows(6).rposition(|bytes| bytes == b"\"kind\"").expect("an entry");
    std::fs::write(&half, &whole[..in_data]).expect("written");
    let key = server.key_file();
    for (arguments, reason) in [
        (vec!["--key".as_ref(), key.as_path(), empty.as_path()], "no audit chain"),
        (vec!["--key".as_ref(), key.as_path(), half.as_path()], "not whole"),
        (vec!["--key".as_ref(), "/nowhere".as_ref(), file.as_path()], "/nowhere"),
        (vec!["--key".as_ref(), key.as_path(), "--anchor".as_ref(), "x".as_ref(), file.as_path()], "not an anchor"),
        (vec![file.as_path()], "--key"),
    ] {
        let said = verify_audit(&arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
        assert!(said.err.contains(reason), "{said:?}");
    }
}
