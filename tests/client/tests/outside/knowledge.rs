//! Knowledge of the schema: alike with and without pgvector, in no dump, one refresh at a time, safe from names.

use copilot_client_tests::database::quoted;
use copilot_client_tests::{run, Database, Server, Story};
use postgres::Client;

const QUESTIONS: [&str; 6] = [
    "where are the orders?",
    "e-mail address of a customer",
    "How many boxes of each product were delivered in March?",
    "who paid what",
    "archtect of the brigde",
    "warehouse",
];

fn with_a_shop<'a>(server: &'a Server, name: &str) -> Database<'a> {
    let database = server.database(name);
    database.superuser().run(
        "create schema shop; create schema stock;
         create table shop.customers (id int primary key, full_name text, email text);
         create table shop.orders (id int primary key, customer_id int references shop.customers, placed_at timestamptz);
         create table shop.order_items (order_id int references shop.orders, product_id int, quantity int);
         create table shop.payments (id int primary key, order_id int references shop.orders, amount numeric);
         create table stock.warehouses (id int primary key, architect text, bridge_name text);
         create table stock.deliveries (warehouse_id int references stock.warehouses, boxes int, delivered_on date);
         create view stock.empty_warehouses as select id from stock.warehouses;
         comment on column stock.deliveries.boxes is 'boxes of one product'",
    );
    database
}

fn refresh(client: &mut Client) -> (i32, i32, i32, i32) {
    let sql = "select added, changed, removed, unchanged from copilot.refresh_knowledge()";
    let row = client.query_one(sql, &[]).unwrap_or_else(|e| panic!("refresh_knowledge: {e:?}"));
    (row.get(0), row.get(1), row.get(2), row.get(3))
}

/// Every row of every question, with all digits of its score.
fn all_found(client: &mut Client) -> Vec<String> {
    let sql =
        "select format('%s %s.%s %s %s %s', rank, schema, name, kind, score, why) from copilot.search_schema($1, 50)";
    let found =
        |question: &&str| client.query(sql, &[question]).expect("search_schema").iter().map(|r| r.get(0)).collect();
    QUESTIONS.iter().map(found).collect::<Vec<Vec<String>>>().concat()
}

#[test]
fn the_order_is_the_same_with_and_without_pgvector() {
    let database = with_a_shop(Server::shared(), "knowledge_vectors");
    let mut client = database.superuser();
    let sql = "select count(*) from pg_available_extensions where name = 'vector'";
    assert_eq!(client.value::<i64>(sql), 1, "pgvector is installed for these tests: scripts/vector.sh");
    // In a schema that needs quotes: the extension may be anywhere.
    client.run("create schema \"Where else\"; create extension vector schema \"Where else\"");
    assert_eq!(refresh(&mut client), (7, 0, 0, 0));
    assert_eq!(client.value::<i64>("select count(embedding) from copilot._vectors"), 7);
    let by_extension = all_found(&mut client);
    assert!(by_extension.len() > 20, "{by_extension:?}");

    client.refused("drop extension vector").is("2BP01");
    client.run("drop extension vector cascade");
    assert_eq!(all_found(&mut client), by_extension, "a scan of real[] gives every digit of the same scores");
    assert_eq!(refresh(&mut client), (0, 0, 0, 7));

    client.run("create extension vector schema \"Where else\"");
    assert_eq!(all_found(&mut client), by_extension, "the column is not there yet");
    assert_eq!(refresh(&mut client), (0, 0, 0, 7));
    assert_eq!(client.value::<i64>("select count(embedding) from copilot._vectors"), 7, "filled again");
    assert_eq!(all_found(&mut client), by_extension);

    client.run("drop table shop.payments; alter table shop.orders add paid boolean");
    assert_eq!(refresh(&mut client), (0, 1, 1, 5));
    let same = "select count(*) from copilot._vectors v full join copilot._embeddings e using (id)
                where v.embedding::real[] is distinct from e.embedding";
    assert_eq!(client.value::<i64>(same), 0, "both tables hold the same vectors");
    database.chain_holds();
}

#[test]
fn a_dump_leaves_knowledge_out_and_it_is_made_again() {
    let server = Server::shared();
    let database = with_a_shop(server, "knowledge_dump");
    let mut client = database.superuser();
    client.run("create extension vector");
    assert_eq!(refresh(&mut client).0, 7);
    let before = all_found(&mut client);
    let dump = run(server.program("pg_dump").arg("knowledge_dump"));
    assert!(!dump.contains("_documents") && !dump.contains("_vectors") && !dump.contains("_postings"), "{dump}");

    let copy = server.empty_database("knowledge_dump_copy", "template template0");
    let file = server.scratch("knowledge.sql");
    std::fs::write(&file, dump).expect("the scratch folder");
    run(server
        .program("psql")
        .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "knowledge_dump_copy", "-f"])
        .arg(&file));
    let mut restored = copy.superuser();
    restored.refused("select * from copilot.search_schema('orders')").is("02000").says("refresh_knowledge()");
    assert!(restored.ask("where are the orders?").contains("never refreshed"));
    assert_eq!(refresh(&mut restored), (7, 0, 0, 0));
    let names = |found: &[String]| -> Vec<String> { found.to_vec() };
    assert_eq!(names(&all_found(&mut restored)), names(&before));
}

