-- More of what a stranger can leave, after hostile.sql: rows of domains, operator classes, trees of tables.

set session authorization mallory;

-- A table whose row type holds a check: a literal beside a whole row is read with it.
create table mallory.domain_rows (d mallory.evil_int);
insert into mallory.domain_rows values (1), (2);
create table mallory.text_domain_rows (t mallory.evil_text, n int);
insert into mallory.text_domain_rows values ('x', 1);
create table mallory.domain_child (e int) inherits (mallory.domain_rows);
create view mallory.v_domain_rows as select d from mallory.domain_rows;
create materialized view mallory.m_domain_rows as select d from mallory.domain_rows;
create table mallory.lazy_rows (a int, d mallory.evil_lazy);
insert into mallory.lazy_rows values (1, 1);
create table mallory.array_rows (a mallory.evil_int[], r mallory.domain_range);
insert into mallory.array_rows values ('{1}', '[1,2)');
create domain mallory.nested_row as mallory.plain;
create domain mallory.quiet as int check (value > 0);
create table mallory.quiet_rows (q mallory.quiet, w int);
insert into mallory.quiet_rows values (1, 2);
create table mallory.row_of_rows (t mallory.text_domain_rows);

-- The server's functions behind operators and aggregates of hers.
create operator mallory.!!! (rightarg = regclass, function = pg_sequence_last_value);
create operator mallory.<% (leftarg = int, rightarg = int, function = int4lt,
    commutator = operator(mallory.>%), restrict = scalarltsel, join = scalarltjoinsel);
