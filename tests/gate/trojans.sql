-- What a stranger leaves in pg_stat_statements for somebody else to plan. Each runs as mallory, in whose session her
-- functions sleep; "as" names another of her roles.
----
-- name: trojan_zero_arguments
select mallory.im0()
----
-- name: trojan_in_where
select count(*) from shop.orders where id > mallory.im0()
----
-- name: trojan_false_branch
select count(*) from shop.orders where false and id = mallory.im0()
----
-- name: trojan_constant_argument
select count(*) from shop.orders where id = mallory.im1(7)
----
-- name: trojan_inlined
select count(*) from shop.orders where id = mallory.inlined()
----
-- name: trojan_atomic
select count(*) from shop.orders where id = mallory.atomic()
----
-- name: trojan_set_inlined
select count(*) from mallory.rows() r where r = 2
----
-- name: trojan_default_argument
select mallory.with_default()
----
-- name: trojan_default_argument_of_builtin
select make_interval(days => mallory.im0())
----
-- name: trojan_limit
select id from shop.orders limit mallory.im0()
----
-- name: trojan_view
select count(*) from mallory.v_folded
----
-- name: trojan_view_nested
select count(*) from mallory.v_nested
----
-- name: trojan_domain_cast
select 5::mallory.evil_int
----
-- name: trojan_domain_of_column
select a::mallory.evil_lazy from mallory.t
----
-- name: trojan_domain_implicit
select count(*) from mallory.domains where d = 1
----
-- name: trojan_domain_text_implicit
select count(*) from mallory.domains where t = 'x'
----
-- name: trojan_composite_literal
select ('(1,2)'::mallory.pair).a
----
-- name: trojan_array_of_domain
select '{1,2}'::mallory.evil_int[]
----
-- name: trojan_operator
select count(*) from mallory.t where b operator(mallory.===) 1
----
-- name: trojan_operator_estimate
select count(*) from mallory.t where a operator(mallory.<<<) 5
----
-- name: trojan_prefix_operator
select operator(mallory.@@@) 1
----
-- name: trojan_cast
select 'calm'::mallory.mood::int
----
-- name: trojan_cast_implicit
select count(*) from shop.orders where id = 'calm'::mallory.mood::int
----
-- name: trojan_policy
-- as: mallory_two
select count(*) from mallory.policed
----
-- name: trojan_policy_lazy
-- as: mallory_two
select count(*) from mallory.policed_lazy
----
-- name: trojan_index_expression
select count(*) from mallory.indexed where a = 3
----
-- name: trojan_index_predicate
select count(*) from mallory.indexed_where where a = 3
----
-- name: trojan_index_function
select count(*) from mallory.indexed_function where b = 1
----
-- name: trojan_partition_key
select count(*) from mallory.keyed where a = 1
----
-- name: trojan_partition_list
select count(*) from mallory.listed where a = 1
----
-- name: trojan_partition_opclass
select count(*) from mallory.by_range where a = 5
----
-- name: trojan_partition_hash
select count(*) from mallory.by_hash where a = 5
----
-- name: trojan_statistics_expression
select count(*) from mallory.with_statistics where b = 1
----
-- name: trojan_check_constraint
select count(*) from mallory.checked where a = -1
----
-- name: trojan_insert_default
insert into mallory.defaults (a) values (1)
----
-- name: trojan_insert_rule
insert into mallory.inserted values (1)
----
-- name: trojan_update_generated
update mallory.defaults set a = a + 1
----
-- name: trojan_delete
delete from mallory.t where a = -mallory.im0()
----
-- name: trojan_update_index
update mallory.indexed_function set c = 'x' where a = 1
----
-- name: trojan_merge
merge into mallory.t t using shop.categories c on c.id = t.a + mallory.im0() * 1000 when matched then do nothing
----
-- name: trojan_on_conflict
insert into mallory.indexed_function values (1, 1, 'x') on conflict do nothing
----
-- name: trojan_aggregate
select mallory.evil_end(a) from mallory.t
----
-- name: trojan_aggregate_state
select mallory.evil_state(a) from mallory.t where false
----
-- name: trojan_window
select mallory.evil_moving(a) over (order by a rows 1 preceding) from mallory.t
----
-- name: trojan_opclass
select distinct p from mallory.moods
----
-- name: trojan_range_difference
select count(*) from mallory.ranges where r && '[a,b)'
----
-- name: trojan_foreign
select count(*) from mallory.remote
----
-- name: trojan_foreign_folded
select count(*) from mallory.remote_folded where a = 1
----
-- name: trojan_foreign_child
select count(*) from mallory.remote_parent
----
-- name: trojan_row_type
select jsonb_populate_record(null::mallory.pair, '{"a": 1, "b": 2}')
----
-- name: trojan_record_definition
select * from json_to_recordset('[{"a": 1}]') as r(a mallory.evil_int)
----
-- name: trojan_xmltable
select * from xmltable('/a' passing ('<a>1</a>'::xml) columns b mallory.evil_int path '.')
----
-- name: trojan_query_to_xml
select query_to_xml('select mallory.im0()', true, true, '')
----
-- name: trojan_ts_stat
select count(*) from ts_stat('select mallory.same_text(''a'')::tsvector')
----
-- name: trojan_builtin_with_effect
select set_config('evil.flag', 'set', true)
----
-- name: trojan_advisory_lock
select pg_try_advisory_lock_shared(66601, 7)
----
-- name: trojan_setseed
select setseed(0.1)
----
-- name: trojan_search_path_now
-- path: mallory, pg_catalog
select now() > '2026-01-01'
----
-- name: trojan_search_path_operator
-- path: mallory, pg_catalog
select count(*) from shop.orders where customer_id = 3
----
-- name: trojan_search_path_table
-- path: mallory, shop
select count(*) from pg_class where relname = 'lured'
----
-- name: trojan_better_fit
-- path: common, shop
select count(*) from customers where lower(email) = 'x'
----
-- name: trojan_better_fit_operator
-- path: common, shop
select count(*) from customers where email = 'x'::varchar
----
-- name: trojan_same_text
-- path: mallory
select count(*) from steps_of_today where harmless() > 0
----
-- name: trojan_same_text_second_role
-- as: mallory_two
-- path: common
select count(*) from steps_of_today where harmless() > 0
----
-- name: trojan_unqualified
-- path: mallory, shop
select im0() + count(*) from orders
----
-- name: trojan_temp_shadow
-- before: create temp table orders (a int); create function pg_temp.evil() returns int language sql immutable as 'select mallory.im0()'
-- after: drop table pg_temp.orders
select count(*), pg_temp.evil() from orders
----
-- name: trojan_cte
with a as materialized (select mallory.im0() as n) select count(*) from a, shop.orders
----
-- name: trojan_lateral
select count(*) from shop.orders o, lateral (select mallory.im0() + o.id offset 0) l
----
-- name: trojan_interval_literal
select count(*) from shop.orders where placed_at > now() - interval '1 day' * mallory.im0()
----
-- name: trojan_broken_literal
select date '2026-01-01' + mallory.im0(), interval '1 day', timestamp '2026-01-01'
----
-- name: trojan_comment_in_front
/* explain me; drop table mallory.t */ select mallory.im0() as "a; drop table x"
----
-- name: trojan_second_statement
select 1 as first; select mallory.im0() as second
----
-- name: trojan_prepared
-- before: prepare planned(int) as select mallory.im0() + $1
-- after: deallocate planned
execute planned(1)
----
-- name: trojan_explain
explain analyze select mallory.im0()
----
-- name: trojan_create_table_as
create temp table evil_temp as select mallory.im0(); drop table pg_temp.evil_temp
----
-- name: trojan_declare
begin; declare c cursor for select mallory.im0(); fetch all from c; commit
----
-- name: trojan_do
do $$ begin perform mallory.im0(), count(*) from shop.orders; end $$
----
-- name: trojan_call
call mallory.proc()
----
-- name: trojan_copy
copy (select mallory.im0()) to stdout
----
-- name: trojan_refresh
refresh materialized view mallory.m_call
----
-- name: trojan_for_update
select * from mallory.t where a = mallory.im0() for update
----
-- name: trojan_select_into
select mallory.im0() as a into temp evil_temp; drop table pg_temp.evil_temp
----
-- name: trojan_emoji
select "🦄 Ünïcode"()
----
-- name: trojan_homoglyph
select nоw()
----
-- name: trojan_array_fill
select array_length(array_fill(0, array[10]), 1) + mallory.im0()
