#!/usr/bin/env bash
# The private server: server.sh up | down | wipe. "up" starts it, or starts it anew when the library or the settings
# have changed; COPILOT_SERVER says which one (places.sh).
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

pkglibdir=$INSTALLATION$("$PG_CONFIG" --pkglibdir)
extensiondir=$INSTALLATION$("$PG_CONFIG" --sharedir)/extension
settings=$DATA/copilot.conf

control() { as_server_user "$PRIVATE_BINDIR/pg_ctl" --pgdata="$DATA" "$@"; }
is_up() { [ -f "$DATA/PG_VERSION" ] && control status >/dev/null; }
sql() { "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }

make_data() {
  [ -d "$SERVER_DIR" ] || install -d -o "$SERVER_USER" -m 755 "$SERVER_DIR"
  [ -d "$SOCKET" ] || install -d -o "$SERVER_USER" -m 700 "$SOCKET"
  [ "$(stat -c %U "$SOCKET")" = "$SERVER_USER" ] || stop "$SOCKET belongs to somebody else."
  [ -f "$DATA/PG_VERSION" ] && return
  rm -rf "$DATA.new"
  # Who may enter the socket's folder may log in: the server's user and root.
  as_server_user "$PRIVATE_BINDIR/initdb" --pgdata="$DATA.new" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C.UTF-8
  echo "include 'copilot.conf'" >>"$DATA.new/postgresql.conf"
  mv "$DATA.new" "$DATA"
}

print_settings() {
  local library libraries=pg_stat_statements
  for library in copilot_ext pg_cron; do
    [ -e "$pkglibdir/$library.so" ] && libraries+=,$library
  done
  cat <<CONF
listen_addresses = ''
port = $PGPORT
unix_socket_directories = '$SOCKET'
shared_preload_libraries = '$libraries'
compute_query_id = on
track_io_timing = on
max_worker_processes = 16
max_wal_size = '2GB'
log_line_prefix = '%m [%p] %u@%d '
CONF
  if [[ $libraries == *pg_cron* ]]; then
    printf "cron.database_name = '%s'\ncron.use_background_workers = on\n" "$PGDATABASE"
  fi
}

write_settings() {
  local new
  new=$(print_settings)
  if [ "$new" != "$(cat "$settings" 2>/dev/null)" ]; then
    echo "$new" | as_server_user tee "$settings" >/dev/null
  fi
}

# COPILOT_RESOLV_CONF names a file that this server alone finds as /etc/resolv.conf; takes root.
begin() {
  if [ -z "${COPILOT_RESOLV_CONF:-}" ]; then
    control start "$@"
    return
  fi
  export -f control as_server_user
  export SERVER_USER PRIVATE_BINDIR DATA
  # shellcheck disable=SC2016  # expands in the inner shell
  unshare --mount bash -c 'mount --bind "$COPILOT_RESOLV_CONF" /etc/resolv.conf && control start "$@"' begin "$@"
}

start() {
  begin --wait --timeout=60 --log="$SERVER_LOG" && return
  tail -n 20 "$SERVER_LOG"
  return 1
}

must_restart() {
  [ "$pkglibdir/copilot_ext.so" -nt "$DATA/postmaster.pid" ] || [ "$settings" -nt "$DATA/postmaster.pid" ]
}

serve() {
  make_data
  write_settings
  if is_up; then
    must_restart || return 0
    control stop --mode=fast --timeout=60
  fi
  start
}

# The database, and in it every extension there is. An install script that has changed since means a new database:
# its objects would be those of yesterday.
make_database() {
  local extension made_by=$SERVER_DIR/made_by.sql script=$extensiondir/copilot_ext--0.1.0.sql
  if [ -e "$made_by" ] && ! cmp -s "$made_by" "$script"; then
    sql -d postgres -c "drop database if exists $PGDATABASE with (force)"
  fi
  if [ "$(sql -d postgres -Atc "select 1 from pg_database where datname = '$PGDATABASE'")" != 1 ]; then
    sql -d postgres -c "create database $PGDATABASE"
  fi
  for extension in pg_stat_statements pg_cron vector hypopg pgstattuple pg_buffercache copilot_ext; do
    if [ -e "$extensiondir/$extension.control" ]; then
      sql -c "set client_min_messages = warning" -c "create extension if not exists $extension"
    fi
  done
  if [ -e "$script" ]; then cp "$script" "$made_by"; fi
}

stop_server() { if is_up; then control stop --mode=fast --timeout=60; fi; }

case $1 in
  up)
    step "starting PostgreSQL $MAJOR" server serve
    step "making the database $PGDATABASE" database make_database
    ;;
  down) if is_up; then step "stopping PostgreSQL $MAJOR" server stop_server; fi ;;
  wipe)
    stop_server >/dev/null
    rm -rf "$SERVER_DIR" "$SOCKET"
    ;;
  *) stop "server.sh up | down | wipe" ;;
esac
