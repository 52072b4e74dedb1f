#!/bin/bash
# Records tests/fixtures/<major>/<situation>/statements.json, a row a line, from a private, throw-away server. As root or postgres.
set -euo pipefail
cd "$(dirname "$0")/.."
pg_config="${PG_CONFIG:-pg_config}"
bin="$("$pg_config" --bindir)"
major="$("$bin/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')"
sql="$PWD/sql/read/statements.sql"
fixtures="$PWD/tests/fixtures/$major"

as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env -u RUST_BACKTRACE "$@"; else env -u RUST_BACKTRACE "$@"; fi; }
home="$(as_owner mktemp -d)"
stop() { as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$home"; }
trap stop EXIT
cd "$home"

as_owner "$bin/initdb" -D "$home/data" -A trust -E UTF8 --locale=C >/dev/null
as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" start -o "-k $home -c listen_addresses='' \
    -c shared_preload_libraries=pg_stat_statements -c shared_buffers=1MB -c work_mem=64kB \
    -c pg_stat_statements.track=all -c pg_stat_statements.track_planning=on" >/dev/null
psql() { as_owner "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$home" -d "${db:-postgres}" "$@"; }

psql -c "create database shop" -c "create role app login" -c "create role asker login"
db=shop
psql >/dev/null <<'SQL'
create extension pg_stat_statements;
create table orders (id bigint primary key, customer_id int not null, placed_at timestamptz not null, total numeric);
insert into orders select n, n % 5000, now() - n * interval '1 min', n % 977 from generate_series(1, 200000) n;
analyze orders;
grant select, insert, update on orders to app;
select pg_stat_statements_reset();
SQL

record() { # situation role
    mkdir -p "$fixtures/$1"
    sed -e 's/{pg_stat_statements}/public.pg_stat_statements/' \
        -e 's/{pg_stat_statements_info}/public.pg_stat_statements_info/' "$sql" |
        { echo "/* copilot */ select row_to_json(f) from ("; cat; echo ") f"; } |
        psql -At -U "$2" >"$fixtures/$1/statements.json"
    echo "$1: $(grep -c '^{' "$fixtures/$1/statements.json" || true) rows"
}

psql -U app >/dev/null <<'SQL'
-- sorts more than work_mem holds
select count(*) from (select * from orders order by total, placed_at offset 0) o;
select count(*) from (select * from orders order by total, placed_at offset 0) o;
-- reads a whole table for one row, from disk: the server has 1 MB of buffers
select id from orders where customer_id = 4711 and total = 5 limit 1;
select id from orders where customer_id = 4712 and total = 6 limit 1;
-- returns very many rows
select id, total from orders;
-- writes
update orders set total = total + 1 where id <= 20000;
-- now quick, now slow
select pg_sleep(0.4);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
select pg_sleep(0.001);
-- planned for longer than it runs
select 1 from orders a natural join orders b natural join orders c natural join orders d where a.id = 1;
SQL
# one row each, again and again
seq 1 3000 | sed 's/.*/select total from orders where id = &;/' | psql -U app >/dev/null
record statements_busy postgres
record statements_hidden asker
