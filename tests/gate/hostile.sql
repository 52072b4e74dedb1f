-- What a stranger can leave in a database. Loaded by a superuser into an empty database; roles are the cluster's.
--
-- vault_owner has what nobody else may read: TOPSECRET_7f3a9c is in every row of it, 4242 is its number of rows.
-- mallory is an ordinary role. Whatever of hers runs in somebody else's session calls mallory.trace(), which leaves
-- as much as it can: a line in the server's log, a warning, an advisory lock, a sequence's step, a prepared
-- statement, a setting, and rows written through a connection of its own.

create role vault_owner login password 'TOPSECRET_7f3a9c';
create role mallory login;
create role mallory_two login;
create role gate_ann login in role copilot_reader;
create role gate_bob login in role copilot_reader, pg_monitor;

do $$
declare
    wanted text;
begin
    foreach wanted in array array[
        'adminpack', 'amcheck', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'earthdistance', 'file_fdw',
        'fuzzystrmatch', 'hstore', 'hypopg', 'intarray', 'isn', 'lo', 'ltree', 'old_snapshot', 'pageinspect',
        'pg_buffercache', 'pg_freespacemap', 'pg_prewarm', 'pg_stat_statements', 'pg_surgery', 'pg_trgm',
        'pg_visibility', 'pg_walinspect', 'pgcrypto', 'pgrowlocks', 'pgstattuple', 'postgres_fdw', 'sslinfo',
        'tablefunc', 'tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp', 'vector', 'xml2', 'pg_cron'] loop
        if exists (select from pg_available_extensions where name = wanted)
           and (wanted <> 'pg_cron' or current_setting('cron.database_name', true) = current_database()) then
            execute format('create extension if not exists %I', wanted);
        end if;
    end loop;
end
$$;

-- As before PostgreSQL 15, and as many a database still is. What is to lure others stands in a schema of its own, so
-- that honest queries over public are not lured.
grant create on schema public to public;
create schema common;
grant create, usage on schema common to public;
grant execute on function dblink_connect_u(text), dblink_connect_u(text, text) to public;

-- The vault ----------------------------------------------------------------------------------------------------------

create schema vault authorization vault_owner;
grant usage on schema vault to public;
set session authorization vault_owner;

create table vault.secrets (id int primary key, owner text not null, secret text not null, pin int not null);
insert into vault.secrets
select n, 'vault_owner', 'TOPSECRET_7f3a9c' || case when n % 2 = 0 then '' else '_' || n end, 7000000 + n % 7
  from generate_series(1, 4242) n;
create statistics vault.secrets_mcv (mcv) on secret, pin from vault.secrets;
create table vault.wide (id int, body text);
alter table vault.wide alter body set storage external;
insert into vault.wide select n, repeat('TOPSECRET_7f3a9c ', 400) from generate_series(1, 3) n;
analyze vault.secrets, vault.wide;

create table vault.ledger (owner text, note text);
insert into vault.ledger values ('gate_ann', 'hers'), ('gate_bob', 'his'), ('vault_owner', 'TOPSECRET_7f3a9c'),
    ('vault_owner', 'TOPSECRET_7f3a9c');
analyze vault.ledger;
alter table vault.ledger enable row level security;
create policy own on vault.ledger using (owner = current_user);
grant select on vault.ledger to public;

create view vault.own_secrets with (security_barrier) as select * from vault.secrets where owner = current_user;
grant select on vault.own_secrets to public;
create table vault.half (open_part text, closed_part text);
insert into vault.half values ('for all', 'TOPSECRET_7f3a9c');
grant select (open_part) on vault.half to public;
-- With the definer's rights: whoever calls it reads what it reads.
create function vault.peek(n int) returns text
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$select secret from vault.secrets where id = n$$;

-- A parent that all may read, with a child that none may: its statistics are the child's.
create table vault.parent (id int, secret text);
create table vault.child () inherits (vault.parent);
insert into vault.child select n, 'TOPSECRET_7f3a9c' from generate_series(1, 100) n;
analyze vault.parent;
grant select (id) on vault.parent to public;
reset session authorization;

