-- A visitor clicks.
\set id random_exponential(1, 60000, 6)
\set product random_exponential(1, 3000, 6)
insert into shop.events (customer_id, kind, path, at) values (:id, 'view', '/product/' || :product, now());
