#!/usr/bin/env bash
# Everything that reads the sources without running them.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/packages.sh" build checks
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"
outcome=0
step "formatting" fmt cargo fmt --all -- --check --color never || outcome=1
step "clippy" clippy cargo clippy --locked --workspace --all-targets "${CARGO_CHOICE[@]}" -- -D warnings || outcome=1
step "shellcheck" shellcheck scripts/shellcheck.sh || outcome=1
step "pgspot" pgspot scripts/pgspot.sh || outcome=1
step "the install script is what its parts make" assembled scripts/assemble_sql.sh --check || outcome=1
exit $outcome
