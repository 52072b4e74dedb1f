#!/usr/bin/env bash
# Compares the hand-written function declarations with those the library was built for. A server reads both and tells
# what it understood: name, arguments, result, whether STRICT, volatility, and the C function behind it.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

derived=$(cargo run --quiet --locked --package print_sql -- \
  "$BUILD/debug/libcopilot_ext.so" "$TREE/copilot_ext.control")

"$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 <<SQL
begin;
create schema derived;
set local search_path = derived;
${derived//MODULE_PATHNAME/\$libdir\/copilot_ext}
reset search_path;
\i $TREE/scripts/compare_signatures.sql
rollback;
SQL
