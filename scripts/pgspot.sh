#!/usr/bin/env bash
# Looks for what another user could hijack in the install script. pgspot lives in a Python environment of its own.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "$0")/steps.sh"

VERSION=0.9.4
VENV=$TREE/target/pgspot-$VERSION
if [ ! -x "$VENV/bin/pgspot" ]; then
  rm -rf "$VENV"
  python3 -m venv "$VENV"
  "$VENV/bin/pip" --quiet --disable-pip-version-check install "pgspot==$VERSION"
fi
# Lines for psql are not SQL.
grep -v '^[\]' "$TREE/sql/copilot_ext--0.1.0.sql" | "$VENV/bin/pgspot"
