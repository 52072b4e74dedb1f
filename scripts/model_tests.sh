#!/usr/bin/env bash
# The tests with a real model server (llama.cpp) and a tiny model of random weights: what it says is noise, how it says
# it is real. Where no server can be had, that is said, and it is no failure.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
if ! folder=$("$TREE/scripts/llama.sh"); then
  echo "not run: no llama-server here, and none could be fetched (COPILOT_LLAMA names a folder with one)"
  exit 0
fi
export COPILOT_LLAMA=$folder
export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/model-$$
trap 'rm -rf "$COPILOT_TEST_DIR"' EXIT
install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
cd "$TREE"
cargo test --locked --no-fail-fast --package copilot_client_tests --test real_model
