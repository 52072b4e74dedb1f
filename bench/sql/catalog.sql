-- A catalog of :tables tables with five indexes each, of ten columns, in ten schemas: every second table references
-- another, one in ten is large by its statistics, one in fifty has an index twice, one in a hundred was left with dead
-- rows. Sizes and rows are written into pg_class, so that a catalog of that size is there without its data. Each table
-- has one row, and each index was scanned once: the counters of all of them exist, as on a server at work.
-- psql -v tables=10000; every transaction makes 250 tables, which takes max_locks_per_transaction of 1,000 or more.
\set ON_ERROR_STOP on
set synchronous_commit = off;
set client_min_messages = warning;
select format('create schema if not exists bench_%s', n) from generate_series(0, 9) n \gexec
create table bench_0.root (id bigint primary key);
insert into bench_0.root values (1);

create procedure bench_0.make(first int, last int) language plpgsql as $$
declare
    name text;
begin
    for n in first..last loop
        name := format('bench_%s.table_%s', n % 10, n);
        execute format('create table %s (id bigint primary key, parent_id bigint %s, customer_id bigint not null,
            status smallint not null default 0, created_at timestamptz not null default now(), updated_at timestamptz,
            amount numeric, name text, note text, payload jsonb)', name,
            case when n % 2 = 0 then 'references bench_0.root' else '' end);
        execute format('create index table_%s_parent_id_idx on %s (parent_id)', n, name);
        execute format('create index table_%s_customer_id_created_at_idx on %s (customer_id, created_at desc)', n, name);
        execute format('create index table_%s_status_idx on %s (status) where status <> 0', n, name);
        execute format('create index table_%s_%s on %s %s', n, case when n % 50 = 0 then 'again_idx' else 'lower_idx' end,
            name, case when n % 50 = 0 then '(parent_id)' else '(lower(name))' end);
        execute format('insert into %s (id, parent_id, customer_id, name) values (1, 1, 1, ''a'')', name);
        if n % 100 = 0 then
            execute format('insert into %s (id, customer_id) select v, v from generate_series(2, 12000) v', name);
            execute format('delete from %s where id > 1', name);
        end if;
    end loop;
end $$;

select format('call bench_0.make(%s, %s)', n, least(n + 249, :tables)) from generate_series(1, :tables, 250) n \gexec
drop procedure bench_0.make(int, int);

-- one scan of each index, by its primary key's equality or in its order
create procedure bench_0.read(first int, last int) language plpgsql as $$
begin
    set local enable_seqscan = off;
    set local enable_bitmapscan = off;
    for n in first..last loop
        execute format('select id from bench_%s.table_%s where id = 1', n % 10, n);
        execute format('select id from bench_%s.table_%s where parent_id = 1', n % 10, n);
    end loop;
end $$;
select format('call bench_0.read(%s, %s)', n, least(n + 249, :tables)) from generate_series(1, :tables, 250) n \gexec
drop procedure bench_0.read(int, int);

update pg_catalog.pg_class c
   set reltuples = case when n.number % 10 = 0 then 1000000 else 1000 end,
       relpages = case when n.number % 10 = 0 then 20000 else 20 end
  from (select o.oid, substring(o.relname from '^table_([0-9]+)')::int as number
          from pg_catalog.pg_class o join pg_catalog.pg_namespace s on s.oid = o.relnamespace
         where s.nspname like 'bench\_%' and o.relkind in ('r', 'i') and o.relname like 'table\_%') n
 where c.oid = n.oid;
vacuum full pg_catalog.pg_class;
analyze;
