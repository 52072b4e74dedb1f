-- A small shop without a fault: nothing the checks know may fire here.
create schema shop;
create table shop.customers (
    id bigint generated always as identity primary key,
    email text not null unique
);
create table shop.orders (
    id bigint generated always as identity primary key,
    customer_id bigint not null references shop.customers,
    placed_at timestamptz not null default now()
);
create index orders_customer_id_idx on shop.orders (customer_id);
insert into shop.customers (email) select 'customer' || n || '@example.com' from generate_series(1, 2000) n;
insert into shop.orders (customer_id) select 1 + n % 2000 from generate_series(1, 20000) n;
select count(*) from shop.orders where customer_id = 7;
-- What the audit of copilot_ext looks like in the catalogs.
create extension pg_stat_statements;
create schema copilot_audit;
create function shop.refuse() returns trigger language plpgsql as $$ begin raise 'append-only'; end $$;
create table copilot_audit.entry (seq bigint primary key);
create trigger append_only before update or delete on copilot_audit.entry for each row execute function shop.refuse();
alter table copilot_audit.entry enable always trigger append_only;
create table copilot_audit.open_call (seq bigint primary key);
select pg_stat_force_next_flush();
vacuum analyze shop.customers, shop.orders;
