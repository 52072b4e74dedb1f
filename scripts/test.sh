#!/usr/bin/env bash
# Every lane of tests, and one plain line at the end. A lane that cannot even run counts as one failure.
set -euo pipefail
scripts=$(dirname "$0")
export COPILOT_SERVER=test COPILOT_DATABASE=copilot_test
"$scripts/packages.sh" build checks browser
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"

passed=0
failed=0

# count LOG: adds what the lane's log says: cargo's summaries, or lines "ok …" and "not ok …".
count() {
  local sums
  sums=$(awk '
    /^test result: / { for (i = 2; i <= NF; i++) { if ($i == "passed;") good += $(i-1); if ($i == "failed;") bad += $(i-1) } }
    /^ok / { good++ }
    /^not ok / { bad++ }
    END { print good + 0, bad + 0 }' "$1")
  lane_passed=${sums% *}
  lane_failed=${sums#* }
}

# lane TITLE LOG SCRIPT…: many tests in one. Goes on whatever happens.
lane() {
  local outcome=0
  step "$1" "$2" "${@:3}" || outcome=$?
  count "$LOGS/$2.log"
  if [ "$outcome" != 0 ] && [ "$lane_failed" = 0 ]; then lane_failed=1; fi
  grep -E '^not ok |^test .* \.\.\. FAILED$' "$LOGS/$2.log" | sed 's/^/    /' || true
  printf '    %s passed, %s failed\n' "$lane_passed" "$lane_failed"
  passed=$((passed + lane_passed))
  failed=$((failed + lane_failed))
}

# check TITLE LOG SCRIPT…: one test.
check() {
  if step "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

finish() {
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ]
}

has_crate() { grep -qs "^name = \"$1\"" "$2/Cargo.toml"; }

without_server=(--workspace --exclude copilot_ext)
if has_crate copilot_client_tests tests/client; then without_server+=(--exclude copilot_client_tests); fi

check "the install script is what its parts make" assembled scripts/assemble_sql.sh --check
check "pgspot finds nothing in the install script" pgspot scripts/pgspot.sh
check "shellcheck finds nothing in the scripts" shellcheck scripts/shellcheck.sh
lane "tests that need no server" unit cargo test --locked --no-fail-fast "${without_server[@]}"

if ! scripts/ready.sh; then
  failed=$((failed + 1))
  finish
  exit
fi
scripts/server.sh wipe
trap 'scripts/server.sh wipe' EXIT
if scripts/server.sh up; then
  check "declarations are those the library was built for" signatures scripts/check_signatures.sh
  lane "stories inside the server (pg_test/)" stories scripts/stories.sh
  if [ -d tests/pg_regress/sql ]; then lane "expected output (tests/pg_regress/)" regress scripts/regress.sh; fi
  lane "the demo's faults are found, and only there" demo-findings scripts/demo_findings.sh
else
  failed=$((failed + 1))
fi
if has_crate copilot_client_tests tests/client; then
  lane "from outside (tests/client/)" client scripts/client_tests.sh
  lane "the gate against its corpus (tests/gate/)" gate scripts/gate_tests.sh
  lane "pages in headless Chromium" browser scripts/browser_tests.sh
  lane "with a real model server (llama.cpp)" model scripts/model_tests.sh
fi
finish
