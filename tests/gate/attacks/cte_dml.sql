-- Data-modifying statements inside queries.
----
-- name: cte_delete
with gone as (delete from mallory.t returning *) select * from gone
----
-- name: cte_insert
with made as (insert into mallory.traces values ('cte') returning what) select what from made
----
-- name: cte_update
with changed as (update mallory.t set b = 0 returning a) select count(*) from changed
----
-- name: cte_delete_unreferenced
with gone as (delete from mallory.t) select 1
----
-- name: cte_merge
with m as (merge into mallory.t using shop.orders o on o.id = a when matched then delete returning 1) select * from m
----
-- name: cte_nested
with a as (with b as (delete from mallory.t returning 1) select * from b) select * from a
----
-- name: cte_in_subquery
select (with gone as (delete from mallory.t returning 1) select count(*) from gone)
----
-- name: cte_in_from
select * from (with gone as (delete from mallory.t returning a) select a from gone) g
----
-- name: cte_in_exists
select 1 where exists (with gone as (delete from mallory.t returning 1) select from gone)
----
-- name: cte_in_values
values ((with gone as (delete from mallory.t returning a) select a from gone limit 1))
----
-- name: cte_recursive_dml
with recursive r as (select 1 as n union all select n + 1 from r where n < 3),
     gone as (delete from mallory.t where a in (select n from r) returning a) select * from gone
----
-- name: cte_after_materialized
with a as materialized (select 1), b as not materialized (delete from mallory.t returning 1) select * from a
----
-- name: cte_in_union_arm
select 1 union all (with gone as (delete from mallory.t returning 1) select * from gone)
----
-- name: cte_explain
explain with gone as (delete from mallory.t returning *) select * from gone
----
-- name: cte_top_level_insert
with a as (select 1 as n) insert into mallory.t select n, n, 'x' from a
----
-- name: cte_dml_with_search
with recursive gone as (delete from mallory.t returning a) search depth first by a set o select * from gone
----
-- name: cte_dml_in_lateral
select * from shop.orders o, lateral (with gone as (delete from mallory.t where a = o.id returning a) select * from gone) g
----
-- name: cte_table_command
with gone as (truncate mallory.t) table gone
