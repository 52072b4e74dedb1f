#!/usr/bin/env bash
# The gate against its corpus (tests/gate/): attacks, bombs, honest queries and strangers' statements.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/ready.sh"
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/gate-$$
trap 'rm -rf "$COPILOT_TEST_DIR"' EXIT
cd "$TREE"

# Each time in a folder of its own: the servers begin from nothing.
gate() {
  rm -rf "$COPILOT_TEST_DIR"
  install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
  cargo test --locked --no-fail-fast --package copilot_client_tests --test gate -- "$@"
}

outcome=0
# They wait for their servers more than they compute. Bombs are timed, and go off alone.
gate --test-threads=6 --skip bombs:: || outcome=$?
gate bombs:: || outcome=$?
exit $outcome
