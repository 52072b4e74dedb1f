#!/usr/bin/env bash
# Everything that reads the sources without running them.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/packages.sh" build checks
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"
step "formatting" fmt cargo fmt --all --check
step "clippy" clippy cargo clippy --locked --workspace --all-targets "${CARGO_CHOICE[@]}" -- -D warnings
step "shellcheck" shellcheck scripts/shellcheck.sh
step "pgspot" pgspot scripts/pgspot.sh
step "the install script is what its parts make" assembled scripts/assemble_sql.sh --check
