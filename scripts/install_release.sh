#!/usr/bin/env bash
# Builds for release and installs into the server that PG_CONFIG names, then says what is left to do there.
set -euo pipefail
scripts=$(dirname "$0")
# shellcheck source=scripts/steps.sh
source "$scripts/steps.sh"
[ -n "${PG_CONFIG:-}" ] || stop "Say into which server: make install PG_CONFIG=/path/to/its/pg_config"
"$scripts/packages.sh" build
"$scripts/build.sh" --release
step "installing into the server of $PG_CONFIG" install "$scripts/install.sh" "$PG_CONFIG" release
cat <<'SAY'
Two things are left, both yours to do in that server:
  shared_preload_libraries = 'pg_stat_statements,copilot_ext'    in postgresql.conf, then restart it
  create extension copilot_ext;                                  in the database to be looked after
SAY
