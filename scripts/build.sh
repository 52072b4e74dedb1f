#!/usr/bin/env bash
# Builds the extension: build.sh [--release]. Needs no cargo-pgrx.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

command -v cargo >/dev/null || stop "cargo is missing: install Rust 1.95 or newer (https://rustup.rs)."
step "building the extension for PostgreSQL $MAJOR${1:+ ($1)}" build \
  cargo build --locked "$@" --package copilot_ext "${CARGO_CHOICE[@]}"