select lo_from_bytea(66601, 'TOPSECRET_7f3a9c'), lo_from_bytea(66602, 'open to all');
grant select, update on large object 66602 to public;

create server loop foreign data wrapper postgres_fdw options (host '/nowhere', dbname 'nowhere');
do $$
begin
    execute format('alter
    server loop options (set host %L, set dbname %L, add port %L, add use_remote_estimate ''true'')',
                   current_setting('unix_socket_directories'), current_database(), current_setting('port'));
end
$$;
create user mapping for public server loop options (user 'mallory', password_required 'false');
create user mapping for vault_owner server loop options (user 'vault_owner', password 'TOPSECRET_7f3a9c');
grant usage on foreign server loop to public;
create server files foreign data wrapper file_fdw;
create foreign table public.server_file (line text) server files options (filename 'PG_VERSION');
create foreign table public.server_program (line text) server files options (program 'touch evil_program; echo ran');
grant select on public.server_file, public.server_program to public;

-- Mallory ------------------------------------------------------------------------------------------------------------

create schema mallory authorization mallory;
create schema "a""b; drop table shop.orders; --" authorization mallory;
set session authorization mallory;
grant usage on schema mallory to public;
alter default privileges in schema mallory grant select, insert, update, delete on tables to public;
alter default privileges in schema mallory grant usage, select, update on sequences to public;

create sequence mallory.trace_seq;
create table mallory.traces (what text);

create function mallory.trace(what text) returns int language plpgsql as $$
begin
    -- Her own session, and the superuser's who loads this file.
    if session_user in ('mallory', 'mallory_two', 'vault_owner') or current_setting('mallory.asleep', true) = 'on' then
        return 1;
    end if;
    raise log '%', 'EVIL' || '_RAN ' || what || ' as ' || current_user;
    raise warning '%', 'EVIL' || '_RAN ' || what;
    if coalesce(current_setting('evil.flag', true), '') <> '' then
        return 1;
    end if;
    begin perform pg_advisory_lock_shared(66600, 1); exception when others then null; end;
    begin perform nextval('mallory.trace_seq'); exception when others then null; end;
    begin execute 'prepare evil_plan as select 1'; exception when others then null; end;
    begin perform set_config('evil.flag', what, false); exception when others then null; end;
    begin perform pg_notify('evil', what); exception when others then null; end;
    begin
        perform public.dblink_connect_u('evil', format('host=%s port=%s dbname=%s user=mallory',
            current_setting('unix_socket_directories', true), current_setting('port'), current_database()));
        perform public.dblink_exec('evil', format('insert into mallory.traces values (%L)', what));
        perform public.dblink_disconnect('evil');
    exception when others then null;
    end;
    return 1;
end
$$;

create function mallory.ran(what text) returns bool language plpgsql
    as $$begin perform mallory.trace(what); return true; end$$;

-- Lies about volatility, so that planning runs them.
create function mallory.im0() returns int language plpgsql immutable parallel safe
    as $$begin return mallory.trace('im0'); end$$;
create function mallory.im1(anyelement) returns int language plpgsql immutable parallel safe
    as $$begin return mallory.trace('im1'); end$$;
create function mallory.st0() returns int language plpgsql stable as $$begin return mallory.trace('st0'); end$$;
create function mallory.vo0() returns int language plpgsql as $$begin return mallory.trace('vo0'); end$$;
create function mallory.yes(anyelement) returns bool language plpgsql immutable
    as $$begin return mallory.ran('yes'); end$$;
create function mallory.same_text(text) returns text language plpgsql immutable
    as $$begin perform mallory.trace('same_text'); return $1; end$$;
