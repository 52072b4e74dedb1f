-- A buyer asks how a product sells: over the foreign key without an index.
\set id random(1, 3000)
select date_trunc('month', o.created_at) as month, sum(i.quantity) as pieces, sum(i.quantity * i.price) as revenue
  from shop.order_items i join shop.orders o on o.id = i.order_id
 where i.product_id = :id
 group by 1 order by 1;
