-- What goes wrong in a shop over the years, done to it for real. Nothing here tells copilot what to find.

-- A foreign key lost its index when somebody tidied up.
drop index shop.order_items_product_id_idx;

-- Somebody else added an index that another one begins with.
create index orders_customer_id_idx on shop.orders (customer_id);

-- Autovacuum was switched off "for the big import", and payments kept changing.
alter table shop.payments set (autovacuum_enabled = off);
update shop.payments set status = 'disputed', changed_at = now() where id % 2 = 0;
update shop.payments set status = 'settled', changed_at = now() where id % 4 = 0;

-- Years of clicks have used up most of an integer, and a campaign doubled the table before anything looked at it again.
alter table shop.events set (autovacuum_enabled = off);
alter table shop.events alter column id restart with 2080000000;
insert into shop.events (customer_id, kind, path, at)
select customer_id, 'campaign', path, at + interval '1 hour'
  from shop.events
 order by id
 limit (select reltuples * 0.6 from pg_class where oid = 'shop.events'::regclass);

-- Bought-in data, loaded and never analysed.
create table shop.price_history with (autovacuum_enabled = off) as
select id as product_id, current_date - days as day, (price * (0.8 + random() * 0.4))::numeric(10, 2) as price
  from shop.products, generate_series(1, 40) days;
comment on table shop.price_history is 'Prices of competitors, bought in by the month';
grant select on shop.price_history to shop_app;

-- A unique index that could not be built, since families share a telephone, and was left behind.
\set ON_ERROR_STOP off
create unique index concurrently customers_phone_key on shop.customers (phone);
\set ON_ERROR_STOP on

comment on schema shop is 'A mail-order shop';
