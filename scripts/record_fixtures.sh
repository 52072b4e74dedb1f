#!/bin/bash
# Records tests/fixtures/<major>/{fresh,pgbench,just_reset,healthy,sick,blind,refused,locked}/<stem>.json, a row a line, from
# private, throw-away servers put into each situation, the sick one by tests/sick/*.sql. A read that fails is kept as
# <stem>.refused.json. As root or postgres; takes ten minutes, since some things are only sick after a while, and 6 GB under
# TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
pg_config="${PG_CONFIG:-pg_config}"
bin="$("$pg_config" --bindir)"
major="$("$bin/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')"
reads="$PWD/sql/read"
sick="$PWD/tests/sick"
fixtures="$PWD/tests/fixtures/$major"
# statements are recorded by record_statements.sh; what a DBA decided is no fact of a server
mapfile -t stems < <(cd "$reads" && basename -s .sql -- *.sql | grep -vE '^(statements|overrides|suppressions|own_checks)$')

as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env -u RUST_BACKTRACE "$@"; else env -u RUST_BACKTRACE "$@"; fi
}
home="$(as_owner mktemp -d)"
clients=()
stop() {
    for pid in "${clients[@]}"; do kill "$pid" 2>/dev/null || true; done
    for data in standby data fresh; do
        as_owner "$bin/pg_ctl" -D "$home/$data" -m immediate stop >/dev/null 2>&1 || true
    done
    rm -rf "$home"
}
trap stop EXIT
mkfifo "$home/never"
exec 9<>"$home/never"

# Nobody else's: the sick server listens on the machine itself.
export PGPORT=54391
standby_port=54392

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

fresh_server() { # a cluster as initdb makes it, and what pgbench does to it
    as_owner "$bin/initdb" -D "$home/fresh" -A peer -E UTF8 --locale=C >/dev/null
    as_owner "$bin/pg_ctl" -D "$home/fresh" -w -l "$home/log" start -o "-p $PGPORT -k $home -c listen_addresses=''" >/dev/null
    as_postgres() { as_owner "$@" -h "$home" -U postgres; }
    as_postgres "$bin/createdb" shop
    map_roles "$home/fresh"
    as_owner "$bin/pg_ctl" -D "$home/fresh" reload >/dev/null
    sleep 0.5
    psql -c "create role dba login" -c "grant pg_monitor to dba"
    db=shop
    record fresh dba "${stems[@]}"
    as_postgres "$bin/pgbench" -q -i -s 5 shop 2>/dev/null
    as_postgres "$bin/pgbench" -T 10 -c 2 shop >/dev/null 2>&1
    record pgbench dba "${stems[@]}"
    psql -o /dev/null -c "select pg_stat_reset(), pg_stat_reset_shared('bgwriter'), pg_stat_reset_shared('archiver'), pg_stat_reset_shared('wal')"
    as_postgres "$bin/pgbench" -T 10 -c 2 shop >/dev/null 2>&1
    record just_reset dba "${stems[@]}"
    as_owner "$bin/pg_ctl" -D "$home/fresh" -m fast stop >/dev/null
}
# Whoever runs this script is every role, over the socket and without trust.
map_roles() { # data directory
    cat >"$1/pg_hba.conf" <<HBA
local all all peer map=all
local replication all peer map=all
HBA
    for user in postgres "$(id -un)"; do
        for as in postgres dba app shop_app; do echo "all $user $as"; done
    done >"$1/pg_ident.conf"
}
db=postgres
fresh_server

