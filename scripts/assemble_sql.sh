#!/usr/bin/env bash
# Puts the install script together from its reviewed parts: assemble_sql.sh [--check]. With --check it only tells
# whether the committed file is what the parts make.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
target=sql/copilot_ext--0.1.0.sql

assemble() {
  local part
  printf '%s\n' '\echo Use "CREATE EXTENSION copilot_ext" to load this file. \quit'
  for part in sql/bootstrap.sql sql/tables/*.sql sql/functions/*.sql sql/finalize.sql; do
    if [ -f "$part" ]; then
      printf '\n-- %s\n\n' "$part"
      cat "$part"
    fi
  done
}

if [ "${1:-}" = --check ]; then
  if ! assemble | diff -u "$target" - >&2; then
    echo "$target is stale: run 'make sql' and review what changed" >&2
    exit 1
  fi
else
  assemble >"$target.new"
  mv "$target.new" "$target"
fi
