#!/usr/bin/env bash
# The gate against its corpus (tests/gate/): attacks, bombs, honest queries and strangers' statements.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/ready.sh"
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/gate-$$
trap 'rm -rf "$COPILOT_TEST_DIR"' EXIT
install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
cd "$TREE"
# They wait for their servers more than they compute.
cargo test --locked --no-fail-fast --package copilot_client_tests --test gate -- --test-threads=6
