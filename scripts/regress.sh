#!/usr/bin/env bash
# PostgreSQL's own pg_regress over tests/pg_regress: sql/ against expected/, in the order of their names.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

inputs=$TREE/tests/pg_regress
outputs=$TREE/target/pg_regress
rm -rf "$outputs"
mkdir -p "$outputs"
mapfile -t names < <(cd "$inputs/sql" && find . -name '*.sql' -printf '%P\n' | sed 's/\.sql$//' | LC_ALL=C sort)

outcome=0
report=$("$(dirname "$("$PG_CONFIG" --pgxs)")/../test/regress/pg_regress" --use-existing --bindir="$BINDIR" \
  --inputdir="$inputs" --outputdir="$outputs" --host="$PGHOST" --port="$PGPORT" --user="$PGUSER" \
  --dbname="$PGDATABASE" "${names[@]}" 2>&1) || outcome=$?
# Before 16 pg_regress does not write TAP: "test name ... ok 12 ms".
printf '%s\n' "$report" | sed -E 's/^test (.*) \.\.\. +ok/ok \1/; s/^test (.*) \.\.\. +FAILED/not ok \1/'
cat "$outputs/regression.diffs" 2>/dev/null || true
exit "$outcome"
