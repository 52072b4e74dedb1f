-- What the text does not show: views, policies, inheritance.
----
-- name: view_call
select * from mallory.v_call
----
-- name: view_folded
select count(*) from mallory.v_folded
----
-- name: view_cast
select * from mallory.v_cast
----
-- name: view_nested
select * from mallory.v_nested
----
-- name: view_barrier
select * from mallory.v_barrier
----
-- name: view_hidden_column
select a from mallory.v_columns
----
-- name: view_hidden_column_read
select hidden from mallory.v_columns limit 1
----
-- name: view_lateral
select count(*) from mallory.v_lateral
----
-- name: view_operator
select a from mallory.v_operator limit 1
----
-- name: view_files
-- leaks: PG_VERSION
select * from mallory.v_files
----
-- name: view_sequence
select * from mallory.v_sequence
----
-- name: view_settings
select * from mallory.v_settings
----
-- name: view_secrets_of_stranger
select * from mallory.v_secrets
----
-- name: view_remote
select * from mallory.v_remote
----
-- name: view_tablesample
select * from mallory.v_random
----
-- name: view_over_copilot
-- before: create temp view evil_view as select copilot.ask('x')
-- after: drop view pg_temp.evil_view
select * from evil_view
----
-- name: view_temp_over_function
-- before: create temp view evil_view as select mallory.vo0() as n
-- after: drop view pg_temp.evil_view
select * from evil_view
----
-- name: view_temp_recursive
-- before: create temp recursive view evil_view(n) as select 1 union all select n + mallory.im1(n) from evil_view where n < 3
-- after: drop view pg_temp.evil_view
select * from evil_view
----
-- name: view_invoker
-- before: create temp view evil_view with (security_invoker) as select id, secret from vault.secrets
-- after: drop view pg_temp.evil_view
select * from evil_view
----
-- name: view_lock
select * from mallory.v_folded for share
----
-- name: view_in_cte
with v as (select * from mallory.v_call) select 1 from v
----
-- name: view_in_exists
select exists (select from mallory.v_call)
----
-- name: view_row_type
select v from mallory.v_call v
----
-- name: view_definition_executed
select pg_get_viewdef('mallory.v_call'::regclass), (select a from mallory.v_call)
----
-- name: view_matview
select * from mallory.v_call, mallory.m_call
----
-- name: policy_function
select * from mallory.policed
----
-- name: policy_count
select count(*) from mallory.policed
----
-- name: policy_exists
select 1 where exists (select from mallory.policed)
----
-- name: policy_join
select 1 from shop.orders o join mallory.policed p on p.a = o.id
----
-- name: policy_lazy
select * from mallory.policed_lazy
----
-- name: policy_under_view
select * from (select * from mallory.policed) s limit 1
----
-- name: policy_not_bypassed
select note from vault.ledger where owner = 'vault_owner'
----
-- name: policy_leaky_cast
select note::int from vault.ledger
----
-- name: policy_leaky_division
select 1 / (length(note) - 16) from vault.ledger where owner <> current_user
----
-- name: policy_leaky_order
select * from vault.ledger order by note::xml::text
----
-- name: policy_aggregate
select string_agg(note, ',') from vault.ledger
----
-- name: policy_row_security_off
-- before: set row_security = off
-- after: reset row_security
select note from vault.ledger
----
-- name: policy_statistics
select most_common_vals from pg_stats where schemaname = 'vault'
----
-- name: policy_merge_with_own
select (select note from vault.ledger order by owner desc limit 1)
----
-- name: barrier_leaky_cast
select secret::int from vault.own_secrets
----
-- name: barrier_leaky_where
select 1 from vault.own_secrets where secret::int = 1
----
-- name: barrier_leaky_join
select 1 from vault.own_secrets s join shop.orders o on o.id = s.secret::int
----
-- name: barrier_leaky_case
select 1 from vault.own_secrets where case when secret > 'A' then 1 / 0 else 0 end = 0
----
-- name: column_denied
select closed_part from vault.half
----
-- name: column_denied_star
select * from vault.half
----
-- name: column_denied_whole_row
select h from vault.half h
----
-- name: column_denied_to_json
select to_json(h) from vault.half h
----
-- name: column_denied_in_where
select open_part from vault.half where closed_part like 'T%'
----
-- name: column_denied_in_order
select open_part from vault.half order by closed_part
----
-- name: column_denied_using
select open_part from vault.half x join vault.half y using (open_part, closed_part)
----
-- name: column_denied_natural
select open_part from vault.half natural join vault.half y
----
-- name: column_denied_alias
select z from vault.half as h(x, z)
----
-- name: column_denied_system
select ctid, xmin, tableoid from vault.secrets
----
-- name: column_denied_join_alias
select (j).closed_part from (vault.half x cross join shop.edges) j
----
-- name: column_denied_count
select count(closed_part) from vault.half
----
-- name: inherited_secret
select secret from vault.parent
----
-- name: inherited_child
select * from vault.child
----
-- name: inherited_whole_row
select p from vault.parent p limit 1
----
-- name: inherited_tableoid
select tableoid::regclass from vault.child
