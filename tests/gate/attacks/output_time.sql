-- Code that runs while rows become JSON: casts to json are looked for by themselves, for every type of a user.
----
-- name: output_enum_cast
select m from mallory.moods
----
-- name: output_composite_cast
select p from mallory.moods
----
-- name: output_whole_row
select t from mallory.moods t
----
-- name: output_star
select * from mallory.moods
----
-- name: output_literal_enum
select 'calm'::mallory.mood
----
-- name: output_literal_composite
select '(1,x)'::mallory.plain
----
-- name: output_row
select row('calm'::mallory.mood)
----
-- name: output_array_of_enum
select array['calm'::mallory.mood]
----
-- name: output_array_of_composite
select array[(1, 'x')::mallory.plain]
----
-- name: output_anonymous_record
select r from (select m, p from mallory.moods) r
----
-- name: output_nested_record
select row(row(m)) from mallory.moods
----
-- name: output_to_json
select to_json(m) from mallory.moods
----
-- name: output_to_jsonb
select to_jsonb(p) from mallory.moods
----
-- name: output_row_to_json
select row_to_json(t) from mallory.moods t
----
-- name: output_json_agg
select json_agg(m) from mallory.moods
----
-- name: output_jsonb_agg_record
select jsonb_agg(t) from mallory.moods t
----
-- name: output_json_object_agg
select json_object_agg('k', m) from mallory.moods
----
-- name: output_json_build_array
select json_build_array(m, p) from mallory.moods
----
-- name: output_jsonb_build_object_key
select jsonb_build_object(m, 1) from mallory.moods
----
-- name: output_array_to_json
select array_to_json(array[m]) from mallory.moods
----
-- name: output_json_array_constructor
select json_array(m) from mallory.moods
----
-- name: output_table_command
table mallory.moods
----
-- name: output_values
values ('calm'::mallory.mood)
----
-- name: output_union_resolves
select 'calm'::mallory.mood union all select 'angry'
----
-- name: output_case_type
select case when true then m end from mallory.moods
----
-- name: output_aggregate_type
select max(m) from mallory.moods
----
-- name: output_array_agg
select array_agg(m) from mallory.moods
----
-- name: output_subquery_row
select (select t from mallory.moods t limit 1)
----
-- name: output_lateral_row
select x.* from mallory.moods t, lateral (select t.m, t) x
----
-- name: output_concat
select concat(m, p) from mallory.moods
----
-- name: output_format
select format('%s', p) from mallory.moods
----
-- name: output_string_cast
select p::text, m::text from mallory.moods
----
-- name: output_xml
select xmlforest(m, p) from mallory.moods
----
-- name: output_hstore
select hstore(t) from mallory.moods t
----
-- name: output_range
select r from mallory.ranges
----
-- name: output_domain_over_enum
-- before: create domain pg_temp.mood_domain as mallory.mood
-- after: drop domain pg_temp.mood_domain
select 'calm'::pg_temp.mood_domain
----
-- name: output_domain_array
select d from mallory.domains
----
-- name: output_type_changed_under_way
select m, pg_typeof(m) from mallory.moods
