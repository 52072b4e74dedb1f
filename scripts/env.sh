#!/usr/bin/env bash
# Prints what a client needs to reach the private server: eval "$(make env)".
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
printf 'export PGHOST=%q PGPORT=%q PGUSER=%q PGDATABASE=%q\n' "$PGHOST" "$PGPORT" "$PGUSER" "$PGDATABASE"
