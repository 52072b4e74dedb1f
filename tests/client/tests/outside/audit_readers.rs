//! Who sees which rows of the audit.

use copilot_client_tests::database::audit_seen_by;
use copilot_client_tests::{Server, Story};
use postgres::Client;

fn questions(client: &mut Client) -> Vec<String> {
    audit_seen_by(client).into_iter().filter_map(|row| row.question).collect()
}

#[test]
fn a_reader_sees_the_own_rows_and_an_auditor_all() {
    let database = Server::shared().database("readers_own");
    database.user("own_ann", &["copilot_reader"]);
    database.user("own_bob", &["copilot_reader"]);
    database.user("own_eve", &["copilot_auditor"]);
    database.connect_as("own_ann").ask("ann's question");
    database.connect_as("own_bob").ask("bob's question");

    assert_eq!(questions(&mut database.connect_as("own_ann")), ["ann's question"]);
    assert_eq!(questions(&mut database.connect_as("own_bob")), ["bob's question"]);
    assert_eq!(questions(&mut database.connect_as("own_eve")), ["ann's question", "bob's question"]);
}

#[test]
fn a_member_of_an_auditing_role_sees_all_only_while_it_inherits() {
    let database = Server::shared().database("readers_inherit");
    database.user("inherit_ann", &["copilot_reader"]);
    database.user("inherit_eve", &["copilot_reader", "copilot_auditor"]);
    database.superuser().run("alter role inherit_eve noinherit");
    database.connect_as("inherit_ann").ask("ann's question");

    let mut eve = database.connect_as("inherit_eve");
    eve.refused("select * from copilot.audit").is("42501");
    eve.run("set role copilot_auditor");
    assert!(questions(&mut eve).contains(&"ann's question".to_owned()));
}

#[test]
fn without_membership_there_is_nothing() {
    let database = Server::shared().database("readers_nobody");
    database.user("nobody_mallory", &[]);
    let mut mallory = database.connect_as("nobody_mallory");
    for statement in [
        "select * from copilot.audit",
        "select * from copilot._audit_rows()",
        "select * from copilot.evidence(1)",
        "select * from copilot.verify_audit()",
        "select copilot.ask('anything')",
        "select * from copilot.reports",
        "select * from copilot._reports",
    ] {
        mallory.refused(statement).is("42501");
    }
    database.superuser().ask("makes the audit's tables");
    for table in ["entry", "text", "open_call"] {
        mallory.refused(&format!("select * from copilot_audit.{table}")).is("42501");
    }
}

#[test]
fn readers_and_auditors_cannot_reach_the_tables_behind_the_view() {
    let database = Server::shared().database("readers_behind");
    database.superuser().ask("makes the audit's tables");
    for role in ["copilot_reader", "copilot_writer", "copilot_auditor", "copilot_gate"] {
        let user = format!("behind_{role}");
        database.user(&user, &[role]);
        for table in ["entry", "text", "open_call"] {
            database.connect_as(&user).refused(&format!("select * from copilot_audit.{table}")).is("42501");
        }
        database.connect_as(&user).refused("select * from copilot._reports").is("42501");
    }
}

#[test]
fn the_evidence_of_somebody_elses_row_does_not_exist() {
    let database = Server::shared().database("readers_evidence");
    database.user("evidence_ann", &["copilot_reader"]);
    database.user("evidence_bob", &["copilot_reader"]);
    database.user("evidence_eve", &["copilot_auditor"]);
    database.connect_as("evidence_ann").ask("how many connections are there?");
    let id = database.asked("how many connections are there?")[0].id;

    let evidence = format!("select count(*) from copilot.evidence({id})");
    let own: i64 = database.connect_as("evidence_ann").value(&evidence);
    assert!(own > 0, "an answer without evidence");
    assert_eq!(database.connect_as("evidence_eve").value::<i64>(&evidence), own);
    let not_bobs = database.connect_as("evidence_bob").refused(&evidence).is("P0002");
    let not_there =
        database.connect_as("evidence_bob").refused("select * from copilot.evidence(987654321)").is("P0002");
    let as_if_not_there = not_bobs.message.replace(&id.to_string(), "987654321");
    assert_eq!(as_if_not_there, not_there.message, "the two must not be told apart");
    database.connect_as("evidence_bob").refused("select * from copilot.evidence(null)").is("22004");
}

