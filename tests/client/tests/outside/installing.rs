//! CREATE EXTENSION: what it refuses, what it makes, and to whom that is open.

use copilot_client_tests::{Server, Story};

#[test]
fn a_role_that_can_log_in_or_has_attributes_stops_the_installation() {
    let server = Server::own(&[]);
    let database = server.empty_database("installing_roles", "");
    let mut client = database.superuser();
    for role in ["copilot_reader", "copilot_writer", "copilot_auditor", "copilot_gate"] {
        for attribute in ["login", "superuser", "createrole", "createdb", "replication", "bypassrls"] {
            client.run(&format!("create role {role} {attribute}"));
            client.refused("create extension copilot_ext").is("42710").says(role).says("nologin");
            client.run(&format!("drop role {role}"));
        }
    }
    let installed: i64 = client.value(
        "select (select count(*) from pg_roles where rolname like 'copilot\\_%')
              + (select count(*) from pg_namespace where nspname like 'copilot%')",
    );
    assert_eq!(installed, 0, "a refused installation leaves nothing");

    client.run("create role copilot_reader; create extension copilot_ext");
    client.ask("are you there?");
}

#[test]
fn a_schema_of_that_name_stops_the_installation() {
    let database = Server::shared().empty_database("installing_schema", "");
    let mut client = database.superuser();
    client.run("create schema copilot");
    client.refused("create extension copilot_ext").is("42P06");
    client.run("drop schema copilot; create extension copilot_ext");
}

#[test]
fn an_ordinary_user_cannot_install() {
    let database = Server::shared().empty_database("installing_ordinary", "");
    database.user("installing_ann", &[]);
    database.superuser().run("grant create on database installing_ordinary to installing_ann");
    database.connect_as("installing_ann").refused("create extension copilot_ext").is("42501");
}

#[test]
fn a_foreign_schema_named_copilot_audit_is_not_written_to() {
    let database = Server::shared().database("installing_foreign_audit");
    database.user("installing_mallory", &[]);
    database.superuser().run("create schema copilot_audit authorization installing_mallory");
    database.superuser().refused("select copilot.ask('are you there?')").is("57P03").says("another role");

    database.superuser().run("alter schema copilot_audit rename to something_else");
    database.superuser().ask("are you there?");
    database.chain_holds();
}

#[test]
fn nothing_is_open_to_public_before_and_after_the_first_call() {
    let database = Server::shared().database("installing_public");
    let open_to_public = "
        select format('%s: %s', what, privilege_type) from (
          select p.oid::regprocedure::text as what, coalesce(p.proacl, acldefault('f', p.proowner)) as acl
            from pg_proc p where p.pronamespace::regnamespace::text like 'copilot%'
          union all
          select c.oid::regclass::text, coalesce(c.relacl, acldefault('r', c.relowner))
            from pg_class c where c.relnamespace::regnamespace::text like 'copilot%' and c.relkind not in ('i', 'I')
          union all
          select n.nspname::text, coalesce(n.nspacl, acldefault('n', n.nspowner))
            from pg_namespace n where n.nspname like 'copilot%'
        ) objects, aclexplode(acl) where grantee = 0";
    let mut client = database.superuser();
    assert_eq!(client.values::<String>(open_to_public), Vec::<String>::new());
    client.ask("are you there?");
    assert_eq!(client.values::<String>(open_to_public), Vec::<String>::new());
}

#[test]
fn default_privileges_of_the_owner_do_not_open_the_audit() {
    let database = Server::shared().empty_database("installing_defaults", "");
    database.user("installing_curious", &[]);
    let mut client = database.superuser();
    client.run(
        "alter default privileges grant select on tables to installing_curious;
         alter default privileges grant usage on schemas to installing_curious;
         alter default privileges grant execute on functions to installing_curious;
         create extension copilot_ext",
    );
    client.ask("a secret");
    let mut curious = database.connect_as("installing_curious");
    for statement in [
        "select * from copilot_audit.text",
        "select * from copilot_audit.entry",
        "select * from copilot._reports",
        "select * from copilot.audit",
        "select copilot.ask('anything')",
    ] {
        curious.refused(statement).is("42501");
    }
}

#[test]
fn a_reader_cannot_change_the_copilots_settings() {
    let database = Server::shared().database("installing_settings");
    database.user("settings_ann", &["copilot_reader", "copilot_writer", "copilot_auditor"]);
    let mut names: Vec<String> =
        database.superuser().values("select name from pg_settings where name like 'copilot.%'");
    // It lays out the asker's own text and decides nothing.
    names.retain(|name| name != "copilot.report_width");
    assert!(!names.is_empty());
    let mut ann = database.connect_as("settings_ann");
    for name in names {
        let refusal = ann.refused(&format!("set {name} = '1000'"));
        assert!(["42501", "55P02"].contains(&refusal.sqlstate.as_str()), "{name}: {refusal:?}");
    }
    ann.refused("set copilot.made_up = 'x'").is("42602");
}
