//! A standby, where no row can be written: refused by default, or audited in a file that is taken in after promotion.

use copilot_client_tests::server::as_server_user;
use copilot_client_tests::{eventually, run, Database, Server, Story};
use postgres::{Client, Error};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread::JoinHandle;

const DATABASE: &str = "standby_audit";
const QUESTION: &str = "who is connected?";
const ASK: &str = "select copilot.ask('who is connected?')";
const TO_FILE: (&str, &str) = ("copilot.standby_audit", "file");

/// The primary of those that leave it unharmed.
fn primary() -> &'static Server {
    static PRIMARY: OnceLock<Server> = OnceLock::new();
    PRIMARY.get_or_init(|| {
        // A standby that is slow to start still finds the WAL it needs, though others switch segments meanwhile.
        let primary = Server::own(&[("wal_keep_size", "1GB")]);
        primary.database(DATABASE).superuser().ask("the primary writes this down");
        primary
    })
}

fn standby() -> Server {
    primary().standby(&[TO_FILE])
}

fn on(server: &Server) -> Database<'_> {
    Database::new(server, DATABASE)
}

/// The file of this database, and those that were put aside.
fn files(server: &Server) -> Vec<PathBuf> {
    let found =
        std::fs::read_dir(server.data()).expect("the data directory").map(|entry| entry.expect("a file").path());
    found.filter(|path| path.to_string_lossy().contains("copilot_audit.key.standby.")).collect()
}

/// Lines of the file.
fn lines(server: &Server) -> usize {
    std::fs::read_to_string(&files(server)[0]).expect("the standby's file").lines().count()
}

/// A call on the standby that waits, after its opening entry, for a lock that somebody has on the primary.
fn held_in_its_work(standby: &Server) -> (Client, i32, JoinHandle<Result<(), Error>>) {
    let mut locker = on(primary()).superuser();
    locker.run("begin; lock table copilot_audit.text in access exclusive mode; select pg_switch_wal()");
    let mut client = on(standby).superuser();
    client.run("set application_name = ''");
    eventually("the lock is there", || {
        let locks = "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = 'copilot_audit.text'::regclass";
        (client.value::<i64>(locks) == 1).then_some(())
    });
    let pid = client.pid();
    let call = std::thread::spawn(move || client.batch_execute("select * from copilot.verify_audit()"));
    on(standby).backend_waits(pid, "Lock");
    (locker, pid, call)
}

/// Promotes and asks once: the writer takes the file in.
fn promoted(server: &Server) -> Database<'_> {
    server.promote();
    on(server).superuser().ask("and now?");
    on(server)
}

/// Each of these was asked once, whatever became of it, and the chain holds.
fn each_once(database: &Database, questions: &BTreeSet<String>) {
    let rows = database.audit();
    let asked: Vec<_> = rows.iter().filter_map(|row| row.question.clone()).filter(|q| questions.contains(q)).collect();
    assert_eq!((asked.len(), asked.iter().cloned().collect::<BTreeSet<_>>()), (questions.len(), questions.clone()));
    database.chain_holds();
}

#[test]
fn a_standby_answers_nothing_unaudited() {
    let standby = primary().standby(&[]);
    let mut client = on(&standby).superuser();
    client.refused(ASK).is("25006").says("ask on the primary").says("copilot.standby_audit = 'file'");
    assert_eq!(client.value::<i64>("select count(*) from copilot.audit"), 1, "the primary's rows can be read here");
    assert_eq!(files(&standby), Vec::<PathBuf>::new());
    // It follows the primary by streaming.
    assert_eq!(client.value::<i64>("select count(*) from pg_stat_wal_receiver where status = 'streaming'"), 1);
}