create operator mallory.<=% (leftarg = int, rightarg = int, function = int4le, restrict = scalarlesel);
create operator mallory.=% (leftarg = int, rightarg = int, function = int4eq, commutator = operator(mallory.=%),
    restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator mallory.>=% (leftarg = int, rightarg = int, function = int4ge, restrict = scalargesel);
create operator mallory.>% (leftarg = int, rightarg = int, function = int4gt,
    commutator = operator(mallory.<%), restrict = scalargtsel, join = scalargtjoinsel);
create operator mallory.&&& (leftarg = text, rightarg = text, function = texteq, restrict = arraycontsel,
    join = networkjoinsel);
create operator mallory.|-| (leftarg = int, rightarg = int, function = int4pl);
create operator mallory.## (leftarg = regclass, rightarg = bigint, function = setval);
create operator mallory.### (rightarg = regclass, function = nextval);
create operator mallory.~# (rightarg = bigint, function = pg_try_advisory_lock);
create operator mallory.<<-> (leftarg = bytea, rightarg = name, function = convert_from);
create aggregate mallory.quiet_max(int) (sfunc = int4larger, stype = int, sortop = operator(mallory.>%));
create aggregate mallory.quiet_sum(int) (sfunc = int4pl, stype = int, initcond = '0');
create function mallory.to_seq(int) returns regclass language sql immutable as $$select 'mallory.trace_seq'::regclass$$;

-- A policy and a view that lead out of the server.
create table mallory.policed_remote (a int);
insert into mallory.policed_remote values (1);
alter table mallory.policed_remote enable row level security;
create policy looking on mallory.policed_remote using (exists (select from mallory.remote));
create table mallory.policed_sequence (a int);
insert into mallory.policed_sequence values (1);
alter table mallory.policed_sequence enable row level security;
create policy looking on mallory.policed_sequence using (nextval('mallory.trace_seq') > 0);
create table mallory.policed_twice (a int);
insert into mallory.policed_twice values (1);
alter table mallory.policed_twice enable row level security;
create policy looking on mallory.policed_twice using (a in (select a from mallory.policed));
create view mallory.v_sequences as select * from pg_sequences where mallory.yes(sequencename);
create view mallory.v_barrier_leak with (security_barrier) as select note from vault.ledger where mallory.yes(note);
create view mallory.v_union as select 1 as a union all select mallory.vo0();
create view mallory.v_cte as with c as materialized (select mallory.im0() as a) select 2 as a from c;
create view mallory.v_order as select a from mallory.t order by mallory.im1(b);
create view mallory.v_distinct as select distinct on (mallory.im1(b)) a from mallory.t;
create view mallory.v_window as select rank() over (order by mallory.im1(a)) as a from mallory.t;
create view mallory.v_group as select count(*) as a from mallory.t group by mallory.im1(b);
create view mallory.v_limit as select a from mallory.t limit mallory.im0();
create view mallory.v_sublink as select a from mallory.t where a in (select mallory.vo0());
create view mallory.v_default as select mallory.with_default() as a;
create view mallory.v_domain as select a::mallory.evil_lazy as a from mallory.t;
create view mallory.v_array as select array[a]::mallory.evil_int[] as a from mallory.t;
create view mallory.v_advisory as select pg_advisory_lock_shared(66600) is null as a;
create view mallory.v_literal as select '1'::text || a as a from mallory.t where a::text::mallory.evil_text <> '';
create view mallory.v_set as select generate_series(1, mallory.im0()) as a;
create view mallory.v_lock as select a from mallory.t for share;
create view mallory.v_srf as select * from mallory.rows_plain(2) as r(a);
create view mallory.v_values as values (1), (mallory.vo0());
create view mallory.v_filter as select count(*) filter (where mallory.yes(a)) as a from mallory.t;
create view mallory.v_populated as select jsonb_populate_record(t, '{"d": 5}') as p from mallory.domain_rows t;
create view mallory.v_recordset as select a from json_to_recordset('[{"a": 1}]') as r(a mallory.evil_int);
create view mallory.v_row_of_text as select ('(' || a || ',1)')::mallory.pair as p from mallory.t;
create view mallory.v_array_of_text as select ('{' || a || '}')::mallory.evil_int[] as p from mallory.t;
create view mallory.v_range_of_text as select ('[' || a || ',)')::mallory.domain_range as p from mallory.t;
create table mallory.policed_text (a int);
insert into mallory.policed_text values (1);
alter table mallory.policed_text enable row level security;
create policy looking on mallory.policed_text using (('(' || a || ',1)')::mallory.pair is not null);

-- Words and encodings.
create text search dictionary mallory.words (template = simple, stopwords = english);
create text search configuration mallory.config (copy = simple);
alter text search configuration mallory.config alter mapping for asciiword with mallory.words;
create conversion mallory.to_utf8 for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create default conversion common.to_latin1 for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
create collation mallory.sorted (provider = icu, locale = 'und', deterministic = false);

-- Many tables, many conditions.
create table mallory.tree (a int, b int, c text) partition by range (a);
create table mallory.conditions (a int, b int);
insert into mallory.conditions select n, n from generate_series(1, 100) n;
do $$
begin
    for n in 0 .. 399 loop
        execute format('create table mallory.tree_%s partition of mallory.tree for values from (%s) to (%s)',
                       n, n * 10, n * 10 + 10);
    end loop;
    for n in 1 .. 30 loop
        execute 'create index on mallory.conditions (b) where '
            || (select string_agg(format('a = %s', m * n), ' or ') from generate_series(1, 200) m);
    end loop;
end
$$;
insert into mallory.tree select n, n, n from generate_series(0, 3999) n;
analyze mallory.tree, mallory.conditions;
reset session authorization;

-- What a superuser has been talked into: families whose comparison is not what their operators are.
create function mallory.hash_one(int) returns int language plpgsql immutable
    as $$begin perform mallory.trace('hash_one'); return $1 % 7; end$$;
create operator class mallory.percent_btree for type int using btree as
    operator 1 mallory.<%, operator 2 mallory.<=%, operator 3 mallory.=%, operator 4 mallory.>=%, operator 5 mallory.>%,
    function 1 mallory.compare_int(int, int);
create operator class mallory.percent_hash for type int using hash as
    operator 1 mallory.=%, function 1 mallory.hash_one(int);
create type mallory.compared_range as range (subtype = int, subtype_opclass = mallory.int_btree);
create type mallory.bare as (a int, b text);
create function mallory.bare_compare(mallory.bare, mallory.bare) returns int language plpgsql immutable
    as $$begin return mallory.trace('bare_compare') - 1; end$$;
create function mallory.bare_less(mallory.bare, mallory.bare) returns bool language plpgsql immutable
    as $$begin return mallory.ran('bare_less'); end$$;
create function mallory.bare_hash(mallory.bare) returns int language plpgsql immutable
    as $$begin return mallory.trace('bare_hash'); end$$;
create operator mallory.<@@ (leftarg = mallory.bare, rightarg = mallory.bare, function = mallory.bare_less);
create operator mallory.<=@@ (leftarg = mallory.bare, rightarg = mallory.bare, function = mallory.bare_less);
create operator mallory.=@@ (leftarg = mallory.bare, rightarg = mallory.bare, function = mallory.bare_less, hashes, merges);
create operator mallory.>=@@ (leftarg = mallory.bare, rightarg = mallory.bare, function = mallory.bare_less);
create operator mallory.>@@ (leftarg = mallory.bare, rightarg = mallory.bare, function = mallory.bare_less);
create operator class mallory.bare_btree default for type mallory.bare using btree as
    operator 1 mallory.<@@, operator 2 mallory.<=@@, operator 3 mallory.=@@, operator 4 mallory.>=@@,
    operator 5 mallory.>@@, function 1 mallory.bare_compare(mallory.bare, mallory.bare);
create operator class mallory.bare_hash default for type mallory.bare using hash as
    operator 1 mallory.=@@, function 1 mallory.bare_hash(mallory.bare);
create table mallory.bares (b mallory.bare, n int);
insert into mallory.bares values ((1, 'x'), 1), ((2, 'y'), 2), ((1, 'x'), 1);
create table mallory.compared (a int, b int);
insert into mallory.compared select n, n % 50 from generate_series(1, 1000) n;
create index compared_a on mallory.compared (a mallory.int_btree);
create index compared_b on mallory.compared using hash (b mallory.percent_hash);
create table mallory.compared_ranges (r mallory.compared_range);
insert into mallory.compared_ranges values ('[1,2)'), ('[3,4)');
analyze mallory.compared, mallory.bares;
alter table mallory.bares owner to mallory;
alter table mallory.compared owner to mallory;
alter table mallory.compared_ranges owner to mallory;
grant select on all tables in schema mallory to public;
