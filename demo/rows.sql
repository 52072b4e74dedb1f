-- The shop's rows: psql -v scale=1 makes about 2.8 million. Few customers order much, few products sell well, most
-- of it happened lately. Everything a shop should have is here: keys, indexes, statistics. See faults.sql.
\if :{?scale} \else \set scale 1 \endif
\set customers '(120000 * :scale)::integer'
\set products '(6000 * :scale)::integer'
\set orders '(500000 * :scale)::integer'
\set events '(500000 * :scale)::integer'

set work_mem = '128MB';
set maintenance_work_mem = '256MB';
-- One run gives the same shop as the next.
select setseed(0.4711) \g /dev/null

insert into shop.customers
select n,
       lower(first) || '.' || lower(last) || n || '@example.com',
       first || ' ' || last,
       (array['Berlin', 'Lisbon', 'Krakow', 'Lyon', 'Turin', 'Ghent', 'Brno', 'Malmo', 'Graz', 'Bergen'])[1 + (random() ^ 2 * 9)::integer],
       case when random() < 0.7 then '+49 30 ' || (random() * 89999 * :scale)::integer end,
       random() < 0.3,
       now() - interval '1500 days' * random()
  from generate_series(1, :customers) n,
       lateral (select (array['Ada', 'Ben', 'Clara', 'David', 'Emma', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jan', 'Kaja', 'Leo'])[1 + n % 12] as first,
                       (array['Novak', 'Silva', 'Weber', 'Rossi', 'Dubois', 'Jansen', 'Larsen', 'Kowal', 'Moreau', 'Costa'])[1 + n / 12 % 10] as last) names;

insert into shop.products
select n,
       'SKU-' || lpad(n::text, 6, '0'),
       (array['Oak', 'Steel', 'Linen', 'Cork', 'Glass', 'Wool'])[1 + n % 6] || ' '
           || (array['lamp', 'table', 'chair', 'shelf', 'rug', 'bowl', 'clock', 'kettle'])[1 + n / 6 % 8] || ' no. ' || n,
       (array['living', 'kitchen', 'garden', 'office', 'kids'])[1 + (random() ^ 2 * 4)::integer],
       (4 + random() ^ 3 * 900)::numeric(10, 2),
       (random() * 400)::integer
  from generate_series(1, :products) n;

insert into shop.orders
select n,
       1 + (random() ^ 3 * (:customers - 1))::integer,
       (array['shipped', 'shipped', 'shipped', 'shipped', 'paid', 'paid', 'new', 'returned', 'cancelled'])[1 + (random() * 8)::integer],
       (8 + random() ^ 4 * 1500)::numeric(10, 2),
       now() - interval '1000 days' * (1 - n::float8 / :orders) ^ 2 - interval '1 hour' * random()
  from generate_series(1, :orders) n;

insert into shop.order_items
select n,
       line,
       1 + (random() ^ 3 * (:products - 1))::integer,
       1 + (random() ^ 4 * 5)::integer,
       (4 + random() ^ 3 * 900)::numeric(10, 2)
  from generate_series(1, :orders) n,
       generate_series(1, 1 + n * 79 % 4) line;

insert into shop.payments
select n,
       n,
       (array['card', 'card', 'card', 'transfer', 'wallet'])[1 + (random() * 4)::integer],
       'settled',
       (8 + random() ^ 4 * 1500)::numeric(10, 2),
       now() - interval '1000 days' * (1 - n::float8 / :orders) ^ 2
  from generate_series(1, (:orders * 0.9)::integer) n;

insert into shop.events (customer_id, kind, path, at)
select case when random() < 0.6 then 1 + (random() ^ 3 * (:customers - 1))::integer end,
       (array['view', 'view', 'view', 'view', 'search', 'cart', 'checkout'])[1 + (random() * 6)::integer],
       '/product/' || 1 + (random() ^ 3 * (:products - 1))::integer,
       now() - interval '90 days' * (1 - n::float8 / :events)
  from generate_series(1, :events) n;

alter table shop.customers add primary key (id);
create unique index customers_email_key on shop.customers (email);
alter table shop.products add primary key (id);
create unique index products_sku_key on shop.products (sku);
alter table shop.orders add primary key (id),
    add foreign key (customer_id) references shop.customers;
create index orders_customer_id_created_at_idx on shop.orders (customer_id, created_at);
alter table shop.order_items add primary key (order_id, line),
    add foreign key (order_id) references shop.orders,
    add foreign key (product_id) references shop.products;
create index order_items_product_id_idx on shop.order_items (product_id);
alter table shop.payments add primary key (id),
    add foreign key (order_id) references shop.orders;
create index payments_order_id_idx on shop.payments (order_id);
create index payments_status_idx on shop.payments (status, changed_at);
alter table shop.events add primary key (id),
    add foreign key (customer_id) references shop.customers;
create index events_customer_id_at_idx on shop.events (customer_id, at);

vacuum (analyze) shop.warehouses, shop.customers, shop.products, shop.orders, shop.order_items, shop.payments, shop.events;
