#!/usr/bin/env bash
# The HTML report in headless Chromium. COPILOT_CHROMIUM names a browser; else one of Debian's is taken. Where there is none,
# that is said, and it is no failure.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "$0")/steps.sh"
for browser in "${COPILOT_CHROMIUM:-}" chromium-headless-shell chromium google-chrome; do
  if [ -n "$browser" ] && found=$(command -v "$browser"); then break; fi
done
if [ -z "${found:-}" ]; then
  echo "not run: no Chromium here, and no package chromium-headless-shell could be installed (COPILOT_CHROMIUM names a browser)"
  exit 0
fi
export COPILOT_CHROMIUM=$found
cd "$TREE"
cargo test --locked --no-fail-fast --package copilot_client_tests --test browser