as_owner "$bin/initdb" -D "$home/data" -k -A peer -E UTF8 --locale=C >/dev/null
map_roles "$home/data"
cat >>"$home/data/postgresql.conf" <<CONF
unix_socket_directories = '$home'
listen_addresses = ''
port = $PGPORT
shared_preload_libraries = 'pg_stat_statements'
max_connections = 20
superuser_reserved_connections = 3
max_prepared_transactions = 2
shared_buffers = '16MB'
autovacuum_freeze_max_age = 100000
autovacuum_multixact_freeze_max_age = 10000
autovacuum_naptime = '1h'
synchronous_commit = off
wal_level = logical
archive_mode = on
archive_command = '/bin/true'
idle_in_transaction_session_timeout = '1h'
log_lock_waits = on
log_temp_files = '10MB'
log_statement = ddl
CONF
start() { as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" start >/dev/null; }
start

# Sessions that stay, and what comes last: it would change what others need.
sessions="idle_in_transaction blocked_sessions connection_saturation long_running_statement ddl_queue_jam"
last="slot_retained_wal archive_backlog orphan_prepared_transaction autovacuum_disabled config_file_errors db_xid_age mxid_age"

db=postgres
psql -c "create role dba login" -c "grant pg_monitor to dba" -c "create role app login" -c "create role shop_app login"
psql -c "create role copilot_reader" -c "create role copilot_writer" -c "create role copilot_auditor" -c "create role copilot_gate"
see_files="grant select on pg_hba_file_rules, pg_file_settings to dba;
    grant execute on function pg_hba_file_rules(), pg_show_all_file_settings() to dba"

psql -c "create database healthy"
db=healthy
run _healthy
psql -c "grant usage on schema shop to dba" -c "grant select on all sequences in schema shop to dba" -c "$see_files"
record healthy dba "${stems[@]}"
record healthy postgres password_hashes

psql -c "create database sick"
db=sick
run _healthy
psql -c "$see_files" -c "create table shop.photos as select 1 as id, 'north' as place" -c checkpoint
photos="$(psql -At -c "select pg_relation_filepath('shop.photos')")"
as_owner "$bin/pg_ctl" -D "$home/data" -m fast stop >/dev/null
echo south | as_owner dd of="$home/data/$photos" bs=1 seek=8180 conv=notrunc status=none
as_owner sh -c "echo \"listen_addresses = 'localhost, 192.0.2.1'\" >>'$home/data/postgresql.conf'"
start
echo "waiting until a crash is no part of the start any more"
sleep 12
run crash_restart 2>/dev/null && { echo "the backend was not killed"; exit 1; }
until psql -c "" 2>/dev/null; do sleep 0.5; done
# A standby whose replay stands still.
as_owner "$bin/pg_basebackup" -h "$home" -U postgres -D "$home/standby" -R -c fast --no-verify-checksums
as_owner "$bin/pg_ctl" -D "$home/standby" -w -l "$home/log" start \
    -o "-p $standby_port -c listen_addresses='' -c cluster_name=north" >/dev/null
"$bin/psql" -X -q -h "$home" -p "$standby_port" -d postgres -U postgres -o /dev/null -c 'select pg_wal_replay_pause()'
for file in "$sick"/[a-z]*.sql; do
    check="$(basename -s .sql "$file")"
    case " $sessions $last crash_restart " in *" $check "*) continue ;; esac
    # the failed build of invalid_index is the point of it
    run "$check" 2>"$home/error" || [ "$check" = invalid_index ] || { cat "$home/error"; exit 1; }
done
psql -c "grant usage on schema shop to dba, shop_app" -c "grant select on all sequences in schema shop to dba" \
    -c "grant select, update on all tables in schema shop to shop_app"
stay shop_app "$sick/long_running_statement.sql"
stay shop_app "$sick/idle_in_transaction.sql"
sleep 2
stay shop_app "$sick/blocked_sessions.sql"
stay shop_app "$sick/ddl_queue_jam.sql"
sleep 1
stay shop_app "$sick/_queued.sql"
for _ in 1 2 3 4 5 6 7 8 9; do stay shop_app "$sick/connection_saturation.sql"; done
for check in slot_retained_wal archive_backlog orphan_prepared_transaction autovacuum_disabled config_file_errors; do
    run "$check"
done
echo "waiting until a statement has been running, and a transaction prepared, for five minutes"
sleep "${COPILOT_SICK_SECONDS:-305}"
record sick dba "${stems[@]}"
record sick postgres password_hashes
record blind app "${stems[@]}"
run db_xid_age
run mxid_age
record sick dba tables databases sessions prepared_transactions slots standbys
record blind app tables databases sessions prepared_transactions slots standbys

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
record refused app "${stems[@]}"
du -sh "$fixtures"
