#!/usr/bin/env bash
# From nothing to a private installation with the extension in it: packages, build, install script, copies.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/packages.sh" build
"$scripts/private_installation.sh"
"$scripts/build.sh"
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
step "installing the extension there" install "$TREE/scripts/install.sh" "$PRIVATE_PG_CONFIG" debug
