//! Many callers at once, many databases, long messages.

use copilot_client_tests::{Server, Story};
use std::collections::BTreeSet;

#[test]
fn twenty_callers_at_once_each_have_their_row() {
    let database = Server::shared().database("many_callers");
    let ids: Vec<i64> = std::thread::scope(|scope| {
        let callers: Vec<_> = (0..20)
            .map(|caller| {
                let database = &database;
                scope.spawn(move || {
                    let mut client = database.superuser();
                    (0..5).for_each(|n| {
                        client.ask(&format!("caller {caller} question {n}"));
                    });
                    client.value::<i64>("select count(distinct id) from copilot.audit where pid = pg_backend_pid()")
                })
            })
            .collect();
        callers.into_iter().map(|caller| caller.join().expect("a caller without an error")).collect()
    });
    assert_eq!(ids, vec![5; 20]);

    let rows = database.audit();
    assert_eq!(rows.len(), 100);
    assert_eq!(rows.iter().map(|row| row.id).collect::<BTreeSet<_>>().len(), 100);
    assert!(rows.iter().all(|row| row.outcome == "ok"), "{rows:?}");
    database.chain_holds();
}

#[test]
fn six_databases_at_once_each_have_their_writer() {
    let server = Server::shared();
    let databases: Vec<_> = (0..6).map(|n| server.database(&format!("many_databases_{n}"))).collect();
    std::thread::scope(|scope| {
        for database in &databases {
            scope.spawn(move || database.superuser().ask(&format!("in {}", database.name)));
        }
    });
    for database in &databases {
        let questions: Vec<_> = database.audit().into_iter().filter_map(|row| row.question).collect();
        assert_eq!(questions, [format!("in {}", database.name)]);
        database.chain_holds();
    }
}

#[test]
fn few_worker_slots_are_shared_in_turn() {
    let server = Server::own(&[("max_worker_processes", "3")]);
    for n in 0..3 {
        let database = server.database(&format!("few_slots_{n}"));
        // A slot is free again once an idle writer has left.
        copilot_client_tests::eventually("a slot is free", || {
            database.superuser().batch_execute("select copilot.ask('is there room?')").ok()
        });
        database.chain_holds();
    }
}

#[test]
fn the_first_calls_of_several_databases_at_once_make_one_key() {
    for _ in 0..3 {
        let server = Server::own(&[]);
        let databases: Vec<_> = (0..5).map(|n| server.database(&format!("first_calls_{n}"))).collect();
        std::thread::scope(|scope| {
            for database in &databases {
                scope.spawn(move || database.superuser().ask("is the key there?"));
            }
        });
        databases.iter().for_each(|database| database.chain_holds());
    }
}
