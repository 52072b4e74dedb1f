#!/usr/bin/env bash
# Loads the demo's shop with its faults, unless it is there: load_shop.sh [SCALE]. The two sessions that stand in each other's way are
# started as soon as their table exists: a session is only idle for long once some time has passed.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
run_sql() { "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 "$@"; }

if [ "$(run_sql -Atc "select obj_description(to_regnamespace('shop'), 'pg_namespace')")" != 'A mail-order shop' ]; then
  # A load that was broken off may have left the two sessions, and they would hold up the DROP.
  "$TREE/scripts/stuck_sessions.sh" stop
  run_sql -c 'set client_min_messages = warning' -c 'drop schema if exists shop cascade'
  run_sql -f "$TREE/demo/schema.sql"
  "$TREE/scripts/stuck_sessions.sh" start
  step "loading the shop" shop run_sql -v scale="${1:-1}" -f "$TREE/demo/rows.sql"
  step "making its faults" faults run_sql -f "$TREE/demo/faults.sql"
  # What the loading itself cost would stand above everything the shop does.
  run_sql -o /dev/null -c 'select pg_stat_statements_reset()'
else
  "$TREE/scripts/stuck_sessions.sh" start
fi
run_sql -f "$TREE/demo/dba.sql"
run_sql -o /dev/null -c 'select * from copilot.refresh_knowledge()'
