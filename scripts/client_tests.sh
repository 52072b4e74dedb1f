#!/usr/bin/env bash
# The tests that look from outside. They start servers of their own, from the private installation.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/client-$$
trap 'rm -rf "$COPILOT_TEST_DIR"' EXIT
install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
cd "$TREE"
cargo build --locked --package verify_audit
cargo test --locked --no-fail-fast --package copilot_client_tests --lib --test outside
