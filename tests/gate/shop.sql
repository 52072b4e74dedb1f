-- A small shop that everybody may read: what the honest queries ask about. Nothing in it depends on the day or on
-- chance.

create schema shop;
create table shop.customers (
    id int primary key,
    email varchar(60) not null unique,
    full_name text not null,
    city text not null,
    newsletter boolean not null,
    joined date not null,
    tags text[] not null default '{}',
    settings jsonb not null default '{}'
);
insert into shop.customers
select n, format('customer%s@example.com', n), (array['Ada', 'Bo', 'Chen', 'Dana', 'Efe'])[1 + n % 5] || ' No. ' || n,
       (array['Leipzig', 'Porto', 'Gdansk', 'Lyon'])[1 + n % 4], n % 3 = 0, date '2024-01-01' + n * 7,
       case when n % 4 = 0 then array['vip', 'b2b'] when n % 4 = 1 then array['new'] else '{}' end,
       jsonb_build_object('lang', (array['de', 'pt', 'pl'])[1 + n % 3], 'limits', jsonb_build_array(n, n * 2),
                          'theme', jsonb_build_object('dark', n % 2 = 0))
  from generate_series(1, 40) n;

create table shop.products (
    id int primary key,
    sku text not null unique,
    title text not null,
    category text not null,
    price numeric(10, 2) not null,
    weight real,
    on_sale daterange,
    description text not null
);
insert into shop.products
select n, 'SKU-' || lpad(n::text, 4, '0'), initcap((array['red', 'blue', 'green'])[1 + n % 3] || ' ' ||
       (array['lamp', 'chair', 'table', 'shelf'])[1 + n % 4]) || ' ' || n,
       (array['lighting', 'seating', 'tables', 'storage'])[1 + n % 4], round(9.99 + n * 3.5, 2), n * 0.25,
       case when n % 3 = 0 then daterange('2024-03-01', '2024-03-01'::date + n) end,
       'A ' || (array['sturdy', 'light', 'modern'])[1 + n % 3] || ' piece of furniture for running the house'
  from generate_series(1, 24) n;

create type shop.status as enum ('new', 'paid', 'shipped', 'returned');
create table shop.orders (
    id bigint generated always as identity primary key,
    customer_id int not null references shop.customers,
    status shop.status not null,
    total numeric(10, 2) not null,
    placed_at timestamptz not null,
    shipped_after interval
);
insert into shop.orders (customer_id, status, total, placed_at, shipped_after)
select 1 + n % 40, (array['new', 'paid', 'shipped', 'returned'])[1 + n % 4]::shop.status, 10 + (n * 37 % 400) + 0.5,
       timestamptz '2024-01-01 08:00+00' + n * interval '31 hours',
       case when n % 4 > 1 then n % 7 * interval '1 day' + interval '2 hours' end
  from generate_series(1, 200) n;
create index orders_customer on shop.orders (customer_id, placed_at desc);
create index orders_open on shop.orders (placed_at) where status = 'new';

create table shop.order_items (
    order_id bigint not null references shop.orders,
    line int not null,
    product_id int not null references shop.products,
    quantity int not null check (quantity > 0),
    price numeric(10, 2) not null,
    primary key (order_id, line)
);
insert into shop.order_items
select o.id, l, 1 + (o.id * 5 + l * 7) % 24, 1 + (o.id + l) % 3, round(5 + (o.id * l % 50) * 1.1, 2)
  from shop.orders o, generate_series(1, 3) l where l <= 1 + o.id % 3;
create index order_items_product on shop.order_items (product_id);

create table shop.categories (id int primary key, parent_id int references shop.categories, name text not null);
insert into shop.categories values
    (1, null, 'all'), (2, 1, 'indoor'), (3, 1, 'outdoor'), (4, 2, 'lighting'), (5, 2, 'seating'), (6, 3, 'tables'),
    (7, 4, 'lamps'), (8, 4, 'candles');
create table shop.edges (a int, b int);
insert into shop.edges values (1, 2), (2, 3), (3, 1), (3, 4);

create table shop.events (customer_id int, kind text not null, path text not null, at timestamptz not null)
    partition by range (at);
create table shop.events_2024_01 partition of shop.events for values from ('2024-01-01') to ('2024-02-01');
create table shop.events_2024_02 partition of shop.events for values from ('2024-02-01') to ('2024-03-01');
create table shop.events_rest partition of shop.events default;
insert into shop.events
select 1 + n % 40, (array['view', 'cart', 'buy'])[1 + n % 3], '/p/' || n % 24,
    timestamptz '2024-01-01 00:00+00' + n * interval '5 hours'
  from generate_series(1, 300) n;
create table shop.stock (product_id int references shop.products, warehouse text, quantity int, counted date,
    primary key (product_id, warehouse));
insert into shop.stock
select p.id, w, p.id * 3 % 17, date '2024-05-01' from shop.products p, unnest(array['north', 'south']) w;
create table shop.bookings (room int, during tsrange, guests int, exclude using gist (room with =, during with &&));
insert into shop.bookings
select n % 3, tsrange(timestamp '2024-06-01 10:00' + n * interval '1 day',
    timestamp '2024-06-01 12:00' + n * interval '1 day'), n
  from generate_series(1, 12) n;
create table shop.kinds (
    id int, small smallint, big bigint, exact numeric, r real, d double precision, c char(5), v varchar(5), b bytea,
    t time, tz timetz, ts timestamp, i interval, u uuid, ip inet, net cidr, mac macaddr, bits bit(4), pt point,
    m money, a int[], aa int[][], x xml, j json, tv tsvector, tq tsquery, n name, o oid, lsn pg_lsn, e shop.status
);
insert into shop.kinds values
    (1, -32768, 9223372036854775807, 12345678901234567890.123456789, 1.5, 1e-300, 'ab', 'cd', '\xdeadbeef',
    '12:34:56.789',
     '12:34:56+02', '2024-02-29 23:59:59.999999', '1 year 2 months 3 days 04:05:06',
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
     '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', '1010', '(1,2)', 12.34, '{1,null,3}', '{{1,2},{3,4}}',
    '<a b="c">d</a>',
     '{"k": [1, 2.50, null, true], "k": "twice"}', 'a:1 b:2', 'a & !b', 'a name', 4294967295, '16/B374D848', 'paid'),
    (2, null, null, 'NaN', 'Infinity', '-Infinity', '', '', '', '00:00', '00:00+00', 'infinity', '-1 day', null,
    '::1', '::/0', null,
     '0000', '(0,0)', 0, '{}', '{}', null, 'null', '', '', '', 0, '0/0', null);

create view shop.order_totals as
    select o.id, o.customer_id, o.status, sum(i.quantity * i.price) as items_total
      from shop.orders o join shop.order_items i on i.order_id = o.id group by o.id;
create view shop.open_orders with (security_barrier) as
    select id, customer_id, total from shop.orders where status = 'new';
create materialized view shop.sales_by_city as
    select c.city, count(*) as orders, sum(o.total) as total
    from shop.orders o join shop.customers c on c.id = o.customer_id group by c.city;
create table shop.notes (customer_id int, author name, note text);
insert into shop.notes values (1, 'gate_ann', 'hers'), (2, 'gate_bob', 'his'), (3, 'copilot_gate', 'of the gate');
alter table shop.notes enable row level security;
create policy own_notes on shop.notes for select using (author = current_user);
create sequence shop.invoice_numbers start 1000;
comment on table shop.orders is 'One row per checkout';
comment on column shop.orders.total is 'With tax';

grant usage on schema shop to public;
grant select on all tables in schema shop to public;
grant select on all sequences in schema shop to public;
analyze;
