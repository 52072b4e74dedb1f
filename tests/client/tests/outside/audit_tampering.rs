//! Each way to change the chain that its tables' owner has without the key, and the row from which on it is found.

use copilot_client_tests::attack::{chain_again, do_harm, tampered};
use copilot_client_tests::{Database, Server, Story};

/// A database with three calls, whose writer has left and dropped its anchor; and the id of the second call.
fn anchored<'a>(server: &'a Server, name: &str) -> (Database<'a>, i64) {
    let database = server.database(name);
    for question in ["first", "second", "third"] {
        database.superuser().ask(question);
    }
    database.chain_holds();
    database.writer_has_left();
    let second = database.asked("second")[0].id;
    (database, second)
}

fn changed(id: i64) -> String {
    format!(
        "update copilot_audit.entry set canonical = replace(canonical, '\"postgres\"', '\"mallory\"') where seq = {id}"
    )
}

/// Texts and reports go with their entries.
fn taken_out(of: &str) -> String {
    format!(
        "delete from copilot_audit.entry where seq {of}; delete from copilot_audit.text where seq {of};
         delete from copilot._reports where entry {of}"
    )
}

#[test]
fn an_entry_that_was_updated() {
    let (database, second) = anchored(Server::shared(), "tamper_update");
    tampered(&database, &changed(second)).breaks_at(second, "does not belong to this entry");
}

#[test]
fn an_entry_that_was_updated_with_all_links_made_again() {
    for (name, named, reason) in [
        ("tamper_rechain", false, "does not belong to this entry"),
        ("tamper_rechain_named", true, "without a rekey entry"),
    ] {
        let (database, second) = anchored(Server::shared(), name);
        do_harm(&database, &changed(second));
        chain_again(&mut database.superuser(), second, named);
        database.superuser().verdict().breaks_at(second, reason);
    }
}

#[test]
fn an_entry_that_was_deleted() {
    let (database, second) = anchored(Server::shared(), "tamper_delete");
    tampered(&database, &taken_out(&format!("= {second}"))).breaks_at(second, "the next one there is");
}

#[test]
fn a_call_that_was_deleted_with_the_rest_renumbered_and_chained_again() {
    for (name, named) in [("tamper_renumber", false), ("tamper_renumber_named", true)] {
        let (database, second) = anchored(Server::shared(), name);
        let close = second + 1;
        let moved_up = format!(
            "update copilot_audit.entry set seq = seq - 2, call = call - 2 where seq > {close};
             update copilot_audit.text set seq = seq - 2 where seq > {close}"
        );
        do_harm(&database, &format!("{}; {moved_up}", taken_out(&format!("in ({second}, {close})"))));
        chain_again(&mut database.superuser(), second, named);
        let verdict = database.superuser().verdict();
        assert_eq!((verdict.holds, verdict.first_bad_row), (false, Some(second)), "{verdict:?}");
    }
}

#[test]
fn a_tail_that_was_cut_before_its_anchor() {
    let server = Server::own(&[]);
    let (database, second) = anchored(&server, "tamper_cut");
    do_harm(&database, &taken_out(&format!(">= {second}")));
    // The call that verifies makes the chain grow again: other entries in the place of those that were anchored.
    let verdict = database.superuser().verdict();
    verdict.breaks_at(verdict.first_bad_row, "anchored");
    assert!(verdict.first_bad_row >= Some(second), "{verdict:?}");
    assert!(server.log().contains("copilot audit anchor: chain"), "the head is also in the server's log");
}

#[test]
fn a_tail_that_was_cut_and_has_grown_beyond_its_anchor_again() {
    let server = Server::own(&[]);
    let (database, second) = anchored(&server, "tamper_regrown");
    do_harm(&database, &taken_out(&format!(">= {second}")));
    for _ in 0..5 {
        database.superuser().ask("as if nothing had been");
    }
    let verdict = database.superuser().verdict();
    verdict.breaks_at(verdict.first_bad_row, "rewritten");
}

#[test]
fn two_entries_that_were_swapped() {
    let (database, second) = anchored(Server::shared(), "tamper_swap");
    let (one, other) = (second, second + 2);
    let swap = format!(
        "update copilot_audit.entry set seq = 1000000 where seq = {one};
         update copilot_audit.entry set seq = {one} where seq = {other};
         update copilot_audit.entry set seq = {other} where seq = 1000000"
    );
    tampered(&database, &swap).breaks_at(one, "another place");
}

