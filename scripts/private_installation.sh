#!/usr/bin/env bash
# Makes a private installation of the chosen PostgreSQL: its own four programs, links to everything else. PostgreSQL
# finds its libraries and extensions relative to its programs, so the extension can be put there without touching the
# machine's own installation, and two work trees do not get into each other's way.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

id "$SERVER_USER" >/dev/null 2>&1 ||
  stop "There is no user $SERVER_USER to run the server as; COPILOT_SERVER_USER may name another."

link_all() {
  local from=$1 entry
  mkdir -p "$INSTALLATION$from"
  for entry in "$from"/*; do
    [ -e "$INSTALLATION$entry" ] || [ "$entry" = "${2:-}" ] || ln -sfn "$entry" "$INSTALLATION$entry"
  done
}

make_installation() {
  local program sharedir pkglibdir includedir
  sharedir=$("$PG_CONFIG" --sharedir)
  pkglibdir=$("$PG_CONFIG" --pkglibdir)
  includedir=$("$PG_CONFIG" --includedir-server)
  mkdir -p "$PRIVATE_BINDIR"
  # A minor upgrade of the machine's server shows as a program newer than our copy of it.
  for program in postgres initdb pg_ctl pg_config; do
    if [ ! "$PRIVATE_BINDIR/$program" -nt "$BINDIR/$program" ]; then
      rm -f "$PRIVATE_BINDIR/$program"
      cp "$BINDIR/$program" "$PRIVATE_BINDIR/$program"
    fi
  done
  link_all "$BINDIR"
  link_all "$pkglibdir"
  link_all "$sharedir" "$sharedir/extension"
  link_all "$sharedir/extension"
  link_all "$includedir" "$includedir/extension"
  link_all "$includedir/extension"
}

step "preparing a private installation of PostgreSQL $MAJOR" installation make_installation
if ! has_vector "$PRIVATE_PG_CONFIG"; then
  # Everything but schema knowledge works without it: no reason to stop here.
  step "building pgvector from Debian's source package" vector "$TREE/scripts/vector.sh" ||
    echo "    going on without pgvector"
fi
