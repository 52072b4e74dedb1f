#!/bin/bash
# Records tests/fixtures/<major>/{healthy,sick,blind,refused,locked}/<stem>.json, a row a line, from a private, throw-away
# server put into each situation by tests/sick/*.sql. A read that fails is kept as <stem>.refused.json. As root or
# postgres; takes eight minutes, since some things are only sick after a while, and 2 GB under TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
pg_config="${PG_CONFIG:-pg_config}"
bin="$("$pg_config" --bindir)"
major="$("$bin/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')"
reads="$PWD/sql/read"
sick="$PWD/tests/sick"
fixtures="$PWD/tests/fixtures/$major"
# statements are recorded by record_statements.sh
stems="$(cd "$reads" && basename -s .sql -- *.sql | grep -v '^statements$' | tr '\n' ' ')"

as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env -u RUST_BACKTRACE "$@"; else env -u RUST_BACKTRACE "$@"; fi
}
home="$(as_owner mktemp -d)"
clients=()
stop() {
    for pid in "${clients[@]}"; do kill "$pid" 2>/dev/null || true; done
    for data in standby data; do
        as_owner "$bin/pg_ctl" -D "$home/$data" -m immediate stop >/dev/null 2>&1 || true
    done
    rm -rf "$home"
}
trap stop EXIT
mkfifo "$home/never"
exec 9<>"$home/never"

as_owner "$bin/initdb" -D "$home/data" -A trust -E UTF8 --locale=C >/dev/null
cat >>"$home/data/postgresql.conf" <<CONF
unix_socket_directories = '$home'
listen_addresses = ''
shared_preload_libraries = 'pg_stat_statements'
max_connections = 20
superuser_reserved_connections = 3
max_prepared_transactions = 2
shared_buffers = '16MB'
autovacuum_freeze_max_age = 100000
autovacuum_naptime = '1h'
synchronous_commit = off
archive_mode = on
archive_command = '/bin/true'
CONF
as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" start >/dev/null

psql() { "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$home" -d "${db:-postgres}" -U "${role:-postgres}" "$@"; }
run() { psql -o /dev/null -f "$sick/$1.sql"; }
# A session that runs a file and stays as it is then, reading on from a pipe that nobody writes to.
stay() { # role file
    "$bin/psql" -X -q -h "$home" -d "$db" -U "$1" -o /dev/null -f "$2" -f "$home/never" >/dev/null 2>&1 &
    clients+=($!)
}
record() { # situation role stem...
    local to="$fixtures/$1" as=$2 stem error
    shift 2
    mkdir -p "$to"
    for stem in "$@"; do
        rm -f "$to/$stem.json" "$to/$stem.refused.json"
        if ! { echo "select pg_catalog.row_to_json(t)::text from ("; cat "$reads/$stem.sql"; echo ") t"; } |
            PGOPTIONS='-c search_path=pg_catalog,pg_temp -c lock_timeout=200ms' \
                role=$as psql -At -v VERBOSITY=verbose >"$to/$stem.json" 2>"$home/error"; then
            error="$(sed -nE 's/^.*ERROR: +([0-9A-Z]{5}): (.*)$/{"sqlstate": "\1", "message": "\2"}/p' "$home/error")"
            echo "$error" >"$to/$stem.refused.json"
            rm "$to/$stem.json"
        fi
    done
}

# Sessions that stay, and what comes last: it would change what others need.
sessions="idle_in_transaction blocked_sessions connection_saturation long_running_statement"
last="slot_retained_wal orphan_prepared_transaction autovacuum_disabled db_xid_age"

psql -c "create role dba login" -c "grant pg_monitor to dba" -c "create role app login" -c "create role shop_app login"

psql -c "create database healthy"
db=healthy
run _healthy
psql -c "grant usage on schema shop to dba" -c "grant select on all sequences in schema shop to dba"
# shellcheck disable=SC2086
record healthy dba $stems

psql -c "create database sick"
db=sick
run _healthy
# A standby whose replay stands still.
as_owner "$bin/pg_basebackup" -h "$home" -U postgres -D "$home/standby" -R -c fast
as_owner "$bin/pg_ctl" -D "$home/standby" -w -l "$home/log" start -o "-p 5433 -c cluster_name=north" >/dev/null
"$bin/psql" -X -q -h "$home" -p 5433 -d postgres -U postgres -o /dev/null -c 'select pg_wal_replay_pause()'
for file in "$sick"/[a-z]*.sql; do
    check="$(basename -s .sql "$file")"
    case " $sessions $last " in *" $check "*) continue ;; esac
    # the failed build of invalid_index is the point of it
    run "$check" 2>"$home/error" || [ "$check" = invalid_index ] || { cat "$home/error"; exit 1; }
done
psql -c "grant usage on schema shop to dba, shop_app" -c "grant select on all sequences in schema shop to dba" \
    -c "grant select, update on all tables in schema shop to shop_app"
stay shop_app "$sick/long_running_statement.sql"
stay shop_app "$sick/idle_in_transaction.sql"
sleep 2
stay shop_app "$sick/blocked_sessions.sql"
for _ in 1 2 3 4 5 6 7 8 9 10 11; do stay shop_app "$sick/connection_saturation.sql"; done
run slot_retained_wal
run orphan_prepared_transaction
run autovacuum_disabled
echo "waiting until a statement has been running, and a transaction prepared, for five minutes"
sleep "${COPILOT_SICK_SECONDS:-305}"
# shellcheck disable=SC2086
record sick dba $stems
# shellcheck disable=SC2086
record blind app $stems
run db_xid_age
record sick dba databases sessions prepared_transactions slots standbys
record blind app databases sessions prepared_transactions slots standbys

stay postgres "$sick/_locked.sql"
sleep 1
record locked dba tables indexes constraints sequences server

psql -o /dev/null <<'SQL'
revoke select on pg_catalog.pg_class, pg_catalog.pg_index, pg_catalog.pg_constraint, pg_catalog.pg_sequence,
    pg_catalog.pg_database, pg_catalog.pg_settings, pg_catalog.pg_stat_activity, pg_catalog.pg_locks,
    pg_catalog.pg_extension, pg_catalog.pg_namespace, pg_catalog.pg_roles, pg_catalog.pg_proc,
    pg_catalog.pg_prepared_xacts, pg_catalog.pg_replication_slots, pg_catalog.pg_stat_replication,
    pg_catalog.pg_stat_archiver, pg_catalog.pg_attribute from public;
revoke execute on function pg_catalog.pg_last_wal_receive_lsn() from public;
SQL
# shellcheck disable=SC2086
record refused app $stems
du -sh "$fixtures"
