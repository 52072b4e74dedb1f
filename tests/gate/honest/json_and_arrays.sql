-- JSON, JSON path, arrays, hstore.
----
-- name: arrow_operators
select id, settings -> 'theme' ->> 'dark' as dark, settings #>> '{limits,0}' as first_limit, settings ->> 'lang' as lang from shop.customers order by id
----
-- name: subscripts
select id, settings['theme']['dark'], settings['limits'][1] from shop.customers order by id
----
-- name: contains
select id from shop.customers where settings @> '{"lang": "de"}' and settings ? 'theme' and settings ?| array['a', 'limits'] order by id
----
-- name: path_query
select id, jsonb_path_query_array(settings, '$.limits[*] ? (@ > $min)', '{"min": 30}') from shop.customers order by id
----
-- name: path_operators
select id from shop.customers where settings @? '$.theme ? (@.dark == true)' and settings @@ '$.lang == "de"' order by id
----
-- name: path_methods
select jsonb_path_query('[1, "2", -3.7, null, {"a": 1}]', '$[*].type()'), jsonb_path_query_first('{"a": [1, 2, 3]}', '$.a.size()')
----
-- name: path_regex
select jsonb_path_query_array('["abc", "b", "cab"]', '$[*] ? (@ like_regex "^a" flag "i" || @ starts with "c")')
----
-- name: path_datetime
select jsonb_path_query_tz('["2024-02-29", "12:00"]', '$[0].datetime()')
----
-- name: elements
select e.value, e.ordinality from jsonb_array_elements('[10, "x", null, {"a": [1]}]') with ordinality e order by 2
----
-- name: each_and_keys
select c.id, e.key, e.value from shop.customers c, jsonb_each(c.settings) e where c.id <= 3 order by 1, 2
----
-- name: to_recordset
select * from jsonb_to_recordset('[{"a": 1, "b": {"c": 2}, "d": "2024-01-01"}, {"a": 2}]') as r(a int, b jsonb, d date) order by a
----
-- name: populate_record
select * from jsonb_populate_record(null::shop.categories, '{"id": 7, "name": "seven"}')
----
-- name: build
select json_build_object('a', 1, 'b', json_build_array(1, 'x', null, true)), jsonb_build_object('n', 1.50, 't', now() is not null), json_object('{a,1,b,2}'), to_json('it''s "x"'::text), array_to_json('{1,2}'::int[]), row_to_json(row(1, 'x'))
----
-- name: modify
select jsonb_set('{"a": {"b": 1}}', '{a,b}', '2'), jsonb_insert('{"a": [0, 1]}', '{a,1}', '"new"'), '{"a": 1, "b": 2}'::jsonb - 'a', '[1, 2, 3]'::jsonb - 1, '{"a": {"b": 1}}'::jsonb #- '{a,b}', '{"a": 1}'::jsonb || '{"c": 3}', jsonb_strip_nulls('{"a": null, "b": 1}'), jsonb_pretty('{"a": [1, 2]}')
----
-- name: json_text
select json_typeof('[]'), jsonb_typeof('1'), json_array_length('[1, 2]'), json_extract_path_text('{"a": {"b": "c"}}', 'a', 'b')
----
-- name: whole_rows
select to_jsonb(c) from shop.categories c order by id
----
-- name: duplicate_keys_of_json
select j from shop.kinds order by id
----
-- name: numbers_in_json
select '{"big": 12345678901234567890.123456789, "small": 1e-10, "zero": 0.0}'::jsonb, '1E400'::jsonb
----
-- name: array_operators
select id from shop.customers where tags && array['vip', 'none'] and tags @> array['b2b'] and 'vip' = any (tags) order by id
----
-- name: array_functions
select array_length(array[1, 2, 3], 1), cardinality('{{1,2},{3,4}}'::int[]), array_position(array['a', 'b'], 'b'), array_remove(array[1, 2, 1], 1), array_replace(array[1, 2], 2, 3), array_append(array[1], 2), array_prepend(0, array[1]), array_cat(array[1], array[2]), array_to_string(array[1, null, 3], ',', '*'), string_to_array('a,b,,c', ',', ''), array_dims('{{1,2}}'::int[]), array_upper(array[5, 6], 1), trim_array(array[1, 2, 3], 1)
----
-- name: array_slices
select a[1], a[2:3], aa[1][2], aa[1:2][1:1], a[:2] from shop.kinds order by id
----
-- name: array_bounds
select '[0:2]={1,2,3}'::int[], ('[0:2]={1,2,3}'::int[])[0], array(select id from shop.categories order by id)
----
-- name: unnest_many
select * from unnest(array[1, 2], array['a', 'b', 'c']) as u(n, t) order by t
----
-- name: nested_arrays_of_records
select array_agg(row(id, name) order by id) from shop.categories where id < 3
----
-- name: array_compare
select array[1, 2] < array[1, 3], array[1, null] = array[1, null], array['a'] || 'b'::text, array[1, 2] <@ array[2, 1, 3]
----
-- name: hstore_values
select 'a=>1, b=>NULL'::hstore -> 'a', hstore('x', 'y') || 'z=>w', akeys('a=>1,b=>2'::hstore), 'a=>1'::hstore ? 'a', hstore_to_jsonb('a=>1')