create function mallory.inlined() returns int language sql immutable as $$select mallory.im0()$$;
create function mallory.inlined_arg(int) returns int language sql immutable as $$select $1 + mallory.im0()$$;
create function mallory.atomic() returns int language sql immutable begin atomic select mallory.im0(); end;
create function mallory.rows() returns setof int language sql stable as $$select mallory.im0() union all select 2$$;
create function mallory.rows_plain(int) returns setof int language plpgsql rows 1000
    as $$begin perform mallory.trace('rows_plain'); return next $1; end$$;
create function mallory.record() returns record language plpgsql
    as $$begin perform mallory.trace('record'); return row(1, 2); end$$;
create function mallory.with_default(a int default mallory.im0()) returns int language sql immutable as $$select a$$;
create function mallory.named(first int, second int default 2) returns int language plpgsql immutable
    as $$begin return mallory.trace('named'); end$$;
create function mallory.many(variadic int[]) returns int language plpgsql immutable
    as $$begin return mallory.trace('many'); end$$;
create function mallory.definer() returns int language plpgsql security definer
    as $$begin return mallory.trace('definer'); end$$;
create function mallory.sets_role() returns int language plpgsql
    as $$begin execute 'reset role'; return mallory.trace('sets_role'); end$$;
create function mallory.with_set() returns int language plpgsql set search_path = mallory
    as $$begin return mallory.trace('with_set'); end$$;
create function mallory.writes() returns int language plpgsql
    as $$begin insert into mallory.traces values ('writes'); return 1; end$$;
create function mallory.query(text) returns text language plpgsql immutable
    as $$declare got text; begin perform mallory.trace('query'); execute $1 into got; return got; end$$;
create function mallory.cursor() returns refcursor language plpgsql
    as $$declare c refcursor := 'evil_cursor'; begin perform mallory.trace('cursor'); open c for
    select 1; return c; end$$;
create procedure mallory.proc() language plpgsql as $$begin perform mallory.trace('proc'); commit; end$$;

-- Names of the server's own, better fits for some arguments.
create function mallory.now() returns timestamptz language plpgsql
    as $$begin perform mallory.trace('now'); return '2026-01-01'; end$$;
create function mallory.count(anyelement) returns bigint language plpgsql
    as $$begin return mallory.trace('count'); end$$;
create function mallory.length(text) returns int language plpgsql as $$begin return mallory.trace('length'); end$$;
create function mallory.int4(text) returns int language plpgsql as $$begin return mallory.trace('int4'); end$$;
create function common.lower(varchar) returns text language plpgsql immutable
    as $$begin perform mallory.trace('lower'); return $1; end$$;
create function common.upper(varchar) returns text language plpgsql immutable
    as $$begin perform mallory.trace('upper'); return $1; end$$;
create function common.abs(smallint, variadic int[]) returns int language plpgsql immutable
    as $$begin return mallory.trace('abs'); end$$;
create function common.coalesced(anyelement) returns anyelement language plpgsql immutable
    as $$begin perform mallory.trace('coalesced'); return $1; end$$;
create function common.starts_with(varchar, varchar) returns bool language plpgsql immutable
    as $$begin return mallory.ran('starts_with'); end$$;
create function common.varchar_eq(varchar, varchar) returns bool language plpgsql immutable
    as $$begin return mallory.ran('varchar_eq'); end$$;
