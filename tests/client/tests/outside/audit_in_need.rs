//! A full disk, a standby that is dead, very many callers, very many calls.

use copilot_client_tests::server::as_server_user;
use copilot_client_tests::{eventually, Server, Story};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system of its own, gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None without the right to mount one.
    fn new(name: &str, megabytes: u32) -> Option<SmallDisk> {
        let folder = std::env::temp_dir().join(format!("copilot-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let size = format!("size={megabytes}m,mode=0777");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder).output();
        let disk = SmallDisk(folder);
        mounted.is_ok_and(|output| output.status.success()).then_some(disk)
    }

    fn fill(&self) {
        let block = vec![b'x'; 64 * 1024];
        let mut file = std::fs::File::create(self.0.join("ballast")).expect("the ballast");
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
    }

    fn relieve(&self) {
        std::fs::remove_file(self.0.join("ballast")).expect("the ballast goes");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
        let _ = std::fs::remove_dir(&self.0);
    }
}

fn folder_for_the_server(path: &Path) {
    copilot_client_tests::run(as_server_user("mkdir").arg(path));
}

#[test]
fn a_full_disk_means_refusal_and_afterwards_all_is_well() {
    let Some(disk) = SmallDisk::new("full", 48) else {
        eprintln!("NOT TESTED: a full disk, which takes the right to mount a small file system");
        return;
    };
    let server = Server::own(&[]);
    folder_for_the_server(&disk.0.join("space"));
    let mut admin = server.client("postgres", "postgres");
    admin.run(&format!("create tablespace small location '{}'", disk.0.join("space").display()));
    server.empty_database("need_full_disk", "tablespace small");
    let database = copilot_client_tests::Database::new(&server, "need_full_disk");
    let mut client = database.superuser();
    client.run("create extension copilot_ext");
    client.ask("before");

    disk.fill();
    let mut answered = 0;
    // Pages that are there already take some more entries.
    let error = loop {
        match client.query("select copilot.ask('is the disk full?')", &[]) {
            Ok(_) => answered += 1,
            Err(error) => break error,
        }
        assert!(answered < 1_000, "the disk did not fill");
    };
    let refusal = copilot_client_tests::Refusal::from(&error);
    refusal.is("57P03").says("No space left on device");
    disk.relieve();

    client.ask("after");
    let ok = |question: &str| database.asked(question).into_iter().filter(|row| row.outcome == "ok").count();
    assert_eq!((ok("before"), ok("is the disk full?"), ok("after")), (1, answered, 1));
    database.chain_holds();
}

/// PostgreSQL itself goes down when it cannot write its log.
#[test]
fn a_full_disk_of_the_servers_log_loses_no_answered_call() {
    let Some(disk) = SmallDisk::new("full_wal", 80) else {
        eprintln!("NOT TESTED: a full disk, which takes the right to mount a small file system");
        return;
    };
    let server = Server::own(&[("restart_after_crash", "off")]);
    let database = server.database("need_full_wal");
    database.superuser().ask("before");
    server.stop();
    let (there, here) = (disk.0.join("pg_wal"), server.data().join("pg_wal"));
    copilot_client_tests::run(as_server_user("mv").arg(&here).arg(&there));
    copilot_client_tests::run(as_server_user("ln").arg("-s").arg(&there).arg(&here));
    server.start();

    let (mut client, mut admin) = (database.superuser(), database.superuser());
    disk.fill();
    let mut answered = 0;
    while client.query("select copilot.ask('is the log full?')", &[]).is_ok() {
        answered += 1;
        assert!(answered < 100, "the disk did not fill");
        let _ = admin.query("select pg_switch_wal()", &[]);
    }
    eventually("the server has gone down", || (!server.data().join("postmaster.pid").exists()).then_some(()));
    assert!(server.log().contains("No space left on device"), "{}", server.log());
    disk.relieve();
    server.start();

    database.superuser().ask("after");
    let ok = |question: &str| database.asked(question).into_iter().filter(|row| row.outcome == "ok").count();
    assert!(ok("is the log full?") >= answered, "{answered} were answered");
    assert_eq!((ok("before"), ok("after")), (1, 1));
    database.chain_holds();
}

#[test]
fn a_dead_synchronous_standby_holds_nobody_up() {
    let server = Server::own(&[]);
    let database = server.database("need_synchronous");
    let mut admin = database.superuser();
    admin.run("create table plain (n integer)");
    admin.run("alter system set synchronous_standby_names = 'nobody'");
    admin.run("select pg_reload_conf()");
    let mut writes = database.superuser();
    let pid = writes.pid();
    let stuck = std::thread::spawn(move || writes.batch_execute("insert into plain values (1)"));
    eventually("a plain commit waits for the standby", || {
        let sql = format!("select count(*) from pg_stat_activity where pid = {pid} and wait_event = 'SyncRep'");
        (admin.value::<i64>(&sql) == 1).then_some(())
    });

    database.superuser().ask("is anybody held up?");
    assert_eq!(database.asked("is anybody held up?")[0].outcome, "ok");
    database.chain_holds();
    admin.run(&format!("select pg_terminate_backend({pid})"));
    stuck.join().expect("the thread").expect_err("the plain commit waited to its end");
}

#[test]
fn sixty_four_callers_at_once_make_no_fork_and_no_gap() {
    let server = Server::own(&[("max_connections", "90")]);
    let database = server.database("need_many_callers");
    std::thread::scope(|scope| {
        for caller in 0..64 {
            let database = &database;
            scope.spawn(move || {
                let mut client = database.superuser();
                client.run("set copilot.audit_timeout = '60s'");
                (0..4).for_each(|n| {
                    client.ask(&format!("caller {caller} question {n}"));
                });
            });
        }
    });
    let rows = database.audit();
    assert_eq!((rows.len(), rows.iter().map(|row| &row.question).collect::<BTreeSet<_>>().len()), (256, 256));
    assert!(rows.iter().all(|row| row.outcome == "ok"));
    database.chain_holds();
}

#[test]
fn of_ten_thousand_calls_none_is_without_its_row() {
    let server = Server::own(&[]);
    let database = server.database("need_many_calls");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let database = &database;
            scope.spawn(move || {
                let calls =
                    "select count(copilot.explain_check('connection_saturation')) from generate_series(1, 1250)";
                assert_eq!(database.superuser().value::<i64>(calls), 1_250);
            });
        }
    });
    let rows = database.audit();
    assert_eq!(rows.len(), 10_000);
    assert!(rows.iter().all(|row| row.outcome == "ok"));
    database.chain_holds();
}
