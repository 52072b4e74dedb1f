//! Whole months are dropped and leave their signed row; nothing else goes.

use copilot_client_tests::attack::do_harm;
use copilot_client_tests::history::Pen;
use copilot_client_tests::offline::verify_audit;
use copilot_client_tests::{eventually, run, Database, Server, Story};
use postgres::Client;

/// Microseconds since 1970 at noon of the tenth of a month before this one.
fn month_ago(client: &mut Client, months: i32) -> i64 {
    client.value(&format!(
        "select (extract(epoch from date_trunc('month', now() at time zone 'UTC') - interval '{months} months'
         + interval '9 days 12 hours') * 1000000)::bigint"
    ))
}

/// Two calls in each of the three months before this one; the chain began with them.
fn three_months<'a>(server: &'a Server, name: &str) -> (Database<'a>, Pen) {
    let database = server.database(name);
    let mut client = database.superuser();
    client.ask("makes the tables");
    database.writer_has_left();
    std::fs::remove_file(format!("{}.anchors", server.key_file().display())).expect("no anchors");
    let key_file = std::fs::read_to_string(server.key_file()).expect("the key");
    let began = month_ago(&mut client, 3);
    let mut pen = Pen::beginning(&mut client, &key_file, began);
    for months in [3, 2, 1] {
        let at = month_ago(&mut client, months);
        for minute in [1, 2] {
            pen.call(at + minute * 60_000_000, &format!("{months} months ago"), "[]");
        }
    }
    (database, pen)
}

fn before(months: i32) -> String {
    format!("select * from copilot.prune_audit(date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' - interval '{months} months')")
}

fn partitions(client: &mut Client) -> Vec<String> {
    client.values(
        "select relname::text from pg_class where relnamespace = 'copilot_audit'::regnamespace and relkind = 'r'
         and relname ~ '_\\d{4}_\\d\\d$' order by 1",
    )
}

#[test]
fn months_go_one_after_the_other_and_the_chain_holds_on_and_off_line() {
    let server = Server::own(&[]);
    let (database, mut pen) = three_months(&server, "retention");
    let mut client = database.superuser();
    pen.put(&mut client);
    let whole = client.verdict();
    assert!(whole.holds, "{whole:?}");
    assert_eq!(partitions(&mut client).len(), 8);

    let dropped = client.query_one(&before(2), &[]).expect("pruned");
    let months: Vec<String> = dropped.get("months");
    assert_eq!((months.len(), dropped.get("entries"), dropped.get("through")), (1, 5i64, Some(5i64)));
    let verdict = client.verdict();
    assert!(verdict.holds, "{verdict:?}");
    assert_eq!(database.asked("3 months ago").len() + database.asked("2 months ago").len(), 2);
    assert_eq!(partitions(&mut client).len(), 6);

    // A new writer knows the chain although its first entry is gone, and a second retention goes on from the first.
    database.writer_has_left();
    let again = client.query_one(&before(0), &[]).expect("pruned");
    assert_eq!((again.get::<_, Vec<String>>("months").len(), again.get("through")), (2, Some(13i64)));
    assert_eq!(again.get::<_, Option<String>>("kept"), None);
    let kinds: Vec<String> =
        client.values("select kind from copilot_audit.entry where kind not in ('open', 'close') order by seq");
    assert_eq!(kinds, ["retention", "retention"]);
    database.chain_holds();

    let signed: String =
        client.value("select canonical from copilot_audit.entry where kind = 'retention' order by seq desc limit 1");
    let signed: serde_json::Value = serde_json::from_str(&signed).expect("an entry");
    assert_eq!((signed["count"].as_i64(), signed["by"].as_str()), (Some(8), Some("postgres")), "{signed}");
    let nothing = client.query_one(&before(0), &[]).expect("nothing to do");
    assert_eq!((nothing.get::<_, Vec<String>>("months").len(), nothing.get("through")), (0, None::<i64>));

    database.writer_has_left();
    let dump = server.scratch("retention.sql");
    run(server.program("pg_dump").args(["--dbname=retention", "--file"]).arg(&dump));
    let anchors = format!("{}.anchors", server.key_file().display());
    let said = verify_audit(&["--key".as_ref(), &server.key_file(), "--anchors".as_ref(), anchors.as_ref(), &dump]);
    assert_eq!((said.code, said.value("verdict")), (0, "holds"), "{said:?}");
}

#[test]
fn a_call_that_is_still_open_keeps_its_month() {
    let server = Server::own(&[]);
    let (database, mut pen) = three_months(&server, "retention_open");
    let mut client = database.superuser();
    let mut holder = database.superuser();
    let row = holder
        .query_one(
            "select pid, (extract(epoch from backend_start) * 1000000)::bigint from pg_stat_activity where pid = pg_backend_pid()",
            &[],
        )
        .expect("my own session");
    let (pid, backend_start): (i32, i64) = (row.get(0), row.get(1));
    let open = pen.open(month_ago(&mut client, 1) + 180_000_000, "still at it", pid, backend_start);
    pen.put(&mut client);
    client.run(&format!(
        "insert into copilot_audit.open_call
         values ({open}, {pid}, 'epoch'::timestamptz + {backend_start} * interval '1 microsecond')"
    ));
    database.chain_holds();

    let dropped = client.query_one(&before(0), &[]).expect("pruned");
    let kept: Option<String> = dropped.get("kept");
    assert_eq!(dropped.get::<_, Vec<String>>("months").len(), 2);
    assert!(kept.as_ref().is_some_and(|kept| kept.contains(&format!("call {open}"))), "{kept:?}");
    assert_eq!(database.asked("still at it")[0].outcome, "running");

    drop(holder);
    database.writer_has_left();
    assert_eq!(database.asked("still at it")[0].outcome, "lost", "a writer that leaves looks for lost calls");
    assert_eq!(client.query_one(&before(0), &[]).expect("pruned").get::<_, Vec<String>>("months").len(), 1);
    database.chain_holds();
}

#[test]
fn a_chain_that_does_not_hold_is_not_pruned() {
    let server = Server::own(&[]);
    let (database, mut pen) = three_months(&server, "retention_broken");
    pen.put(&mut database.superuser());
    database.chain_holds();
    do_harm(&database, "update copilot_audit.text set body = 'never asked' where seq = 12 and name = 'question'");
    let refusal = database.superuser().refused(&before(0)).is("XX001").says("differs");
    assert!(refusal.message.contains("nothing is dropped"), "{refusal:?}");
    assert_eq!(partitions(&mut database.superuser()).len(), 8);
}

#[test]
fn somebody_who_reads_these_months_is_not_pushed_aside() {
    let server = Server::own(&[]);
    let (database, mut pen) = three_months(&server, "retention_read");
    let mut client = database.superuser();
    pen.put(&mut client);
    let mut reader = database.superuser();
    reader.run("begin; select * from copilot.audit");
    // A new month does not wait for the reader. (The one that runs is new here: the chain was written up to the last.)
    client.ask("is this month there?");
    client.refused(&before(0)).is("57P03").says("another transaction reads these months");
    reader.run("rollback");
    assert_eq!(client.query_one(&before(0), &[]).expect("pruned").get::<_, Vec<String>>("months").len(), 3);
    database.chain_holds();
    eventually("the writer has let go of all locks", || {
        let locks: i64 = client.value(
            "select count(*) from pg_locks l join pg_class c on c.oid = l.relation
             where c.relnamespace = 'copilot_audit'::regnamespace and l.mode = 'AccessExclusiveLock'",
        );
        (locks == 0).then_some(())
    });
}
