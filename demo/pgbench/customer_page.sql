-- A customer looks at the own orders.
\set id random_exponential(1, 60000, 6)
select full_name, city, newsletter from shop.customers where id = :id;
select id, status, total, created_at from shop.orders where customer_id = :id order by created_at desc limit 10;
