-- A catalog of :tables tables with five indexes each, of ten columns, in ten schemas: every second table references
-- another, one in ten is large, one in fifty has an index twice, one in a hundred was left with dead rows. Sizes and
-- row counts are written into pg_class, so that a catalog of that size is there without its data. Each table has a row,
-- and each index was scanned (but one of each twentieth table): the counters of all exist, as on a server at work.
-- psql -v tables=10000; a transaction makes 250 tables, which fits a lock table of the default size.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set client_min_messages = warning;
select format('create schema bench_%s', n) from generate_series(0, 9) n \gexec
create table bench_0.root (id bigint primary key);
insert into bench_0.root values (1);

create procedure bench_0.make(first int, last int) language plpgsql as $$
declare
    name text;
begin
    for n in first..last loop
        name := format('bench_%s.table_%s', n % 10, n);
        execute format('create table %s (id bigint primary key, parent_id bigint %s, customer_id bigint not null,
            status smallint not null default 1, created_at timestamptz not null default now(), updated_at timestamptz,
            amount numeric, name text, note text, payload jsonb)', name,
            case when n % 2 = 0 then 'references bench_0.root' else '' end);
        execute format('create index table_%s_parent_id_idx on %s (parent_id)', n, name);
        execute format('create index table_%s_customer_id_created_at_idx on %s (customer_id, created_at desc)', n, name);
        execute format('create index table_%s_status_idx on %s (status) where status <> 0', n, name);
        execute format('create index table_%s_last_idx on %s (%s)', n, name,
            case when n % 50 = 0 then 'parent_id' else 'lower(name)' end);
        execute format('insert into %s (id, parent_id, customer_id, name) values (1, 1, 1, ''a'')', name);
        if n % 100 = 0 then
            execute format('insert into %s (id, customer_id) select v, v from generate_series(2, 12000) v', name);
            execute format('delete from %s where id > 1', name);
        end if;
    end loop;
end $$;

create procedure bench_0.scan(first int, last int) language plpgsql as $$
declare
    wanted text;
begin
    set local enable_seqscan = off;
    set local enable_bitmapscan = off;
    for n in first..last loop
        foreach wanted in array array['id = 1', 'parent_id = 1', 'customer_id = 1', 'status <> 0', 'lower(name) = ''a'''] loop
            if wanted not like 'lower%' or n % 20 <> 0 then
                execute format('select id from bench_%s.table_%s where %s', n % 10, n, wanted);
            end if;
        end loop;
    end loop;
end $$;

select format('call bench_0.make(%1$s, %2$s)', n, least(n + 249, :tables)) from generate_series(1, :tables, 250) n \gexec
select format('call bench_0.scan(%1$s, %2$s)', n, least(n + 249, :tables)) from generate_series(1, :tables, 250) n \gexec
drop procedure bench_0.make(int, int);
drop procedure bench_0.scan(int, int);

analyze;
-- after analyze, which would count what is really there
update pg_catalog.pg_class c
   set reltuples = case when n.number % 10 = 0 then 1000000 else 1000 end,
       relpages = case when n.number % 10 = 0 then 20000 else 20 end
  from (select o.oid, substring(o.relname from '^table_([0-9]+)')::int as number
          from pg_catalog.pg_class o join pg_catalog.pg_namespace s on s.oid = o.relnamespace
         where s.nspname like 'bench\_%' and o.relkind in ('r', 'i') and o.relname like 'table\_%') n
 where c.oid = n.oid;
vacuum full pg_catalog.pg_class;
analyze pg_catalog.pg_class;
