#!/usr/bin/env bash
# Runs each story of pg_test/ in a session of its own: a file begins, says what must hold, raises when it does not, and
# rolls back.
set -uo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

failures=0
shopt -s nullglob
for story in "$TREE"/pg_test/*.sql; do
  name=$(basename "$story" .sql)
  if output=$("$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -f "$story" 2>&1); then
    echo "ok $name"
  else
    failures=$((failures + 1))
    echo "not ok $name"
    printf '%s\n' "$output" | sed 's/^/    /'
  fi
done
[ "$failures" = 0 ]