#[test]
fn calls_of_a_standby_are_in_the_audit_after_promotion() {
    let standby = standby();
    let database = on(&standby);
    let mut client = database.superuser();
    assert!(!client.ask(QUESTION).is_empty());
    client.refused("select copilot.ask(null)").is("22004");
    client.run("begin");
    client.value::<String>("select copilot.health_report()");
    client.run("rollback");
    let id: i64 = client.value("select audit_id from copilot.answer('how big is the database?')");
    assert!(id < 0, "{id} could be taken for a row of the tables");
    let asked_before: String = client.value("select now()::text");

    let path = &files(&standby)[0];
    assert_eq!(std::fs::metadata(path).expect("the file").permissions().mode() & 0o777, 0o600);
    assert_eq!(lines(&standby), 9, "one line that begins, and two for each call");
    assert_eq!(client.value::<i64>("select count(*) from copilot.audit"), 1);

    let database = promoted(&standby);
    let rows: Vec<_> = database.audit().into_iter().map(|row| (row.action, row.outcome)).collect();
    let expected =
        [("ask", "ok"), ("ask", "ok"), ("ask", "error"), ("health_report", "ok"), ("answer", "ok"), ("ask", "ok")];
    assert_eq!(rows, expected.map(|(action, outcome)| (action.to_owned(), outcome.to_owned())));
    let mut client = database.superuser();
    let early = format!("select count(*) from copilot.audit where at <= '{asked_before}'");
    assert_eq!(client.value::<i64>(&early), 5, "they keep the time at which they were asked");
    assert_eq!(client.value::<i64>("select count(*) from copilot.reports"), 1);
    database.chain_holds();
    assert!(files(&standby)[0].to_string_lossy().contains(".imported."), "{:?}", files(&standby));
}

#[test]
fn callers_at_once_on_a_standby_share_one_chain() {
    let standby = standby();
    let questions: BTreeSet<String> = (0..60).map(|n| format!("question {n}")).collect();
    let all: Vec<_> = questions.iter().cloned().collect();
    std::thread::scope(|scope| {
        for some in all.chunks(6) {
            let database = on(&standby);
            scope.spawn(move || {
                let mut client = database.superuser();
                some.iter().for_each(|question| {
                    client.ask(question);
                });
            });
        }
    });
    // Whoever was killed in the middle of a write leaves a torn line, which nobody has been answered for.
    let path = files(&standby).remove(0);
    let mut torn = std::fs::read(&path).expect("the file");
    torn.extend(b"{\"entry\":\"\xff");
    std::fs::write(&path, torn).expect("a torn line");

    each_once(&promoted(&standby), &questions);
    eventually("the file is put aside", || files(&standby)[0].to_string_lossy().contains(".imported.").then_some(()));
}

#[test]
fn a_call_that_is_open_while_its_server_is_promoted_is_closed() {
    let standby = standby();
    let (mut locker, _, call) = held_in_its_work(&standby);
    standby.promote();
    call.join().expect("the caller's thread").expect("the call goes on after promotion");
    locker.run("rollback");

    let database = on(&standby);
    database.superuser().ask("and now?");
    let row = || database.audit().into_iter().find(|row| row.action == "verify_audit");
    eventually("the call is closed", || row().filter(|row| row.outcome == "ok"));
    database.chain_holds();
}

#[test]
fn what_kill_9_leaves_on_a_standby_is_taken_in_as_lost() {
    let standby = standby();
    on(&standby).superuser().ask(QUESTION);
    let (mut locker, pid, call) = held_in_its_work(&standby);
    standby.kill(pid);
    call.join().expect("the caller's thread").expect_err("the session was to end");
    locker.run("rollback");
    // What a crash in the middle of a write leaves.
    let path = files(&standby).remove(0);
    let torn = std::fs::read_to_string(&path).expect("the file") + "{\"entry\":\"{";
    std::fs::write(&path, torn).expect("a torn line");
    on(&standby).superuser().ask("after the crash");

    let database = promoted(&standby);
    eventually("the call is closed as lost", || {
        database.audit().into_iter().find(|row| row.action == "verify_audit" && row.outcome == "lost")
    });
    each_once(&database, &[QUESTION.to_owned(), "after the crash".to_owned()].into());
}

