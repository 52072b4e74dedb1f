//! Texts of one call are erased for good; the chain holds, and says who did it.

use copilot_client_tests::{Server, Story};
use postgres::Client;

fn erase(client: &mut Client, id: i64, reason: &str) -> Vec<(i64, String)> {
    let rows = client.query("select entry, name from copilot.erase_audit_text($1, $2)", &[&id, &reason]);
    rows.expect("erased").iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[test]
fn all_texts_of_a_call_go_and_the_chain_says_who_took_them() {
    let database = Server::shared().database("erase_call");
    database.user("erase_ann", &["copilot_reader"]);
    database.user("erase_eve", &["copilot_auditor"]);
    let mut ann = database.connect_as("erase_ann");
    ann.run("set application_name = 'ann''s own'");
    ann.ask("what does Ann Smith of 7 High Street owe?");
    ann.ask("how many connections are there?");
    let id = database.asked("what does Ann Smith of 7 High Street owe?")[0].id;

    let gone = erase(&mut database.connect_as("erase_eve"), id, "request of the person");
    let expected = [(id, "application"), (id, "question"), (id + 1, "answer")];
    for (entry, name) in expected {
        assert!(gone.contains(&(entry, name.to_owned())), "{gone:?}");
    }
    let mut superuser = database.superuser();
    let left: i64 = superuser
        .value("select count(*) from copilot_audit.text where body ~ 'Smith' or body ~ 'ann''s own' and seq < 4");
    assert_eq!(left, 0);
    let verdict = superuser.verdict();
    assert!(verdict.holds, "{verdict:?}");
    assert_eq!(verdict.texts_gone, gone.len() as i64);

    let row = superuser
        .query_one("select question, answer, outcome, authenticated from copilot.audit where id = $1", &[&id])
        .expect("the row stays");
    assert_eq!((row.get::<_, Option<&str>>(0), row.get::<_, Option<&str>>(1)), (None, None));
    assert_eq!((row.get::<_, &str>(2), row.get::<_, &str>(3)), ("ok", "erase_ann"));
    assert_eq!(database.asked("how many connections are there?").len(), 1, "other calls keep theirs");

    let signed: String = superuser.value("select canonical from copilot_audit.entry where kind = 'erase'");
    let signed: serde_json::Value = serde_json::from_str(&signed).expect("an entry");
    assert_eq!((signed["by"].as_str(), signed["of"].as_i64()), (Some("erase_eve"), Some(id)));
    assert!(signed["erased"][id.to_string()].as_array().expect("names").contains(&"question".into()), "{signed}");
    let reason: String = superuser.value("select body from copilot_audit.text where name = 'reason'");
    assert_eq!(reason, "request of the person");
    let asked: Vec<String> =
        superuser.values("select question from copilot.audit where action = 'erase_audit_text' and outcome = 'ok'");
    assert_eq!(asked, [format!("id {id}: request of the person")]);
}

#[test]
fn a_kept_report_goes_with_its_call() {
    let database = Server::shared().database("erase_report");
    let mut client = database.superuser();
    client.value::<String>("select copilot.health_report()");
    let id: i64 = client.value("select id from copilot.reports");
    let gone = erase(&mut client, id, "test");
    assert!(gone.contains(&(id + 1, "report".into())), "{gone:?}");
    assert_eq!(client.value::<i64>("select count(*) from copilot.reports"), 0);
    database.chain_holds();
}

#[test]
fn what_cannot_be_erased_is_refused() {
    let database = Server::shared().database("erase_refused");
    let mut client = database.superuser();
    client.ask("once");
    let id = database.asked("once")[0].id;
    client.refused("select * from copilot.erase_audit_text(999999, 'why')").is("P0002");
    client.refused(&format!("select * from copilot.erase_audit_text({}, 'why')", id + 1)).is("P0002");
    client.refused(&format!("select * from copilot.erase_audit_text({id}, repeat('x', 1001))")).is("22023");
    erase(&mut client, id, "the first time");
    client.refused(&format!("select * from copilot.erase_audit_text({id}, 'again')")).is("P0002").says("no text");
    let running: i64 = client.value("select max(id) + 2 from copilot.audit");
    client.refused(&format!("select * from copilot.erase_audit_text({running}, 'itself')")).is("22023").says("running");

    database.user("erase_reader", &["copilot_reader", "copilot_writer"]);
    database
        .connect_as("erase_reader")
        .refused(&format!("select * from copilot.erase_audit_text({id}, 'x')"))
        .is("42501");
    database.chain_holds();
}

#[test]
fn it_outlives_the_rollback_of_whoever_asked_for_it() {
    let database = Server::shared().database("erase_rollback");
    let mut client = database.superuser();
    client.ask("once");
    let id = database.asked("once")[0].id;
    client.run("begin isolation level repeatable read; create table public.gives_an_xid ()");
    assert!(!erase(&mut client, id, "test").is_empty());
    client.run("rollback");
    assert_eq!(database.asked("once").len(), 0);
    database.chain_holds();
}

#[test]
fn the_tables_owner_is_not_given_more_by_it() {
    let database = Server::shared().database("erase_owner");
    let mut owner = database.superuser();
    owner.ask("once");
    let id = database.asked("once")[0].id;
    owner.refused(&format!("delete from copilot_audit.text where seq = {id}")).is("42501").says("append-only");
    erase(&mut owner, id, "test");
    owner.refused("delete from copilot_audit.text").is("42501").says("append-only");
    owner.refused("delete from copilot_audit.entry").is("42501").says("append-only");
    database.chain_holds();
}
