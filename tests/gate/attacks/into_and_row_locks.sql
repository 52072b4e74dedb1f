-- SELECT that writes, and SELECT that locks.
----
-- name: into_table
select 1 as a into public.evil_table
----
-- name: into_temp
select 1 as a into temp evil_temp
----
-- name: into_unlogged
select a into unlogged table public.evil_table from mallory.t
----
-- name: into_first_arm_of_union
select 1 as a into evil_table union all select 2
----
-- name: into_in_values_union
select 1 into evil_table union values (2)
----
-- name: into_in_cte
with a as (select 1) select * into evil_table from a
----
-- name: into_in_subselect
select * from (select 1 as a into evil_table) s
----
-- name: into_explain
explain select 1 as a into evil_table
----
-- name: into_explain_analyze
explain analyze select 1 as a into evil_table
----
-- name: into_nested_parentheses
((select 1 as a into evil_table))
----
-- name: into_outfile
select 1 into outfile '/tmp/evil'
----
-- name: lock_for_update
select * from mallory.t for update
----
-- name: lock_for_no_key_update
select * from mallory.t for no key update skip locked
----
-- name: lock_for_share
select * from mallory.t for share nowait
----
-- name: lock_for_key_share
select * from shop.orders for key share
----
-- name: lock_in_subquery
select * from (select * from mallory.t for update) s
----
-- name: lock_in_cte
with l as (select * from mallory.t for update) select * from l
----
-- name: lock_in_exists
select 1 where exists (select from mallory.t for update)
----
-- name: lock_in_scalar
select (select a from mallory.t limit 1 for update)
----
-- name: lock_in_lateral
select * from shop.orders o, lateral (select * from mallory.t t where t.a = o.id for share) l
----
-- name: lock_in_union_arm
(select a from mallory.t for update) union all select 1
----
-- name: lock_of_table
select * from mallory.t t, shop.orders o where o.id = t.a for update of t
----
-- name: lock_view
select * from mallory.v_folded for update
----
-- name: lock_explain
explain select * from mallory.t for update
----
-- name: lock_for_read_only
select * from mallory.t for read only for update
