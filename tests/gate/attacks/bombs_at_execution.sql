-- Too much while running: time, memory, temporary files, rows, bytes.
----
-- name: runbomb_cross_join
-- bomb
select count(*) from shop.orders a, shop.orders b, shop.orders c, shop.orders d, shop.orders e
----
-- name: runbomb_generate_series
-- bomb
select count(*) from generate_series(1, 10000000000)
----
-- name: runbomb_generate_series_target
-- bomb
select count(*) from (select generate_series(1, 10000000000)) s
----
-- name: runbomb_generate_series_rows
-- bomb
select * from generate_series(1, 100000000)
----
-- name: runbomb_generate_series_numeric
-- bomb
select sum(n) from generate_series(1::numeric, 1e12, 0.0000001) n
----
-- name: runbomb_generate_series_timestamps
-- bomb
select max(d) from generate_series('0001-01-01'::timestamp, '9999-01-01', '1 millisecond') d
----
-- name: runbomb_generate_series_lateral
-- bomb
select count(*) from generate_series(1, 100000) a, lateral generate_series(1, a) b, lateral generate_series(1, b) c
----
-- name: runbomb_recursion
-- bomb
with recursive r(n) as (select 1 union all select n + 1 from r) select count(*) from r
----
-- name: runbomb_recursion_union
-- bomb
with recursive r(n) as (select 1 union select n + 1 from r) select max(n) from r
----
-- name: runbomb_recursion_growing
-- bomb
with recursive r(s) as (select 'x' union all select s || s from r) select max(length(s)) from r
----
-- name: runbomb_recursion_branching
-- bomb
with recursive r(n) as (select 1 union all select n + k from r, generate_series(1, 3) k) select count(*) from r
----
-- name: runbomb_recursion_empty_output
-- bomb
with recursive r(n) as (select 1 union all select n + 1 from r where n < 1000000000) select n from r where n < 0
----
-- name: runbomb_recursion_array
-- bomb
with recursive r(a) as (select array[1] union all select a || a from r) select count(*) from r
----
-- name: runbomb_recursion_path
-- bomb
with recursive r(a, b) as (select a, b from shop.edges union all select e.a, e.b from r join shop.edges e on e.a = r.b) search breadth first by a set o select count(*) from r
----
-- name: runbomb_sort
-- bomb
select n from generate_series(1, 30000000) n order by md5(n::text) limit 1
----
-- name: runbomb_sort_wide
-- bomb
select s from (select repeat(md5(n::text), 100) as s from generate_series(1, 10000000) n) x order by s offset 1000000
----
-- name: runbomb_distinct
-- bomb
select count(distinct md5(n::text)) from generate_series(1, 30000000) n
----
-- name: runbomb_hash_aggregate
-- bomb
select count(*) from (select n, count(*) from generate_series(1, 30000000) n group by n) s
----
-- name: runbomb_hash_join
-- bomb
select count(*) from generate_series(1, 20000000) a join generate_series(1, 20000000) b on a = b
----
-- name: runbomb_merge_join
-- bomb
select count(*) from generate_series(1, 20000000) a full join generate_series(1, 20000000) b on a = b
----
-- name: runbomb_window
-- bomb
select count(*) from (select sum(n) over (order by n desc rows between 1000 preceding and 1000 following) from generate_series(1, 10000000) n) s
----
-- name: runbomb_window_quadratic
-- bomb
select max(m) from (select string_agg(n::text, ',') over (order by n rows between unbounded preceding and unbounded following exclude current row) as m from generate_series(1, 100000) n) s
----
-- name: runbomb_array_agg
-- bomb
select array_length(array_agg(n), 1) from generate_series(1, 50000000) n
----
-- name: runbomb_array_agg_returned
-- bomb
select array_agg(n) from generate_series(1, 20000000) n
----
-- name: runbomb_array_agg_of_arrays
-- bomb
select array_length(array_agg(array[n, n, n, n]), 1) from generate_series(1, 20000000) n
----
-- name: runbomb_string_agg
-- bomb
select length(string_agg(repeat('x', 1000), '')) from generate_series(1, 900000)
----
-- name: runbomb_json_agg
-- bomb
select length(json_agg(o)::text) from shop.orders o, generate_series(1, 100000)
----
-- name: runbomb_jsonb_agg
-- bomb
select jsonb_array_length(jsonb_agg(o)) from shop.orders o, generate_series(1, 100000)
----
-- name: runbomb_jsonb_object_agg
-- bomb
select count(*) from jsonb_object_keys((select jsonb_object_agg(n, n) from generate_series(1, 5000000) n))
----
-- name: runbomb_xmlagg
-- bomb
select length(xmlagg(xmlelement(name a, n))::text) from generate_series(1, 10000000) n
----
-- name: runbomb_percentile
-- bomb
select percentile_cont(array[0.1, 0.5, 0.9]) within group (order by n) from generate_series(1, 30000000) n
----
-- name: runbomb_mode
-- bomb
select mode() within group (order by md5(n::text)) from generate_series(1, 20000000) n
----
-- name: runbomb_materialized_cte
-- bomb
with a as materialized (select * from generate_series(1, 50000000)) select count(*) from a x, a y
----
-- name: runbomb_repeat_rows
-- bomb
select repeat('x', 10000000) from generate_series(1, 1000)
----
-- name: runbomb_repeat_once
-- bomb
select repeat(full_name, 50000000) from shop.customers
----
-- name: runbomb_repeat_column
-- bomb
select length(repeat(full_name, 80000000)) from shop.customers
----
-- name: runbomb_many_rows
-- bomb
select a.*, b.*, c.* from shop.orders a, shop.orders b, shop.orders c
----
-- name: runbomb_lpad_column
-- bomb
select sum(length(lpad(full_name, 200000000 + id))) from shop.customers
----
-- name: runbomb_array_fill_column
-- bomb
select sum(array_length(array_fill(id, array[50000000]), 1)) from shop.customers
----
-- name: runbomb_array_fill_limit
-- bomb
select array_fill(id, array[20000000 + id]) from shop.customers limit 1
----
-- name: runbomb_format_column
-- bomb
select sum(length(format('%' || (300000000 + id) || 's', full_name))) from shop.customers
----
-- name: runbomb_regex_column
-- bomb
select count(*) from shop.customers where repeat('a', 100 + id) || 'b' ~ '^(a|a?)+$'
----
-- name: runbomb_regex_backreference
-- bomb
select count(*) from shop.customers where repeat(email, 20) ~ '^(.*)(.*)(.*)(.*)(.*)\1\2\3\4\5x$'
----
-- name: runbomb_regex_pattern_column
-- bomb
select count(*) from shop.customers where full_name ~ ('(((a{1,' || (200 + id) || '}){1,200}){1,50}){1,50}')
----
-- name: runbomb_regexp_split
-- bomb
select count(*) from regexp_split_to_table(repeat((select full_name from shop.customers limit 1), 5000000), '')
----
-- name: runbomb_regexp_matches
-- bomb
select count(*) from shop.customers, regexp_matches(repeat(email, 1000000), '.', 'g')
----
-- name: runbomb_similar
-- bomb
select count(*) from shop.customers where repeat('a', 2000 + id) similar to '(%a){25}b'
----
-- name: runbomb_like_column
-- bomb
select count(*) from shop.customers where repeat('a', 30000 + id) like '%a%a%a%a%a%a%a%a%a%a%b'
----
-- name: runbomb_string_to_table
-- bomb
select count(*) from shop.customers, string_to_table(repeat(email || ',', 1000000), ',')
----
-- name: runbomb_unnest
-- bomb
select count(*) from shop.customers c, unnest(array_fill(c.id, array[20000000]))
----
-- name: runbomb_jsonb_path_column
-- bomb
select count(*) from shop.customers c, jsonb_path_query((select jsonb_agg(n) from generate_series(1, 3000) n), '$[*] ? (exists ($[*] ? (@ > 0)))')
----
-- name: runbomb_jsonb_path_regex_column
-- bomb
select count(*) from shop.customers where jsonb_path_exists(to_jsonb(repeat('a', 100 + id) || 'b'), '$ ? (@ like_regex "^(a|a?)+$")')
----
-- name: runbomb_xpath_column
-- bomb
select xpath('//a[//a[//a[//a]]]', ('<r>' || repeat('<a/>', 10000 + id) || '</r>')::xml) from shop.customers
----
-- name: runbomb_xmltable
-- bomb
select count(*) from shop.customers c, xmltable('//a' passing (('<r>' || repeat('<a/>', 300000 + c.id) || '</r>')::xml) columns b text path '//a[last()]')
----
-- name: runbomb_numeric_column
-- bomb
select sum(factorial(10000 + id)) from shop.customers
----
-- name: runbomb_numeric_power_column
-- bomb
select sum((1.0000001::numeric(1000, 900) + id) ^ 20000) from shop.customers
----
-- name: runbomb_numeric_division
-- bomb
select sum((10::numeric ^ 60000 + id) / (7::numeric ^ 60000)) from shop.customers
----
-- name: runbomb_to_tsvector
-- bomb
select count(to_tsvector('english', repeat(full_name || ' ', 100000))) from shop.customers
----
-- name: runbomb_ts_headline
-- bomb
select ts_headline(repeat(full_name || ' ', 100000), to_tsquery('no & ada')) from shop.customers
----
-- name: runbomb_ts_match
-- bomb
select count(*) from shop.customers where to_tsvector('simple', repeat('a b ', 8000 + id)) @@ (repeat('a <-> ', 200) || 'c')::tsquery
----
-- name: runbomb_md5
-- bomb
select md5(repeat(full_name, 50000000)) from shop.customers
----
-- name: runbomb_sha_chain
-- bomb
with recursive r(h, n) as (select sha512('x'), 1 union all select sha512(h), n + 1 from r where n < 100000000) select h from r order by n desc limit 1
----
-- name: runbomb_similarity
-- bomb
select sum(similarity(repeat(email, 50000), repeat(full_name, 50000))) from shop.customers
----
-- name: runbomb_levenshtein
-- bomb
select sum(levenshtein(left(repeat(a.email, 20), 250), left(repeat(b.full_name, 30), 250))) from shop.customers a, shop.customers b, shop.orders c, shop.orders d
----
-- name: runbomb_crypt_column
-- bomb
select crypt(full_name, gen_salt('bf', 16)) from shop.customers
----
-- name: runbomb_gen_random_bytes
-- bomb
select count(gen_random_bytes(1024)) from generate_series(1, 10000000)
----
-- name: runbomb_nested_loops
-- bomb
select count(*) from shop.orders a join shop.orders b on a.total > b.total join shop.orders c on b.total > c.total join shop.orders d on c.total > d.total join shop.orders e on d.total > e.total
----
-- name: runbomb_correlated
-- bomb
select sum((select count(*) from shop.orders b, shop.orders c where b.total + c.total > a.total)) from shop.orders a, shop.orders d
----
-- name: runbomb_not_in
-- bomb
select count(*) from generate_series(1, 300000) a where a not in (select b + 1000000 from generate_series(1, 3000000) b)
----
-- name: runbomb_intersect
-- bomb
select n from generate_series(1, 20000000) n intersect select n from generate_series(1, 20000000) n
----
-- name: runbomb_grouping_sets
-- bomb
select count(*) from (select count(*) from generate_series(1, 3000000) n group by cube ((n % 10), (n % 11), (n % 12), (n % 13), n)) s
----
-- name: runbomb_offset
-- bomb
select a.id from shop.orders a, shop.orders b, shop.orders c, shop.orders d offset 1000000000 limit 1
----
-- name: runbomb_limit_zero_never
-- bomb
select 1 from shop.orders a, shop.orders b, shop.orders c, shop.orders d where a.total + b.total + c.total + d.total < 0 limit 1
----
-- name: runbomb_estimated_small
-- bomb
select count(*) from shop.orders a, shop.orders b, shop.orders c, shop.orders d where (a.id + b.id + c.id + d.id) % 7 = 9 and md5(a.id::text) = 'x'
----
-- name: runbomb_hidden_from_cost
-- bomb
select count(*) from unnest(array[1]) a, lateral generate_series(1, 1000000000) b
----
-- name: runbomb_hidden_in_subquery
-- bomb
select (select count(*) from generate_series(1, (select 1000000000)))
----
-- name: runbomb_tiny_estimate_recursion
-- bomb
with recursive r(n) as (values (1) union all select n + 1 from r where n < (select 2000000000)) select 1 from r limit 1 offset 100000000
----
-- name: runbomb_temp_file
-- bomb
-- before: set work_mem = '64kB'
-- after: reset work_mem
select count(*) from (select repeat('x', 100000) || n as s from generate_series(1, 200000) n order by 1) s
----
-- name: runbomb_temp_file_series
-- bomb
-- before: set work_mem = '64kB'
-- after: reset work_mem
select count(*) from generate_series(1, 2000000000)
----
-- name: runbomb_large_work_mem
-- bomb
-- before: set work_mem = '2GB'; set hash_mem_multiplier = 1000
-- after: reset work_mem; reset hash_mem_multiplier
select count(*) from (select n, repeat('x', 1000) from generate_series(1, 2000000) n group by 1, 2) s
----
-- name: runbomb_large_work_mem_sort
-- bomb
-- before: set work_mem = '2GB'
-- after: reset work_mem
select count(*) from (select repeat(md5(n::text), 30) as s from generate_series(1, 2000000) n order by 1) s
----
-- name: runbomb_large_work_mem_hash_join
-- bomb
-- before: set work_mem = '2GB'
-- after: reset work_mem
select count(*) from generate_series(1, 3000000) a join (select n, repeat('x', 500) as s from generate_series(1, 2000000) n) b on a = b.n and b.s <> ''
----
-- name: runbomb_distinct_memory
-- bomb
select array_length(array_agg(distinct n), 1) from generate_series(1, 20000000) n
----
-- name: runbomb_concat_aggregate
-- bomb
select max(a || b || c) from (select repeat(full_name, 10000000) a, repeat(email, 10000000) b, repeat(city, 10000000) c from shop.customers) s
----
-- name: runbomb_error_every_row
-- bomb
select count(*) from generate_series(1, 100000000) n where n::text::date is not null
----
-- name: runbomb_lock_wait
-- bomb
-- held: lock table shop.edges in access exclusive mode
select * from shop.edges
----
-- name: runbomb_statement_timeout_off
-- bomb
-- before: set statement_timeout = 0
-- after: reset statement_timeout
select count(*) from shop.orders a, shop.orders b, shop.orders c, shop.orders d
----
-- name: runbomb_parallel
-- bomb
-- before: set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0; set max_parallel_workers_per_gather = 8
-- after: reset parallel_setup_cost; reset parallel_tuple_cost; reset min_parallel_table_scan_size; reset max_parallel_workers_per_gather
select count(*) from shop.orders a, shop.orders b, shop.orders c, shop.orders d
----
-- name: runbomb_jit
-- bomb
-- before: set jit_above_cost = 0; set jit_optimize_above_cost = 0; set jit_inline_above_cost = 0
-- after: reset jit_above_cost; reset jit_optimize_above_cost; reset jit_inline_above_cost
select count(*) from shop.kinds a, shop.kinds b where a.small + b.small + a.big + b.big > 0 and a.v || b.v = 'x'
----
-- name: runbomb_cost_settings
-- bomb
-- before: set seq_page_cost = 0; set cpu_tuple_cost = 0; set cpu_operator_cost = 0; set random_page_cost = 0; set cpu_index_tuple_cost = 0
-- after: reset seq_page_cost; reset cpu_tuple_cost; reset cpu_operator_cost; reset random_page_cost; reset cpu_index_tuple_cost
select count(*) from shop.orders a, shop.orders b, shop.orders c, shop.orders d