#[test]
fn an_entry_that_was_put_in() {
    let (database, second) = anchored(Server::shared(), "tamper_insert");
    let copy = format!(
        "insert into copilot_audit.entry select seq, at + interval '1 microsecond', kind, call, canonical, link
         from copilot_audit.entry where seq = {second}"
    );
    tampered(&database, &copy).breaks_at(second, "columns");

    let (database, second) = anchored(Server::shared(), "tamper_insert_shifted");
    let shift = format!(
        "update copilot_audit.entry set seq = -seq where false;
         update copilot_audit.text set seq = seq + 1 where seq >= {second};
         update copilot_audit.entry set seq = seq + 1 where seq >= {second};
         insert into copilot_audit.entry select seq - 1, at, kind, call, canonical, link
         from copilot_audit.entry where seq = {second} + 1"
    );
    do_harm(&database, &shift);
    chain_again(&mut database.superuser(), second, false);
    database.superuser().verdict().breaks_at(second, "does not belong");
}

#[test]
fn entries_that_were_appended() {
    let (database, _) = anchored(Server::shared(), "tamper_append");
    let forged: i64 = database.superuser().value(
        "insert into copilot_audit.entry
         select seq + 1, at, kind, call, canonical, link from copilot_audit.entry order by seq desc limit 1 returning seq",
    );
    chain_again(&mut database.superuser(), forged, false);
    database.superuser().verdict().breaks_at(forged, "does not belong");
}

#[test]
fn all_entries_that_were_wiped() {
    let server = Server::own(&[]);
    let (database, _) = anchored(&server, "tamper_wipe");
    do_harm(&database, &taken_out("> 0"));
    // The writer finds nothing and begins a new chain, which is whole as far as it goes.
    let verdict = database.superuser().verdict();
    verdict.breaks_at(1, "and is gone");
    assert_eq!(
        database.superuser().values::<String>("select kind from copilot_audit.entry order by seq limit 1"),
        ["genesis"]
    );
}

#[test]
fn a_schema_that_was_dropped() {
    let server = Server::own(&[]);
    let (database, _) = anchored(&server, "tamper_drop");
    database.superuser().run("set client_min_messages = error; drop schema copilot_audit cascade");
    database.superuser().ask("a fresh start?");
    let verdict = database.superuser().verdict();
    verdict.breaks_at(1, "and is gone");
    assert!(verdict.rows >= 3, "the fresh chain itself is whole: {verdict:?}");
}

#[test]
fn a_month_that_was_detached() {
    let server = Server::own(&[]);
    let (database, _) = anchored(&server, "tamper_detach");
    let month: String = database
        .superuser()
        .value("select inhrelid::regclass::text from pg_inherits where inhparent = 'copilot_audit.entry'::regclass");
    database.superuser().run(&format!("alter table copilot_audit.entry detach partition {month}"));
    // No row can be written into it: nothing is answered.
    let refusal = database.superuser().refused("select copilot.ask('is anybody there?')").is("57P03");
    assert!(refusal.detail.contains("partition") || refusal.detail.contains("already exists"), "{refusal:?}");
    database.superuser().run("alter table copilot_audit.entry rename to entry_away");
    database.superuser().refused("select * from copilot.verify_audit()").is("57P03");
}

#[test]
fn a_month_of_texts_that_was_detached() {
    let (database, _) = anchored(Server::shared(), "tamper_detach_texts");
    let month: String = database
        .superuser()
        .value("select inhrelid::regclass::text from pg_inherits where inhparent = 'copilot_audit.text'::regclass");
    let mut client = database.superuser();
    client.run("set application_name = ''");
    client.run(&format!(
        "alter table copilot_audit.text detach partition {month};
         alter table {month} rename to away;
         create table {month} partition of copilot_audit.text for values from ('-infinity') to ('infinity')"
    ));
    let first = database.asked("first").first().map(|row| row.id);
    assert_eq!(first, None, "the question is gone");
    client.verdict().breaks_at(2, "no entry says that it was erased");
}
