-- Text, patterns, full text, numbers, and every type there is.
----
-- name: string_functions
select upper('aé'), initcap('hello world'), length('naïve'), char_length('x'), octet_length('é'), position('b' in 'abc'), strpos('abc', 'c'), substring('abcdef' from 2 for 3), left('abc', -1), right('abc', 2), lpad('7', 3, '0'), rpad('x', 3), btrim('  x '), ltrim('xxy', 'x'), replace('aba', 'a', 'c'), translate('abc', 'ab', 'xy'), reverse('abc'), repeat('ab', 3), split_part('a,b,c', ',', 2), overlay('abcd' placing 'XX' from 2), chr(65), ascii('A'), concat('a', null, 1), concat_ws('-', 'a', null, 'b'), format('%s %I %L', 1, 'a b', 'it''s'), quote_ident('A b'), quote_literal('x'), quote_nullable(null), md5('x'), to_hex(255), starts_with('abc', 'ab')
----
-- name: patterns
select title from shop.products where title ilike '%LAMP%' or title ~* '^red' or title similar to '%(shelf|Table)%' and title not like '%1%' order by 1
----
-- name: regexp_functions
select regexp_replace('2024-02-29', '(\d+)-(\d+)', '\2/\1'), regexp_match('abc123', '([a-z]+)(\d+)'), regexp_split_to_array('a, b,c', ',\s*'), regexp_count('banana', 'a'), regexp_instr('banana', 'n', 1, 2), regexp_substr('banana', 'n.'), regexp_like('Abc', 'abc', 'i')
----
-- name: regexp_sets
select m from regexp_matches('a1b2', '([a-z])(\d)', 'g') m order by m
----
-- name: split_to_table
select * from regexp_split_to_table('the quick fox', '\s+') with ordinality t(word, n) order by n
----
-- name: string_to_table
select n, t from string_to_table('x|y|z', '|') with ordinality s(t, n) order by n
----
-- name: better_fit_by_cast
select lower(email::text) as mail, split_part(email::text, '@', 2) as domain from shop.customers order by id limit 10
----
-- name: text_search
select id, title from shop.products where to_tsvector('english', description) @@ to_tsquery('english', 'run & house') order by id
----
-- name: text_search_rank
select id, ts_rank(to_tsvector('english', title || ' ' || description), q) as rank, ts_headline('english', description, q) from shop.products, websearch_to_tsquery('english', 'modern furniture -lamp') q where to_tsvector('english', title || ' ' || description) @@ q order by rank desc, id
----
-- name: text_search_parts
select to_tsvector('simple', 'The Fat Cats'), plainto_tsquery('english', 'fat cats'), phraseto_tsquery('english', 'fat cats'), setweight('a:1'::tsvector, 'A'), strip('a:1'), numnode('a & b'::tsquery), querytree('a & !b'::tsquery), 'a:1 b:2'::tsvector @@ 'a <-> b', ts_lexize('english_stem', 'running'), tsvector_to_array('b:1 a:2')
----
-- name: text_search_parse
select token, alias, lexemes from ts_debug('english', 'Running at 10 km/h') where lexemes is not null
----
-- name: trigrams
select title, round(similarity(title, 'red lamp')::numeric, 3) as s from shop.products where title % 'red lamp' order by 2 desc, 1
----
-- name: fuzzy
select levenshtein('kitten', 'sitting'), soundex('Robert'), metaphone('Thompson', 6), unaccent('Hôtel')
----
-- name: collations
select full_name from shop.customers order by full_name collate "C" desc limit 5
----
-- name: unicode
select normalize('é', nfd) is nfd normalized, U&'\00e9', '🦄' as unicorn, length('🦄'), E'tab\tnewline\n', $$it's$$, 'x'::bytea, encode('\xff00', 'hex'), decode('aGk=', 'base64'), convert_to('é', 'UTF8')
----
-- name: number_functions
select abs(-1.5), ceil(1.2), floor(-1.2), round(2.5), round(1.2345, 2), trunc(1.99), mod(7, 3), power(2, 10), sqrt(2::numeric), cbrt(27), exp(1::numeric), ln(10::numeric), log(100), log(2, 8), sign(-3), div(7, 2), gcd(12, 18), lcm(4, 6), factorial(10), pi(), degrees(1), sin(0), atan2(1, 1), greatest(1, 2, null), least(3, 2), width_bucket(5, 0, 10, 5), scale(1.500), trim_scale(1.500), min_scale(1.500)
----
-- name: number_edges
select 9223372036854775807::int8, 12345678901234567890.123456789::numeric, 0.1::float8 + 0.2::float8, 1e300::float8, 'NaN'::numeric, 'Infinity'::float8, '-0'::float8, 1.10::numeric(5, 2), 1::numeric / 3
----
-- name: bits_and_money
select 6 & 3, 6 | 3, 6 # 3, ~6, 1 << 4, b'101'::bit(3), bit_count(b'1101'), 12.34::money, 5::bit(8), x'1F'
----
-- name: every_type
select * from shop.kinds order by id
----
-- name: every_type_as_text
select id, small::text, exact::text, d::text, b::text, i::text, ip::text, host(ip), mac::text, bits::text, pt::text, aa::text, x::text, tv::text, lsn::text, e::text from shop.kinds order by id
----
-- name: network_functions
select inet '10.0.0.5' << cidr '10.0.0.0/8', host('10.0.0.1/8'), masklen('10.0.0.0/8'), network('10.1.2.3/16'), inet '10.0.0.1' + 5, macaddr '08:00:2b:01:02:03', family('::1'), set_masklen('10.0.0.1', 24)
----
-- name: geometry
select point(1, 2) <-> point(4, 6), box '((0,0),(2,2))' @> point '(1,1)', circle '<(0,0),2>', area(box '((0,0),(2,3))'), lseg '[(0,0),(1,1)]' ?# lseg '[(0,1),(1,0)]', polygon '((0,0),(1,0),(1,1))', path '((0,0),(1,1))'
----
-- name: uuids
select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid < 'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, gen_random_uuid() is not null
----
-- name: conditional
select id, case when total > 300 then 'big' when total > 100 then 'medium' else 'small' end as size, case status when 'new' then 1 else 0 end as is_new, coalesce(shipped_after, interval '0'), nullif(status, 'new'), total is distinct from 10.5 from shop.orders order by id limit 30
----
-- name: boolean_tests
select true and null, not false, null is unknown, true is not false, 1 = 1 or null, 5 between symmetric 9 and 1, 'a' is null, row(1, null) is null, row(null, null) is null, (1, 2) is distinct from (1, 3)
----
-- name: casts
select '1'::int, cast(2.7 as int), int '3', 'true'::bool, '2024-01-01'::date::timestamp, 65::"char", 'abc'::char(2), 'abc'::varchar(2), 1::bool, '{1,2}'::int[]::text[], '12'::text::numeric(4, 1), 'shop.orders'::regclass, 16::regtype
----
-- name: enum_functions
select enum_range(null::shop.status), enum_first(null::shop.status), enum_last(null::shop.status), status from shop.orders where status > 'paid' order by id limit 5
----
-- name: random_values
-- volatile
select random() < 1, gen_random_uuid() as id, floor(random() * 10) as digit
----
-- name: row_values
select row(1, 'a', null), (select c from shop.categories c where id = 1), (row(1, 2)).f1
----
-- name: xml_values
select x, xmlserialize(content x as text) from shop.kinds where x is not null
----
-- name: citext_values
select 'Abc'::citext = 'aBC', 'Abc'::citext
----
-- name: system_columns
select ctid, tableoid::regclass from shop.categories order by ctid
----
-- name: duplicate_names
-- volatile
select 1 as a, 2 as a, 3
----
-- name: unnamed_columns
select 1, 'x', count(*), max(id) + 1, current_user = current_user, array[1] from shop.categories