create operator common.= (leftarg = varchar, rightarg = varchar,
    function = common.varchar_eq, restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator common.|| (leftarg = varchar, rightarg = varchar, function = common.varchar_eq);
create operator common.~~ (leftarg = varchar, rightarg = varchar, function = common.varchar_eq);
create view mallory.pg_class as select mallory.im0() as oid, 'lured'::name as relname;
create view mallory.pg_stat_activity as select mallory.vo0() as pid;

-- Domains and what is made of them.
create domain mallory.evil_int as int check (mallory.im1(value) > 0);
create domain mallory.evil_text as text check (mallory.yes(value));
create domain mallory.evil_lazy as int check (mallory.im0() > 0 and value > 0);
create domain mallory.evil_json as jsonb check (mallory.yes(value));
create domain mallory.evil_default as int default mallory.im0();
create domain mallory.on_evil as mallory.evil_int;
create domain mallory.evil_ints as int[] check (mallory.yes(value));
create domain mallory.array_of_evil as mallory.evil_int[];
create type mallory.pair as (a int, b mallory.evil_int);
create type mallory.nested as (p mallory.pair, q mallory.pair[]);
create domain mallory.evil_pair as mallory.pair check (mallory.yes((value).a));
create type mallory.mood as enum ('calm', 'angry');
create type mallory.plain as (a int, b text);
create function mallory.difference(text, text) returns float8 language plpgsql immutable
    as $$begin return mallory.trace('difference'); end$$;
create type mallory.text_range as range (subtype = text, subtype_diff = mallory.difference);
create type mallory.domain_range as range (subtype = mallory.evil_int);

-- Casts, also those that to_json looks for by itself.
create function mallory.mood_json(mallory.mood) returns json language plpgsql immutable
    as $$begin perform mallory.trace('mood_json'); return '1'; end$$;
create cast (mallory.mood as json) with function mallory.mood_json;
create function mallory.plain_json(mallory.plain) returns json language plpgsql immutable
    as $$begin perform mallory.trace('plain_json'); return '1'; end$$;
create cast (mallory.plain as json) with function mallory.plain_json;
create function mallory.mood_int(mallory.mood) returns int language plpgsql immutable
    as $$begin return mallory.trace('mood_int'); end$$;
create cast (mallory.mood as int) with function mallory.mood_int as implicit;
create function mallory.int_mood(int) returns mallory.mood language plpgsql immutable
    as $$begin perform mallory.trace('int_mood'); return 'calm'; end$$;
create cast (int as mallory.mood) with function mallory.int_mood as implicit;
create function mallory.plain_text(mallory.plain) returns text language sql immutable
    as $$select mallory.same_text('x')$$;
create cast (mallory.plain as text) with function mallory.plain_text as assignment;
create cast (mallory.mood as text) with inout as implicit;

-- Operators whose functions planning calls on the statistics.
create function mallory.op(int, int) returns bool language plpgsql immutable
    as $$begin return mallory.ran('op'); end$$;
create operator mallory.=== (leftarg = int, rightarg = int,
    function = mallory.op, commutator = operator(mallory.===), restrict = eqsel, join = eqjoinsel);
create operator mallory.<<< (leftarg = int, rightarg = int,
    function = mallory.op, restrict = scalarltsel, join = scalarltjoinsel);
create operator mallory.~~~ (leftarg = int, rightarg = int,
    function = mallory.op, restrict = matchingsel, join = matchingjoinsel);
create operator mallory.= (leftarg = int, rightarg = int, function = mallory.op, restrict = eqsel);
create operator mallory.+ (leftarg = int, rightarg = int, function = mallory.named);
create function mallory.prefix(int) returns int language plpgsql immutable
    as $$begin return mallory.trace('prefix'); end$$;
create operator mallory.@@@ (rightarg = int, function = mallory.prefix);
create function mallory.op_text(text, text) returns bool language plpgsql immutable
    as $$begin return mallory.ran('op_text ' || $1); end$$;
create operator mallory.=~ (leftarg = text, rightarg = text, function = mallory.op_text, restrict = eqsel);
create operator mallory.<~ (leftarg = text, rightarg = text, function = mallory.op_text, restrict = scalarltsel);

-- Aggregates.
create function mallory.step(int, int) returns int language plpgsql immutable
    as $$begin return mallory.trace('step'); end$$;
create function mallory.final(int) returns int language plpgsql immutable
    as $$begin return mallory.trace('final'); end$$;
create aggregate mallory.evil_sum(int) (sfunc = mallory.step, stype = int, initcond = '0');
create aggregate mallory.evil_end(int) (sfunc = int4pl, stype = int, finalfunc = mallory.final, initcond = '0');
create aggregate mallory.evil_moving(int) (sfunc = int4pl,
    stype = int, initcond = '0', msfunc = mallory.step, minvfunc = mallory.step, mstype = int, minitcond = '0');
create aggregate mallory.evil_parallel(int) (sfunc = mallory.step,
    stype = int, combinefunc = mallory.step, initcond = '0', parallel = safe);
create function mallory.keep(mallory.evil_int, int) returns mallory.evil_int language sql immutable as $$select $1$$;
create aggregate mallory.evil_state(int) (sfunc = mallory.keep, stype = mallory.evil_int, initcond = '1');
create aggregate mallory.honest_looking(int) (sfunc = int4larger, stype = int, sortop = operator(pg_catalog.>));
create function mallory.ordered_final(int, float8) returns int language plpgsql immutable
    as $$begin return mallory.trace('ordered_final'); end$$;
create aggregate mallory.evil_ordered(float8 order by int) (sfunc = int4pl,
    stype = int, finalfunc = mallory.ordered_final, initcond = '0');
create function mallory.any_step(int, anyelement) returns int language plpgsql immutable
    as $$begin return mallory.trace('any_step'); end$$;
create aggregate mallory.sum(anyelement) (sfunc = mallory.any_step, stype = int, initcond = '0');

-- Tables whose mere planning runs something: expressions of indexes, of statistics, of constraints, of partition keys.
create table mallory.t (a int, b int, c text);
insert into mallory.t select n, n % 3, 'row ' || n % 5 from generate_series(1, 60) n;
create function mallory.of_row(mallory.t) returns int language plpgsql immutable
    as $$begin return mallory.trace('of_row'); end$$;
create table mallory.indexed as select * from mallory.t;
create index on mallory.indexed ((a + mallory.im0()));
create table mallory.indexed_where as select * from mallory.t;
create index on mallory.indexed_where (a) where mallory.im0() > 0;
create table mallory.indexed_function as select * from mallory.t;
create index on mallory.indexed_function (mallory.im1(a));
create unique index on mallory.indexed_function (a) where mallory.yes(b);
create table mallory.with_statistics as select * from mallory.t;
create statistics mallory.of_expression on (a + mallory.im0()), b from mallory.with_statistics;
create table mallory.checked (a int check (a > 0 and mallory.im0() > 0), b int);
create table mallory.checked_child () inherits (mallory.checked);
insert into mallory.checked_child values (1, 2);
create table mallory.keyed (a int, b int) partition by range ((a + mallory.im0()));
create table mallory.keyed_1 partition of mallory.keyed for values from (0) to (1000);
insert into mallory.keyed values (1, 1);
create table mallory.listed (a int, b int) partition by list (mallory.im1(a));
create table mallory.listed_1 partition of mallory.listed for values in (1);
create table mallory.listed_rest partition of mallory.listed default;
create table mallory.defaults (a int,
    b int default mallory.im0(), c mallory.evil_default, d int generated always as (mallory.im1(1)) stored);
create table mallory.moods (m mallory.mood, p mallory.plain, c text);
insert into mallory.moods values ('calm', (1, 'x'), 'y'), ('angry', (2, 'x'), 'z'), ('calm', (1, 'x'), 'y');
create table mallory.domains (d mallory.evil_int, t mallory.evil_text, p mallory.pair, j mallory.evil_json);
insert into mallory.domains values (1, 'x', (1, 2), '{"a": 1, "b": 2}');
create table mallory.ranges (r mallory.text_range);
insert into mallory.ranges values ('[a,b)'), ('[c,d)');
create index on mallory.ranges using gist (r);
create table mallory.documents (x xml, j jsonb, n name, v varchar(20));
insert into mallory.documents values ('<a/>', '{"a": "1", "b": 2}', 'name', 'text');
create table mallory.policed (a int, b int);
insert into mallory.policed select n, n from generate_series(1, 5) n;
alter table mallory.policed enable row level security;
create policy looking on mallory.policed for select using (mallory.yes(a));
create table mallory.policed_lazy (a int);
insert into mallory.policed_lazy values (1);
alter table mallory.policed_lazy enable row level security;
create policy looking on mallory.policed_lazy using (exists (select from mallory.t where mallory.im0() > 0));
create table mallory.remote_parent (a int, b int);
create foreign table mallory.remote_child (a int, b int) inherits (mallory.remote_parent)
    server loop options (schema_name 'mallory', table_name 'steps');
create view mallory.steps as select nextval('mallory.trace_seq')::int as a, 1 as b;
create foreign table mallory.remote (a int, b int) server loop options (schema_name 'mallory', table_name 'steps');
create foreign table mallory.remote_folded (a int, b int)
    server loop options (schema_name 'mallory', table_name 'indexed');
create foreign table mallory.remote_secrets (id int, secret text)
    server loop options (schema_name 'vault', table_name 'secrets');
create table mallory.inserted (a int);
create rule also as on insert to mallory.inserted do also select mallory.im0();
create function mallory.fired() returns trigger language plpgsql
    as $$begin perform mallory.trace('fired'); return new; end$$;
create trigger fired before insert or update or delete on mallory.t for each row execute function mallory.fired();
analyze mallory.t, mallory.indexed, mallory.indexed_function, mallory.with_statistics, mallory.moods;

-- Views.
create view mallory.v_call as select mallory.vo0() as a;
create view mallory.v_folded as select a from mallory.t where mallory.im0() > 0;
create view mallory.v_cast as select a::mallory.evil_int as a from mallory.t;
create view mallory.v_nested as select * from mallory.v_call, mallory.v_cast as c(b);
create view mallory.v_barrier with (security_barrier) as select a from mallory.t where mallory.yes(a);
create view mallory.v_columns as select a, (select mallory.vo0()) as hidden from mallory.t;
create view mallory.v_lateral as select t.a, r from mallory.t, lateral mallory.rows_plain(t.a) r;
create view mallory.v_operator as select a from mallory.t where a operator(mallory.===) 1;
create view mallory.v_files as select pg_ls_dir('.') as name;
create view mallory.v_sequence as select nextval('mallory.trace_seq') as n;
create view mallory.v_secrets as select * from vault.secrets;
create view mallory.v_remote as select * from mallory.remote;
create view mallory.v_random as select a from mallory.t tablesample bernoulli (mallory.im0());
create view mallory.v_settings as select set_config('search_path', 'mallory', false) as was;
create materialized view mallory.m_call as select mallory.im0() as a;
create view mallory.boom0 as select 1 as n;
do $$
begin
    for n in 1 .. 14 loop
        execute format('create view mallory.boom%s as select a.n
    from mallory.boom%s a, mallory.boom%s b', n, n - 1, n - 1);
    end loop;
end
$$;

-- One text, another table and another function in each of two search paths.
create table mallory.steps_of_today (a int);
create table common.steps_of_today (a int);
grant all on common.steps_of_today to public;
create function mallory.harmless() returns int language plpgsql immutable
    as $$begin return mallory.trace('harmless'); end$$;
create function common.harmless() returns int language plpgsql immutable
    as $$begin return mallory.trace('harmless'); end$$;

-- Names that are statements, long, or look like others.
grant usage on schema "a""b; drop table shop.orders; --" to public;
create table "a""b; drop table shop.orders; --"."t'); select pg_sleep(9); --" (
    "a""b" int, "new
line" int, "🦄 Ünïcode" text,
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" int, " " int, "$1" int, "\" int);
insert into "a""b; drop table shop.orders; --"."t'); select pg_sleep(9); --" values (1, 2, 'three', 4, 5, 6, 7);
create table public."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ("select" int);
create function public."🦄 Ünïcode"() returns int language plpgsql immutable
    as $$begin return mallory.trace('emoji'); end$$;
create function public."pg_catalog.now"() returns int language plpgsql immutable
    as $$begin return mallory.trace('pg_catalog.now'); end$$;
create table public."pg_catalog.pg_class" (a int);
create function public."NOW"() returns int language plpgsql immutable as $$begin return mallory.trace('NOW'); end$$;
create function public.nоw() returns int language plpgsql immutable
    as $$begin return mallory.trace('homoglyph'); end$$;
grant select on all tables in schema mallory, "a""b; drop table shop.orders; --" to public;
grant select on public."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    public."pg_catalog.pg_class" to public;
reset session authorization;

-- What a superuser has been talked into ------------------------------------------------------------------------------

set mallory.asleep = on;

create function mallory.compare(mallory.plain, mallory.plain) returns int language plpgsql immutable
    as $$begin return mallory.trace('compare') - 1; end$$;
create function mallory.less(mallory.plain, mallory.plain) returns bool language plpgsql immutable
    as $$begin return mallory.ran('less'); end$$;
create function mallory.hash(mallory.plain) returns int language plpgsql immutable
    as $$begin return mallory.trace('hash'); end$$;
create operator mallory.<# (leftarg = mallory.plain, rightarg = mallory.plain, function = mallory.less);
create operator mallory.<=# (leftarg = mallory.plain, rightarg = mallory.plain, function = mallory.less);
create operator mallory.=# (leftarg = mallory.plain, rightarg = mallory.plain, function = mallory.less, hashes, merges);
create operator mallory.>=# (leftarg = mallory.plain, rightarg = mallory.plain, function = mallory.less);
create operator mallory.># (leftarg = mallory.plain, rightarg = mallory.plain, function = mallory.less);
create operator class mallory.plain_btree default for type mallory.plain using btree as
    operator 1 mallory.<#, operator 2 mallory.<=#, operator 3 mallory.=#, operator 4 mallory.>=#, operator 5 mallory.>#,
    function 1 mallory.compare(mallory.plain, mallory.plain);
create operator class mallory.plain_hash default for type mallory.plain using hash as
    operator 1 mallory.=#, function 1 mallory.hash(mallory.plain);
create function mallory.compare_int(int, int) returns int language plpgsql immutable
    as $$begin perform mallory.trace('compare_int'); return sign($1 - $2); end$$;
create operator class mallory.int_btree for type int using btree as
    operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 mallory.compare_int(int, int);
create function mallory.hash_int(int, bigint) returns bigint language plpgsql immutable
    as $$begin perform mallory.trace('hash_int'); return $1 % 2; end$$;
create operator class mallory.int_hash for type int using hash as operator 1 =,
    function 2 mallory.hash_int(int, bigint);
create type mallory.plain_range as range (subtype = mallory.plain);
create table mallory.by_range (a int, b int) partition by range (a mallory.int_btree);
create table mallory.by_range_1 partition of mallory.by_range for values from (0) to (10);
create table mallory.by_range_2 partition of mallory.by_range for values from (10) to (20);
create table mallory.by_hash (a int, b int) partition by hash (a mallory.int_hash);
create table mallory.by_hash_0 partition of mallory.by_hash for values with (modulus 2, remainder 0);
create table mallory.by_hash_1 partition of mallory.by_hash for values with (modulus 2, remainder 1);
create function mallory.leak_proof(text, text) returns bool language plpgsql immutable leakproof
    as $$begin return mallory.ran('leak_proof ' || $1); end$$;
create operator mallory.=!= (leftarg = text, rightarg = text, function = mallory.leak_proof, restrict = eqsel);
create function mallory.on_ddl() returns event_trigger language plpgsql
    as $$begin perform mallory.trace('on_ddl'); end$$;
create event trigger evil_ddl on ddl_command_start when tag in ('CREATE TABLE AS', 'SELECT INTO')
    execute function mallory.on_ddl();
grant select on all tables in schema mallory to public;

-- What an administrator really allowed, and what must not be reached through it.
create function public.definer_read(path text) returns text
    language sql security definer set search_path = pg_catalog, pg_temp
    as $$select pg_read_file(path)$$;
create function public.definer_query(sql text) returns text
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$declare got text; begin execute sql into got; return got; end$$;