#[test]
fn set_role_is_seen_through() {
    let database = Server::shared().database("readers_set_role");
    database.user("set_role_ann", &["copilot_reader"]);
    database
        .superuser()
        .run("create role set_role_team; grant copilot_reader to set_role_team; grant set_role_team to set_role_ann");
    let mut ann = database.connect_as("set_role_ann");
    ann.ask("as ann");
    ann.run("set role set_role_team");
    ann.ask("as the team");
    let seen_by_team = questions(&mut ann);
    ann.run("reset role");
    let seen_by_ann = questions(&mut ann);

    let row = &database.asked("as the team")[0];
    assert_eq!((row.authenticated.as_str(), row.role.as_str()), ("set_role_ann", "set_role_team"));
    assert_eq!(seen_by_team, ["as the team"]);
    assert_eq!(seen_by_ann, ["as ann", "as the team"]);
}

#[test]
fn taking_a_role_does_not_show_what_others_asked_under_it() {
    let database = Server::shared().database("readers_shared_role");
    database.superuser().run("create role shared_team; grant copilot_reader to shared_team");
    for name in ["shared_ann", "shared_bob"] {
        database.user(name, &["shared_team"]);
    }
    let mut ann = database.connect_as("shared_ann");
    ann.run("set role shared_team");
    ann.ask("ann under the team's name");

    let mut bob = database.connect_as("shared_bob");
    bob.run("set role shared_team");
    assert_eq!(questions(&mut bob), Vec::<String>::new());
}

#[test]
fn a_superuser_who_steps_down_is_still_named() {
    let database = Server::shared().database("readers_step_down");
    database.superuser().run("create role step_down_ann; grant copilot_reader to step_down_ann");
    let mut client = database.superuser();
    client.run("set session authorization step_down_ann");
    client.ask("who am I?");

    let row = &database.asked("who am I?")[0];
    assert_eq!((row.authenticated.as_str(), row.role.as_str()), ("postgres", "step_down_ann"));
}

#[test]
fn the_view_does_not_leak_through_a_cheap_function() {
    let database = Server::shared().database("readers_leak");
    database.user("leak_ann", &["copilot_reader"]);
    database.user("leak_bob", &["copilot_reader"]);
    database.connect_as("leak_ann").ask("ann's secret");
    database.superuser().run("create schema leak authorization leak_bob");
    let mut bob = database.connect_as("leak_bob");
    bob.run(
        "create table leak.seen (question text);
         create function leak.note(q text) returns bool cost 0.0000001 language plpgsql as
           $$begin insert into leak.seen values (q); return true; end$$",
    );
    bob.values::<i64>("select id from copilot.audit where leak.note(question)");
    assert_eq!(bob.value::<i64>("select count(*) from leak.seen where question = 'ann''s secret'"), 0);
}

#[test]
fn a_call_inside_a_security_definer_function_is_filed_under_both_names() {
    let database = Server::shared().database("readers_definer");
    database.user("definer_ann", &["copilot_reader"]);
    let mut superuser = database.superuser();
    superuser.run(
        "create function public.asks_for_you() returns text security definer language sql as
           $$select copilot.ask('through a definer')$$",
    );
    database.connect_as("definer_ann").run("select public.asks_for_you()");

    let row = &database.asked("through a definer")[0];
    assert_eq!((row.authenticated.as_str(), row.role.as_str()), ("definer_ann", "postgres"));
    assert_eq!(questions(&mut database.connect_as("definer_ann")), ["through a definer"]);
}
