//! No answered call is without its row, whatever process is shot.

use copilot_client_tests::siege::{Blow, Siege};
use copilot_client_tests::Server;

fn nothing_is_lost(siege: Siege) {
    let figures = siege.end();
    assert!(figures.holds && figures.lost == 0, "{figures:?}");
}

#[test]
fn twenty_kills_of_the_postmaster() {
    let mut siege = Siege::begin(&[]);
    (0..20).for_each(|_| siege.round(Blow::Postmaster));
    nothing_is_lost(siege);
}

#[test]
fn kills_of_writer_and_caller_and_immediate_shutdowns() {
    let mut siege = Siege::begin(&[]);
    for _ in 0..3 {
        [Blow::Writer, Blow::Caller, Blow::Immediate].into_iter().for_each(|blow| siege.round(blow));
    }
    nothing_is_lost(siege);
}

#[test]
fn the_same_blows_without_preload() {
    let mut siege = Siege::begin(&[("shared_preload_libraries", "")]);
    for _ in 0..2 {
        [Blow::Postmaster, Blow::Writer, Blow::Caller, Blow::Immediate].into_iter().for_each(|blow| siege.round(blow));
    }
    nothing_is_lost(siege);
}

#[test]
fn a_writer_does_not_outlive_its_postmaster() {
    let server = Server::own(&[]);
    let database = server.database("blows_orphan");
    copilot_client_tests::Story::ask(&mut database.superuser(), "is the writer up?");
    assert!(database.writer().is_some());
    server.kill_postmaster();
    server.start();
    database.chain_holds();
}