#[test]
fn a_crash_in_the_middle_of_taking_in_loses_nothing_and_doubles_nothing() {
    let standby = standby();
    let questions: BTreeSet<String> = (0..500).map(|n| format!("question {n}")).collect();
    let mut client = on(&standby).superuser();
    for question in &questions {
        let refused = client.query("select copilot.explain_check($1)", &[question]).expect_err("no such check");
        assert_eq!(refused.code().map(|code| code.code()), Some("P0002"));
    }
    standby.promote();
    drop(client);
    for later in 0..6 {
        // The first call after promotion starts the writer; it is shot while it works.
        let mut asking = on(&standby).superuser();
        std::thread::spawn(move || asking.batch_execute(ASK));
        let writer = eventually("the writer is up", || on(&standby).writer());
        std::thread::sleep(std::time::Duration::from_millis(15 * later));
        standby.kill(writer);
    }
    on(&standby).superuser().ask("and now?");
    eventually("all is taken in", || files(&standby)[0].to_string_lossy().contains(".imported.").then_some(()));
    each_once(&on(&standby), &questions);
}

#[test]
fn a_copy_of_a_standby_goes_on_under_a_chain_of_its_own() {
    let first = standby();
    on(&first).superuser().ask("asked of the first");
    let second = first.standby(&[TO_FILE]);
    on(&second).superuser().ask("asked of the second");
    on(&first).superuser().ask("asked of the first later");

    // The second follows the first into its new life, and gets its rows with it. Then it is promoted itself.
    let both: BTreeSet<String> = ["asked of the first", "asked of the first later"].map(str::to_owned).into();
    each_once(&promoted(&first), &both);
    eventually("the second has caught up", || {
        let rows =
            on(&second).superuser().value::<i64>("select count(*) from copilot.audit where question = 'and now?'");
        (rows == 1).then_some(())
    });
    let all = both.into_iter().chain(["asked of the second".to_owned()]).collect();
    each_once(&promoted(&second), &all);
}

#[test]
fn a_file_that_somebody_changed_is_put_aside_and_told() {
    let standby = standby();
    on(&standby).superuser().ask("before the harm");
    on(&standby).superuser().ask("harmed");
    let path = files(&standby).remove(0);
    let text = std::fs::read_to_string(&path).expect("the file");
    std::fs::write(&path, text.replace("\"body\":\"harmed\"", "\"body\":\"formed\"")).expect("the file is changed");

    let database = promoted(&standby);
    each_once(&database, &["before the harm".to_owned()].into());
    assert_eq!(database.asked("formed").len(), 0);
    let told: i64 = database.superuser().value(
        "select count(*) from copilot_audit.entry where kind = 'imported' and canonical like '%differs from its signed hash%'",
    );
    assert_eq!(told, 1);
    assert!(files(&standby)[0].to_string_lossy().contains(".broken."), "{:?}", files(&standby));
}

#[test]
fn what_cannot_be_written_to_the_file_is_not_answered() {
    let standby = standby();
    let mut client = on(&standby).superuser();
    let away = standby.scratch("key.away");
    std::fs::rename(standby.key_file(), &away).expect("the key goes away");
    client.refused(ASK).is("F0000");
    assert!(!standby.key_file().exists(), "a standby makes no key");
    std::fs::rename(&away, standby.key_file()).expect("the key comes back");

    let oid: u32 =
        client.value::<postgres::types::Oid>("select oid from pg_database where datname = current_database()");
    let blocked = PathBuf::from(format!("{}.standby.{oid}", standby.key_file().display()));
    run(as_server_user("mkdir").arg(&blocked));
    client.refused(ASK).is("57P03").says("copilot.audit_key_file");
    run(as_server_user("rmdir").arg(&blocked));

    client.ask(QUESTION);
    assert_eq!(lines(&standby), 3);
}
