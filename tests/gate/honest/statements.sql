-- TABLE, VALUES, SHOW, EXPLAIN, and texts as people type them.
----
-- name: table_command
-- unordered
table shop.categories
----
-- name: table_command_ordered
table shop.categories order by id desc limit 3
----
-- name: values_command
values (1, 'one'), (2, 'two'), (3, null)
----
-- name: values_ordered
values (3), (1), (2) order by 1
----
-- name: values_in_from
select * from (values (1, 'a'), (2, 'b')) as v(n, letter) order by n
----
-- name: select_one
select 1
----
-- name: trailing_semicolon
select 1 as one;
----
-- name: comments_everywhere
-- count of orders
select /* all of them */ count(*) -- here
from shop.orders /* nested /* comment */ */;
----
-- name: parentheses
(select 1 as n) union all (select 2) order by n
----
-- name: leading_newlines

   select 'x' as y

----
-- name: semicolon_in_string
select ';' as semicolon, '--' as dashes, '/*' as star, $$;$$ as dollar
----
-- name: keywords_in_strings
select 'delete from users; drop table x' as text, 'insert' as "update", 1 as "select"
----
-- name: keyword_like_columns
select 1 as set_config, 2 as nextval, 3 as "delete", 4 as pg_sleep
----
-- name: show_version
show server_version
----
-- name: show_work_mem
show work_mem
----
-- name: show_search_path
show search_path
----
-- name: show_time_zone
show time zone
----
-- name: show_isolation
show transaction isolation level
----
-- name: show_max_connections
show max_connections
----
-- name: show_upper_case
SHOW Shared_Buffers;
----
-- name: show_statement_timeout
-- volatile
show statement_timeout
----
-- name: explain_simple
explain select * from shop.orders where customer_id = 3
----
-- name: explain_costs_off
explain (costs off) select o.id from shop.orders o join shop.customers c on c.id = o.customer_id where c.city = 'Porto'
----
-- name: explain_verbose
explain (verbose, costs off) select sum(total) from shop.orders
----
-- name: explain_old_verbose
explain verbose select 1
----
-- name: explain_json
explain (format json, costs off) select count(*) from shop.orders group by status
----
-- name: explain_analyze_false
explain (analyze false, costs off) select 1
----
-- name: explain_cte
explain (costs off) with a as materialized (select * from shop.orders) select * from a, a b where a.id = b.id
----
-- name: explain_window
explain (costs off) select rank() over (order by total) from shop.orders
----
-- name: explain_partitions
explain (costs off) select * from shop.events where at < '2024-01-15'
----
-- name: unicode_query
select 'größe' as "größe", '数据' as "列"
----
-- name: current_functions
select current_database() is not null, current_schema(), current_schemas(true) is not null, pg_typeof(1), version() like 'PostgreSQL%', current_role = current_user
----
-- name: empty_result
select * from shop.orders where false
----
-- name: null_row
select null as nothing, null::int as no_number, null::jsonb as no_json
----
-- name: wide_row
select c.*, o.* from shop.categories c, shop.edges o order by 1, 4, 5
----
-- name: own_notes
select * from shop.notes
----
-- name: barrier_view
select * from shop.open_orders order by id
----
-- name: materialized_view
select * from shop.sales_by_city order by city
----
-- name: sequence_state
select last_value, is_called from shop.invoice_numbers
----
-- name: hostile_name
select * from "a""b; drop table shop.orders; --"."t'); select pg_sleep(9); --"
----
-- name: no_from_where
select 1 where 1 = 0
----
-- name: deep_but_sane
select * from (select * from (select * from (select id from shop.orders where id < 4) a) b) c order by 1
----
-- name: thousand_rows
select n, n * n as square from generate_series(1, 500) n order by n
----
-- name: in_list_of_hundred
select count(*) from shop.orders where id in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)
