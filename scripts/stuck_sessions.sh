#!/usr/bin/env bash
# Two sessions of the demo: stuck_sessions.sh start | wait | stop. One begins a stock count and walks away, the other waits for
# it. They end with the server.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

PIDS=$SERVER_DIR/stuck_sessions.pids
UPDATE="update shop.warehouses set counted_at = now() where id = 3;"

is_there() {
  [ "$("$BINDIR/psql" -XAtc "select count(*) from pg_stat_activity where application_name = '$1'")" != 0 ]
}

idle_seconds() {
  "$BINDIR/psql" -XAt -v ON_ERROR_STOP=1 <<'SQL'
select extract(epoch from clock_timestamp() - state_change)::integer
  from pg_stat_activity
 where application_name = 'stock-count' and state = 'idle in transaction';
SQL
}

# hold_open NAME SQL: a session whose input stays open for as long as the server runs.
hold_open() {
  is_there "$1" && return
  # shellcheck disable=SC2016
  PGAPPNAME=$1 setsid bash -c '
    { printf "%s\n" "$1"; while [ "$(head -n 1 "$2")" = "$3" ]; do sleep 2; done; } | "$4" -X -q -U shop_app' \
    stuck_session "$2" "$DATA/postmaster.pid" "$(head -n 1 "$DATA/postmaster.pid")" "$BINDIR/psql" </dev/null >"$LOGS/$1.log" 2>&1 &
  echo $! >>"$PIDS"
  until is_there "$1"; do sleep 0.1; done
  sleep 0.3
}

case $1 in
  start)
    hold_open stock-count "begin; $UPDATE"
    hold_open stock-correction "$UPDATE"
    ;;
  stop)
    # A process id may long belong to somebody else: only what is still called like ours is ended.
    while read -r pid; do
      if grep -qs stuck_session "/proc/$pid/cmdline"; then kill -- "-$pid" || true; fi
    done < <(cat "$PIDS" 2>/dev/null)
    rm -f "$PIDS"
    ;;
  wait)
    while idle=$(idle_seconds) && [ -n "$idle" ] && [ "$idle" -lt 62 ]; do sleep 1; done
    ;;
  *) stop "stuck_sessions.sh start | wait | stop" ;;
esac