#[test]
fn two_refreshes_at_once_take_turns() {
    let database = with_a_shop(Server::shared(), "knowledge_turns");
    let (mut first, mut second) = (database.superuser(), database.superuser());
    first.run("begin");
    assert_eq!(refresh(&mut first).0, 7);
    let pid = second.pid();
    let waiting = std::thread::spawn(move || refresh(&mut second));
    database.backend_waits(pid, "Lock");
    let mut reader = database.superuser();
    reader.refused("select * from copilot.search_schema('orders')").is("02000");
    first.run("commit");
    assert_eq!(waiting.join().expect("the second refresh"), (0, 0, 0, 7), "it sees what the first one wrote");
    assert!(!all_found(&mut reader).is_empty());
    assert_eq!(reader.value::<i64>("select count(*) from copilot._documents"), 7);
}

#[test]
fn a_refresh_that_is_rolled_back_leaves_nothing_but_its_audit_row() {
    let database = with_a_shop(Server::shared(), "knowledge_rollback");
    let mut client = database.superuser();
    client.run("begin");
    refresh(&mut client);
    client.run("rollback");
    client.refused("select * from copilot.search_schema('orders')").is("02000");
    assert!(database.audit().iter().any(|row| row.action == "refresh_knowledge" && row.outcome == "ok"));
}

#[test]
fn rights_count_at_the_moment_of_the_search() {
    let database = with_a_shop(Server::shared(), "knowledge_rights");
    let mut owner = database.superuser();
    database.user("knowledge_ann", &["copilot_reader"]);
    database.user("knowledge_bob", &["copilot_writer"]);
    // Bob may not read one table, and yet everybody's knowledge is whole after his refresh.
    assert_eq!(refresh(&mut database.connect_as("knowledge_bob")).0, 7);
    let mut ann = database.connect_as("knowledge_ann");
    ann.refused("select * from copilot.refresh_knowledge()").is("42501");
    let mut found =
        || -> Vec<String> { ann.values("select name from copilot.search_schema('orders and payments', 100)") };
    assert!(found().is_empty());
    owner.run("grant usage on schema shop to knowledge_ann; grant select on shop.orders to knowledge_ann");
    assert_eq!(found(), ["orders"]);
    owner.run("grant select (amount) on shop.payments to knowledge_ann");
    let mut both = found();
    both.sort();
    assert_eq!(both, ["orders", "payments"], "one column is enough");
    owner.run("revoke usage on schema shop from knowledge_ann");
    assert!(found().is_empty());
    assert!(!ann.ask("where are the orders?").contains("placed_at"));
}

#[test]
fn names_of_any_kind_are_only_names() {
    for (name, encoding) in
        [("knowledge_latin1", "LATIN1"), ("knowledge_ascii", "SQL_ASCII"), ("knowledge_utf8", "UTF8")]
    {
        let options = format!("template template0 locale 'C' encoding '{encoding}'");
        let database = Server::shared().empty_database(name, &options);
        let mut client = database.superuser();
        client.run("create extension copilot_ext");
        let mut tables = vec![
            "\"; drop table public.kept; --".to_owned(),
            "it's '{\"a\": [1]}' \\n".to_owned(),
            "x".repeat(63),
            "größe_der_élèves".to_owned(),
        ];
        if encoding != "LATIN1" {
            tables.push("🦀_crabs_注文".to_owned());
        }
        client.run("create table public.kept (id int)");
        for table in &tables {
            client.run(&format!("create table public.{} (\"a\"\"b\" int, \"ünder score\" text)", quoted(table)));
            client.run(&format!("comment on table public.{} is 'größe'", quoted(table)));
        }
        client.run("create function public.\"f;--\"(int, \"named %s\" text) returns int language sql as 'select 1'");
        assert_eq!(refresh(&mut client), (tables.len() as i32 + 2, 0, 0, 0), "{encoding}");
        assert_eq!(refresh(&mut client), (0, 0, 0, tables.len() as i32 + 2), "{encoding}");
        for table in &tables {
            let found = client.query("select name from copilot.search_schema($1, 10)", &[table]).expect("a search");
            let names: Vec<String> = found.iter().map(|row| row.get(0)).collect();
            assert!(names.contains(table), "{encoding}: {table} is not among {names:?}");
        }
        assert_eq!(client.value::<i64>("select count(*) from public.kept"), 0);
    }
}
