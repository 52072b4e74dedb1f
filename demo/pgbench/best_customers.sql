-- The morning report: sorts more than work_mem holds.
select c.city, o.customer_id, count(*) as orders, sum(o.total) as revenue,
       percentile_cont(0.5) within group (order by o.total) as median
  from shop.orders o join shop.customers c on c.id = o.customer_id
 where o.created_at > now() - interval '1 year'
 group by c.city, o.customer_id
 order by revenue desc;
