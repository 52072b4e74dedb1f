#!/usr/bin/env bash
# Lints every script there is.
set -euo pipefail
cd "$(dirname "$0")/.."
shellcheck --external-sources scripts/*.sh .ci/run
