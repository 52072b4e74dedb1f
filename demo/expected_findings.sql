-- The faults of faults.sql, as checks name them, with what the finding's object must contain: one row each, and
-- whether it is found in this database.
with expected (check_name, object) as (
    values ('fk_without_index', 'order_items'),
           ('redundant_prefix_index', 'orders_customer_id_idx'),
           ('dead_tuple_ratio', 'payments'),
           ('stale_statistics', 'events'),
           ('never_analyzed', 'price_history'),
           ('autovacuum_off_on_table', 'payments'),
           ('sequence_exhaustion', 'events_id_seq'),
           ('invalid_index', 'customers_phone_key'),
           ('idle_in_transaction', ''),
           ('blocked_sessions', '')
), found as materialized (
    select check_name, object from copilot.findings()
)
select e.check_name, exists (select from found f where f.check_name = e.check_name and strpos(f.object, e.object) > 0)
  from expected e
union all
select 'a query that spills', exists (select from copilot.explain_slow(5) where finding ~ 'temporary files');
