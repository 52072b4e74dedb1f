-- Names that resolve to something else than they seem.
----
-- name: path_now
-- path: mallory, pg_catalog
select now()
----
-- name: path_length
-- path: mallory, pg_catalog
select length('abc'::text)
----
-- name: path_int4_call
-- path: mallory, pg_catalog
select int4('1')
----
-- name: path_int4_call_typed
-- path: mallory, pg_catalog
select int4('1'::text)
----
-- name: path_count
-- path: mallory, pg_catalog
select sum('x'::text)
----
-- name: path_pg_class
-- path: mallory, pg_catalog
select relname from pg_class
----
-- name: path_pg_stat_activity
-- path: mallory, pg_catalog
select * from pg_stat_activity
----
-- name: path_better_fit_lower
-- path: common, public
select lower(email) from shop.customers
----
-- name: path_better_fit_upper
-- path: common, public
select upper(email) from shop.customers limit 1
----
-- name: path_better_fit_literal
-- path: common, public
select upper('x'::varchar)
----
-- name: path_better_fit_starts_with
-- path: common, public
select starts_with(email, 'a'::varchar) from shop.customers
----
-- name: path_variadic_abs
-- path: common, public
select abs(1::smallint, 2, 3)
----
-- name: path_polymorphic
-- path: common, public
select coalesced(1)
----
-- name: path_temp_table
-- before: create temp table pg_class (oid oid, relname name)
-- after: drop table pg_temp.pg_class
select relname from pg_class where relname = 'lured'
----
-- name: path_temp_view_for_catalog
-- entitled: gate_bob
-- before: create temp view pg_settings as select mallory.vo0() as name
-- after: drop view pg_temp.pg_settings
select * from pg_settings
----
-- name: path_temp_function
-- before: create function pg_temp.evil() returns int language sql as 'select mallory.vo0()'
-- after: drop function pg_temp.evil()
select pg_temp.evil()
----
-- name: path_temp_operator
-- before: create operator pg_temp.### (leftarg = int, rightarg = int, function = mallory.op)
-- after: drop operator pg_temp.### (int, int)
select 1 operator(pg_temp.###) 1
----
-- name: path_temp_type
-- before: create domain pg_temp.int8 as int check (mallory.im1(value) > 0)
-- after: drop domain pg_temp.int8
-- path: pg_temp, pg_catalog
select '1'::int8
----
-- name: path_temp_domain
-- before: create domain pg_temp.evil as int check (mallory.im1(value) > 0)
-- after: drop domain pg_temp.evil
select '1'::pg_temp.evil
----
-- name: path_temp_first
-- before: create temp table orders (id int)
-- after: drop table pg_temp.orders
-- path: pg_temp, shop
select m.* from orders, mallory.v_call m
----
-- name: path_user_schema
-- path: "$user", mallory
select now(), vo0()
----
-- name: path_empty
-- path: ''
select mallory.vo0()
----
-- name: path_no_such_schema
-- path: nowhere, mallory
select im0()
----
-- name: path_type_name
-- path: mallory, pg_catalog
select '1'::evil_int
----
-- name: path_cast_by_path
-- path: mallory, pg_catalog
select 1::mood
----
-- name: path_rowtype_function
-- path: mallory, pg_catalog
select (p).plain_json from (select (1, 'x')::plain as p) s
----
-- name: path_operator_sub_expression
-- path: mallory, pg_catalog
select id from shop.orders where id + 0 = 1
----
-- name: path_order_by_operator
-- path: mallory, pg_catalog
select customer_id from shop.orders where customer_id between 1 + 1 and 3
----
-- name: path_pg_toast
select * from pg_toast.pg_toast_2619
----
-- name: path_information_schema_domain
select 'x; drop'::information_schema.cardinal_number
