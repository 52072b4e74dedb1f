#!/usr/bin/env bash
# The demo's faults are found by looking, not by knowing: on the shop with its faults each is found, on the same shop
# without them none is.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
run_sql() { "$BINDIR/psql" -X -q -At -v ON_ERROR_STOP=1 "$@"; }

failures=0
# expect TRUTH: every line of expected_findings.sql must say it.
expect() {
  local name truth
  while IFS='|' read -r name truth; do
    if [ "$truth" = "$1" ]; then
      echo "ok $PGDATABASE $name"
    else
      failures=$((failures + 1))
      echo "not ok $PGDATABASE $name"
    fi
  done < <(run_sql -f "$TREE/demo/expected_findings.sql" || echo 'the calls themselves|failed')
}

shop() {
  export PGDATABASE=$1 COPILOT_DATABASE=$1
  run_sql -d postgres -c "create database $1"
  run_sql -c 'create extension pg_stat_statements' -c 'create extension copilot_ext'
}

shop shop_healthy
run_sql -v scale=0.5 -f "$TREE/demo/healthy.sql"
run_sql -o /dev/null -c 'select pg_stat_statements_reset()'
"$TREE/scripts/load_run.sh" 3 healthy
expect f
noise=$(run_sql -c "select severity, check_name, object from copilot.findings() where severity in ('medium', 'high', 'critical')")
if [ -z "$noise" ]; then
  echo "ok $PGDATABASE nothing is wrong"
else
  failures=$((failures + 1))
  echo "not ok $PGDATABASE nothing is wrong: $noise"
fi

shop shop_sick
"$TREE/scripts/load_shop.sh" 0.5
"$TREE/scripts/load_run.sh" 5
"$TREE/scripts/stuck_sessions.sh" wait
expect t
"$TREE/scripts/stuck_sessions.sh" stop
[ "$failures" = 0 ]
