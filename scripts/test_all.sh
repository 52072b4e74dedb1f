#!/usr/bin/env bash
# Every test there is: those of `make test`, and then the slow ones. Servers are made sick, standbys held and pages damaged
# anew, as for tests/fixtures/, and each check is held against what these servers say today. Takes ten minutes more, and
# 6 GB under TMPDIR.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/test.sh"
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"
copy=$TREE/target/all
trap 'rm -rf "$copy"' EXIT

# A copy of the tree, so that what is recorded here stays out of the tree.
copied() {
  rm -rf "$copy"
  mkdir -p "$copy"
  tar --exclude=./target --exclude=./.git --exclude=./fuzz/target -c . | tar -x -C "$copy"
}

judged() {
  cd "$copy"
  cargo test --locked --no-fail-fast --package copilot_core --test registry --test formats --test schema
}

step "copying the tree" all-copy copied
step "making servers sick, for ten minutes" all-record "$copy/scripts/record_fixtures.sh"
step "every check against what they say" all-judge judged
grep -E '^test result: ' "$LOGS/all-judge.log" | sed 's/^/    /'
