//! Every function that a server brings is in the reviewed files of the gate.

use copilot_client_tests::{Server, Story};
use postgres::Client;
use std::collections::BTreeSet;

const SQL: &str = include_str!("../../../../scripts/list_functions.sql");
const EXTENSIONS: &str = include_str!("../../../../src/core/gate/functions/contrib.tsv");

fn file_of(major: u32) -> &'static str {
    match major {
        15 => include_str!("../../../../src/core/gate/functions/15.tsv"),
        16 => include_str!("../../../../src/core/gate/functions/16.tsv"),
        17 => include_str!("../../../../src/core/gate/functions/17.tsv"),
        18 => include_str!("../../../../src/core/gate/functions/18.tsv"),
        _ => panic!("no file for {major}: scripts/list_functions.sh begins one"),
    }
}

/// The first two columns of a file, as one text a line.
fn reviewed(file: &'static str) -> BTreeSet<String> {
    let key = |line: &str| line.splitn(3, '\t').take(2).collect::<Vec<_>>().join("\t");
    file.lines().map(key).collect()
}

struct Functions {
    /// `oid<TAB>signature`, as in the file of the major.
    of_server: BTreeSet<String>,
    /// `extension<TAB>signature`, as in the file of the extensions.
    of_extensions: BTreeSet<String>,
}

impl Functions {
    fn of(client: &mut Client) -> Functions {
        client.run("set search_path = pg_catalog");
        let (mut of_server, mut of_extensions) = (BTreeSet::new(), BTreeSet::new());
        for row in client.query(SQL, &[]).expect("the catalogs") {
            let (home, oid, signature): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            match home.as_str() {
                "pg_catalog" => of_server.insert(format!("{oid}\t{signature}")),
                "information_schema" => of_server.insert(format!("{oid}\t{home}.{signature}")),
                _ => of_extensions.insert(format!("{home}\t{signature}")),
            };
        }
        Functions { of_server, of_extensions }
    }

    /// Members of extensions that the file knows, missing in it. Other extensions are nobody's promise.
    fn unreviewed_members(&self) -> Vec<&String> {
        let reviewed = reviewed(EXTENSIONS);
        let home = |key: &str| key.split('\t').next().unwrap_or_default().to_owned();
        let homes: BTreeSet<String> = reviewed.iter().map(|key| home(key)).collect();
        self.of_extensions.iter().filter(|key| homes.contains(&home(key)) && !reviewed.contains(*key)).collect()
    }
}

#[test]
fn every_function_of_the_server_is_reviewed_and_no_other() {
    let mut client = Server::shared().empty_database("functions_of_server", "template template0").superuser();
    let major: i32 = client.value("select current_setting('server_version_num')::int / 10000");
    let file = reviewed(file_of(major.try_into().expect("a major version")));
    let found = Functions::of(&mut client).of_server;

    let unreviewed: Vec<_> = found.difference(&file).collect();
    assert!(unreviewed.is_empty(), "the gate knows nothing of {unreviewed:#?}");
    // What an extension owns is not among `found`, though initdb made plpgsql.
    let gone: Vec<_> = file.difference(&found).filter(|key| !key.contains("\tplpgsql_")).collect();
    assert!(gone.is_empty(), "the server has none of {gone:#?}");
}

#[test]
fn every_function_of_every_contrib_extension_is_reviewed() {
    let mut server = Server::own(&[]);
    drop(server.empty_database("extensions", ""));
    if copilot_client_tests::Server::has_library("pg_cron") {
        server.set("shared_preload_libraries", "pg_stat_statements,copilot_ext,pg_cron");
        server.set("cron.database_name", "extensions");
        server.restart();
    }
    let mut client = server.client("extensions", "postgres");
    let on_offer: Vec<String> =
        client.values("select name::text from pg_available_extensions where name <> 'copilot_ext' order by 1");
    // A procedural language whose library is not installed cannot be created.
    let created = on_offer
        .iter()
        .filter(|name| client.batch_execute(&format!("create extension if not exists \"{name}\" cascade")).is_ok());
    assert!(created.count() > 30, "contrib is installed: {on_offer:?}");

    let unreviewed = Functions::of(&mut client);
    assert!(unreviewed.of_extensions.len() > 500, "they have members");
    let unreviewed = unreviewed.unreviewed_members();
    assert!(unreviewed.is_empty(), "the gate knows nothing of {unreviewed:#?}");
}

#[test]
fn a_function_that_nobody_reviewed_is_named() {
    let mut client = Server::shared().empty_database("functions_unreviewed", "").superuser();
    client.run("create extension hstore");
    assert!(Functions::of(&mut client).unreviewed_members().is_empty());

    client.run("create function public.akeys(public.hstore, int) returns int language sql return 1");
    client.run("alter extension hstore add function public.akeys(public.hstore, int)");
    assert_eq!(Functions::of(&mut client).unreviewed_members(), ["hstore\takeys(hstore,integer)"]);

    let before = Functions::of(&mut client).of_server.len();
    client.run("set allow_system_table_mods = on");
    client.run("create function pg_catalog.stranger(text) returns int language sql return 1");
    let after = Functions::of(&mut client).of_server;
    assert_eq!(after.len(), before + 1);
    assert!(after.contains("-\tstranger(text)"));
}
