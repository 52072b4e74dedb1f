-- Too much while reading, rewriting or planning. Each must end at the limit; none may take the machine with it.
----
-- name: planbomb_array_fill
-- bomb
select array_fill(0, array[60000000])
----
-- name: planbomb_array_fill_length
-- bomb
select array_length(array_fill(0::int8, array[60000000]), 1)
----
-- name: planbomb_repeat
-- bomb
select length(repeat('x', 1000000000))
----
-- name: planbomb_repeat_nested
-- bomb
select length(repeat(repeat('x', 100000), 9000))
----
-- name: planbomb_repeat_concat
-- bomb
select length(repeat('x', 300000000) || repeat('y', 300000000) || repeat('z', 300000000))
----
-- name: planbomb_lpad
-- bomb
select length(lpad('x', 900000000, 'yz'))
----
-- name: planbomb_format_width
-- bomb
select length(format('%900000000s', 'x'))
----
-- name: planbomb_rpad_many
-- bomb
select length(rpad('', 200000000)), length(rpad('', 200000001)), length(rpad('', 200000002)), length(rpad('', 200000003))
----
-- name: planbomb_regex
-- bomb
select repeat('a', 200) || 'b' ~ '^(a|a?)+$'
----
-- name: planbomb_regex_backreference
-- bomb
select repeat('ab', 300) ~ '^(.*)(.*)(.*)(.*)(.*)\1\2\3\4\5x$'
----
-- name: planbomb_regex_compile
-- bomb
select 'x' ~ '((((((a{1,200}){1,200}){1,50}){1,50}){1,50}){1,50})'
----
-- name: planbomb_regex_compile_alternatives
-- bomb
select 'x' ~ ('(' || repeat('(a|b|c)*', 2000) || ')')
----
-- name: planbomb_regex_lookahead
-- bomb
select repeat('a', 3000) ~ '(?=.*a.*a.*a.*a.*a.*b)(.*a){30}$'
----
-- name: planbomb_regexp_replace
-- bomb
select length(regexp_replace(repeat('a', 100000), 'a', repeat('b', 9000), 'g'))
----
-- name: planbomb_similar_to
-- bomb
select repeat('a', 3000) similar to '(%a){25}b'
----
-- name: planbomb_like
-- bomb
select repeat('a', 20000) like '%a%a%a%a%a%a%a%a%a%a%b'
----
-- name: planbomb_replace_growth
-- bomb
select length(replace(replace(replace(repeat('x', 1000), 'x', repeat('y', 1000)), 'y', repeat('z', 300)), 'z', 'zz'))
----
-- name: planbomb_factorial
-- bomb
select factorial(20000)
----
-- name: planbomb_numeric_power
-- bomb
select length((9.9::numeric ^ 100000)::text)
----
-- name: planbomb_numeric_power_huge
-- bomb
select (1.0000001::numeric(1000,7)) ^ 99999999999
----
-- name: planbomb_numeric_division
-- bomb
select 1::numeric / (10::numeric ^ 16000 + 1) * (10::numeric ^ 60000)
----
-- name: planbomb_numeric_exp_ln
-- bomb
select exp(5000::numeric) * ln(10::numeric ^ 60000) * exp(5999::numeric)
----
-- name: planbomb_numeric_sqrt
-- bomb
select sqrt(2::numeric(1000, 999)) * sqrt(10::numeric ^ 120000 + 1)
----
-- name: planbomb_gcd
-- bomb
select gcd(10::numeric ^ 60000 + 7, 3::numeric ^ 100000 + 2)
----
-- name: planbomb_xml
-- bomb
select xpath('//a[//a[//a[//a]]]', ('<r>' || repeat('<a/>', 20000) || '</r>')::xml)
----
-- name: planbomb_xml_entities
-- bomb
select xmlparse(document '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]><a>&f;</a>')
----
-- name: planbomb_xml_deep
-- bomb
select (repeat('<a>', 5000) || repeat('</a>', 5000))::xml
----
-- name: planbomb_json_deep
-- bomb
select (repeat('[', 100000) || repeat(']', 100000))::json
----
-- name: planbomb_jsonb_wide
-- bomb
select jsonb_array_length(('[' || repeat('1,', 10000000) || '1]')::jsonb)
----
-- name: planbomb_jsonb_path
-- bomb
select jsonb_path_query_array(('[' || repeat('[1,2,3],', 20000) || '1]')::jsonb, '$[*] ? (exists ($[*] ? (@ > 0)))')
----
-- name: planbomb_jsonb_path_regex
-- bomb
select jsonb_path_exists(to_jsonb(repeat('a', 200)), '$ ? (@ like_regex "^(a|a?)+$b")')
----
-- name: planbomb_jsonb_set_concat
-- bomb
select jsonb_agg(x) from (select ('[' || repeat('[],', 1000000) || '1]')::jsonb || ('[' || repeat('{},', 1000000) || '1]')::jsonb as x) s
----
-- name: planbomb_tsvector
-- bomb
select length(to_tsvector('english', repeat('running houses ', 200000)))
----
-- name: planbomb_tsquery
-- bomb
select (repeat('a <-> ', 20000) || 'a')::tsquery
----
-- name: planbomb_tsquery_phrase_match
-- bomb
select to_tsvector('simple', repeat('a ', 16000)) @@ (repeat('a <-> ', 200) || 'b')::tsquery
----
-- name: planbomb_ts_headline
-- bomb
select ts_headline('simple', repeat('a b ', 100000), to_tsquery('simple', 'a <-> b <-> a <-> b'), 'MaxFragments=1000')
----
-- name: planbomb_string_to_array
-- bomb
select array_length(string_to_array(repeat('a,', 30000000), ','), 1)
----
-- name: planbomb_array_literal
-- bomb
select array_length(('{' || repeat('1,', 30000000) || '1}')::int[], 1)
----
-- name: planbomb_array_cat
-- bomb
select array_length(array_fill(1, array[20000000]) || array_fill(1, array[20000000]) || array_fill(1, array[20000000]), 1)
----
-- name: planbomb_array_ndims
-- bomb
select array_fill('x'::text, array[300, 300, 300, 3])
----
-- name: planbomb_array_replace
-- bomb
select array_length(array_replace(array_fill(1, array[30000000]), 1, 2), 1)
----
-- name: planbomb_array_overlap
-- bomb
select array_fill(1, array[50000]) @> array_fill(2, array[50000]), array_fill(1, array[60000]) <@ array_fill(2, array[60000])
----
-- name: planbomb_multirange
-- bomb
select ('{' || repeat('[1,2),', 1000000) || '[1,2)}')::int4multirange
----
-- name: planbomb_bit_string
-- bomb
select length(repeat('1', 80000000)::bit varying)
----
-- name: planbomb_bytea
-- bomb
select length(sha512(decode(repeat('00', 250000000), 'hex')))
----
-- name: planbomb_md5_chain
-- bomb
select md5(repeat('x', 900000000))
----
-- name: planbomb_encode
-- bomb
select length(encode(decode(repeat('ff', 100000000), 'hex'), 'escape'))
----
-- name: planbomb_convert
-- bomb
select length(convert_to(repeat('ä', 200000000), 'LATIN1'))
----
-- name: planbomb_normalize
-- bomb
select length(normalize(repeat('ä', 50000000), nfd))
----
-- name: planbomb_levenshtein
-- bomb
select levenshtein(repeat('ab', 120), repeat('ba', 120)), similarity(repeat('abc', 1000000), repeat('abd', 1000000))
----
-- name: planbomb_unaccent
-- bomb
select length(unaccent(repeat('é', 20000000)))
----
-- name: planbomb_crypt
-- bomb
select crypt('x', gen_salt('bf', 22))
----
-- name: planbomb_pgp
-- bomb
select pgp_sym_encrypt(repeat('x', 1000000), 'x', 's2k-count=65011712, compress-algo=2, compress-level=9')
----
-- name: planbomb_hstore
-- bomb
select hstore(array_fill('k'::text, array[20000000]))
----
-- name: planbomb_ltree
-- bomb
select (repeat('a.', 60000) || 'a')::ltree ~ '*.a.*.a.*.a.*.b'
----
-- name: planbomb_intarray
-- bomb
select sort(array_fill(1, array[30000000]))
----
-- name: planbomb_cube
-- bomb
select cube(array_fill(1::float8, array[100]), array_fill(2::float8, array[100])), cube_enlarge(cube(1), 1e300, 100)
----
-- name: planbomb_vector
-- bomb
select array_fill(1::real, array[16000])::vector <-> array_fill(2::real, array[16000])::vector
----
-- name: planbomb_geometry
-- bomb
select ('(' || repeat('(0,0),', 3000000) || '(1,1))')::polygon @> '(0,0)'::point
----
-- name: planbomb_polygon_overlap
-- bomb
select ('(' || repeat('(0,0),(9,9),', 20000) || '(1,1))')::polygon && ('(' || repeat('(0,9),(9,0),', 20000) || '(1,1))')::polygon
----
-- name: planbomb_circle_to_polygon
-- bomb
select npoints(polygon(20000000, '<(0,0),1>'::circle))
----
-- name: planbomb_to_char
-- bomb
select length(to_char(1, repeat('9', 900000))), length(to_char(now(), repeat('Day ', 10000000)))
----
-- name: planbomb_string_agg_translate
-- bomb
select length(translate(repeat('abc', 30000000), 'abc', 'xyz'))
----
-- name: planbomb_overlay
-- bomb
select length(overlay(repeat('x', 400000000) placing repeat('y', 400000000) from 2))
----
-- name: planbomb_initcap
-- bomb
select length(initcap(repeat('ab ', 100000000)))
----
-- name: planbomb_views
-- bomb
select count(*) from mallory.boom14
----
-- name: planbomb_views_in_cte
-- bomb
with a as (select * from mallory.boom12), b as (select * from mallory.boom12) select count(*) from a, b
----
-- name: planbomb_cte_inlining
-- bomb
with a as (select 1 as n), b as (select x.n from a x, a y), c as (select x.n from b x, b y, b z), d as (select x.n from c x, c y, c z, c w), e as (select x.n from d x, d y, d z, d w), f as (select x.n from e x, e y, e z, e w), g as (select x.n from f x, f y, f z, f w) select count(*) from g
----
-- name: planbomb_join_order
-- bomb
-- before: set join_collapse_limit = 30; set from_collapse_limit = 30; set geqo = off
-- after: reset join_collapse_limit; reset from_collapse_limit; reset geqo
select count(*) from shop.orders a join shop.orders b using (id) join shop.orders c using (id) join shop.orders d using (id) join shop.orders e using (id) join shop.orders f using (id) join shop.orders g using (id) join shop.orders h using (id) join shop.orders i using (id) join shop.orders j using (id) join shop.orders k using (id) join shop.orders l using (id) join shop.orders m using (id) join shop.orders n using (id) join shop.orders o using (id) join shop.orders p using (id) join shop.orders q using (id) join shop.orders r using (id) join shop.orders s using (id) join shop.orders t using (id)
----
-- name: planbomb_partitions_squared
-- bomb
-- before: set enable_partitionwise_join = on; set enable_partitionwise_aggregate = on
-- after: reset enable_partitionwise_join; reset enable_partitionwise_aggregate
select count(*) from shop.events a join shop.events b using (at) join shop.events c using (at) join shop.events d using (at) join shop.events e using (at) join shop.events f using (at) join shop.events g using (at) join shop.events h using (at)
----
-- name: planbomb_cube_of_columns
-- bomb
select count(*) from shop.kinds group by cube (id, small, big, exact, r, d, c, v, b, t, tz, ts)
----
-- name: planbomb_grouping_sets_product
-- bomb
select count(*) from shop.kinds group by cube (id, small, big, exact), cube (r, d, c, v), cube (t, tz, ts, i)
----
-- name: planbomb_in_list
-- bomb
-- template
select count(*) from shop.orders where id in ({{300000*1,}}1)
----
-- name: planbomb_or_list
-- bomb
-- template
select count(*) from shop.orders where {{30000*id = 1 or }}id = 2
----
-- name: planbomb_and_list
-- bomb
-- template
select count(*) from shop.orders o join shop.orders p on {{5000*o.id = p.id and }}true
----
-- name: planbomb_union_arms
-- bomb
-- template
{{8000*select 1 union }}select 2
----
-- name: planbomb_union_of_tables
-- bomb
-- template
{{3000*select id from shop.orders union all }}select 2
----
-- name: planbomb_values_rows
-- bomb
-- template
values {{300000*(1),}}(2)
----
-- name: planbomb_plus_chain
-- bomb
-- template
select 1{{100000*+1}}
----
-- name: planbomb_concat_chain
-- bomb
-- template
select 'a'{{50000*||'a'}}
----
-- name: planbomb_parentheses
-- bomb
-- template
select {{50000*(}}1{{50000*)}}
----
-- name: planbomb_subqueries
-- bomb
-- template
select * from {{5000*(select * from }}shop.orders{{5000*) s}}
----
-- name: planbomb_scalar_subqueries
-- bomb
-- template
select {{5000*(select }}1{{5000*)}}
----
-- name: planbomb_case_nest
-- bomb
-- template
select {{5000*case when id = 1 then }}1{{5000* end}} from shop.orders
----
-- name: planbomb_not_chain
-- bomb
-- template
select {{50000*not }}true
----
-- name: planbomb_minus_chain
-- bomb
-- template
select {{50000*- }}1
----
-- name: planbomb_function_nest
-- bomb
-- template
select {{20000*abs(}}1{{20000*)}}
----
-- name: planbomb_array_nest
-- bomb
-- template
select {{20000*array[}}1{{20000*]}}
----
-- name: planbomb_casts
-- bomb
-- template
select 1{{50000*::int}}
----
-- name: planbomb_subscripts
-- bomb
-- template
select ('{}'::jsonb){{20000*['a']}}
----
-- name: planbomb_columns
-- bomb
-- template
select {{1600*repeat('x', 100000) || }}'x'{{1600*, repeat('y', 100000)}}
----
-- name: planbomb_too_many_columns
-- bomb
-- template
select 1{{100000*, 1}}
----
-- name: planbomb_with_list
-- bomb
-- template
with a as (select 1){{3000*, b as (select 1)}} select 1
----
-- name: planbomb_from_list
-- bomb
-- template
select count(*) from shop.edges{{2000*, shop.edges}}
----
-- name: planbomb_lateral_chain
-- bomb
-- template
select 1 from shop.edges e0{{200* cross join lateral (select a from shop.edges limit 1) s}}
----
-- name: planbomb_windows
-- bomb
-- template
select id{{1000*, sum(id) over (order by id)}} from shop.orders
----
-- name: planbomb_identifier
-- bomb
-- template
select 1 as "{{5000000*x}}"
----
-- name: planbomb_literal
-- bomb
-- template
select length('{{20000000*x}}')
----
-- name: planbomb_numeric_literal
-- bomb
-- template
select {{200000*9}}
----
-- name: planbomb_bracket_literal
-- bomb
-- template
select '{{200000*[}}'::jsonb
----
-- name: planbomb_composite_literal
-- bomb
-- template
select '{{20000*(}}'::shop.kinds
----
-- name: planbomb_jsonpath_literal
-- bomb
-- template
select '${{20000*[*]}}'::jsonpath, '{{20000*(}}$'::jsonpath
----
-- name: planbomb_tsquery_literal
-- bomb
-- template
select '{{50000*!}}a'::tsquery, '{{20000*(}}a'::tsquery
----
-- name: planbomb_ltxtquery_literal
-- bomb
-- template
select '{{50000*(}}a'::ltxtquery
----
-- name: planbomb_query_int_literal
-- bomb
-- template
select '{{50000*(}}1'::query_int
----
-- name: planbomb_lexer_comments
-- bomb
-- template
select 1 {{25000*/**/}}
----
-- name: planbomb_lexer_nested_comments
-- bomb
-- template
select 1 {{20000*/*}}{{20000**/}}
----
-- name: planbomb_lexer_comments_in_operators
-- bomb
-- template
select 1 {{25000*+/**/}} 1
----
-- name: planbomb_lexer_unterminated_comments
-- bomb
-- template
select 1 {{25000*/*}}
----
-- name: planbomb_lexer_stars
-- bomb
-- template
select 1 /{{100000**}}/
----
-- name: planbomb_like_through_a_union
-- bomb
select * from (select repeat('a', 10000000) as c union all select 'y') s where c like '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'
----
-- name: planbomb_like_through_a_case
-- bomb
select case when true then repeat('a', 10000000) else n::text end like '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b' from generate_series(1, 3) n
----
-- name: planbomb_like_through_a_with
-- bomb
with c as (select repeat('a', 10000000) as c) select count(*) from c where c like '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'
----
-- name: planbomb_like_through_values
-- bomb
select count(*) from (values (repeat('a', 10000000))) v (c) where c like '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'
----
