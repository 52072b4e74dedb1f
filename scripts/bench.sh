#!/usr/bin/env bash
# Measures on a server of its own, with the release build (COPILOT_PROFILE=debug: quicker to build, slower to run).
# Results: target/bench/*.json. With arguments only these: server, audit_append, audit_kills, audit_proof, http, routing,
# knowledge_server, gate, size. COPILOT_TABLES: the sizes of the catalogs for size ("100 1000 10000 50000").
set -euo pipefail
scripts=$(dirname "$0")
export COPILOT_SERVER=bench
profile=${COPILOT_PROFILE:-release}
"$scripts/packages.sh" build
"$scripts/private_installation.sh"
if [ "$profile" = release ]; then "$scripts/build.sh" --release; else "$scripts/build.sh"; fi
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"
mkdir -p target/bench
step "installing the $profile build" install scripts/install.sh "$PRIVATE_PG_CONFIG" "$profile"
scripts/server.sh wipe
# Those that start servers of their own find here what they need.
export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/bench-$$
export COPILOT_PATIENCE=7200
trap 'scripts/server.sh wipe; rm -rf "$COPILOT_TEST_DIR"' EXIT
install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
# Where the measurement of cancels can play a name server that never answers.
if [ "$(id -u)" = 0 ]; then
  export COPILOT_RESOLV_CONF=$BASE/bench-resolv.conf
  printf 'nameserver 127.19.53.1\noptions timeout:5 attempts:2\n' >"$COPILOT_RESOLV_CONF"
fi
scripts/server.sh up
step "loading a shop" shop "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -v scale=0.2 -f demo/healthy.sql
step "building what measures" bench-build cargo build --locked --package copilot_bench
if [ "$profile" = release ]; then
  step "building the off-line verifier" bench-verifier cargo build --locked --release --package verify_audit
else
  step "building the off-line verifier" bench-verifier cargo build --locked --package verify_audit
fi
export COPILOT_PG_DUMP=$BINDIR/pg_dump COPILOT_VERIFY_AUDIT=$BUILD/$profile/verify_audit
measures=(server audit_append audit_proof http knowledge_server gate size audit_kills)
# The labelled questions are not part of the project.
if [ -d "${COPILOT_EVAL:-../shared/eval}" ]; then measures+=(routing); fi
if [ $# -gt 0 ]; then measures=("$@"); fi
# A database with a catalog of that many tables. The sizes written into pg_class must stay, so nothing is vacuumed.
catalog() { # database tables
  sql() { "$BINDIR/psql" -X -q -v ON_ERROR_STOP=1 -o /dev/null "$@"; }
  sql -d postgres -c "create database $1" -c 'alter system set autovacuum = off' -c 'select pg_reload_conf()' &&
    sql -d "$1" -c 'create extension pg_stat_statements' -c 'create extension copilot_ext' &&
    sql -d "$1" -v tables="$2" -f bench/sql/catalog.sql
}
for measure in "${measures[@]}"; do
  databases=()
  if [ "$measure" = size ]; then
    for tables in ${COPILOT_TABLES:-100 1000 10000 50000}; do
      step "making a catalog of $tables tables" "size-$tables" catalog "size_$tables" "$tables"
      databases+=("size_$tables")
    done
  fi
  step "measuring: $measure" "bench-$measure" "$BUILD/debug/$measure" "${databases[@]}"
  sed 's/^/    /' "$LOGS/bench-$measure.log"
done
ls target/bench/*.json
