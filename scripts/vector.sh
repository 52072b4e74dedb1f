#!/usr/bin/env bash
# Puts pgvector into the private installation where the server's own has none: built from Debian's source package (its
# signature checked by apt), once per major, under target/. The machine's package sources stay as they are: apt gets
# lists of its own, from the mirror the machine already uses.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"

RELEASE=trixie
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
APT=$TREE/target/apt
SOURCE=$TREE/target/vector/$MAJOR

private_apt() {
  apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$APT/sources" \
    -o "Dir::State::lists=$APT/lists" -o "Dir::Cache=$APT/cache" "$@"
}

fetch_source() {
  local mirror
  # Package sources are written in two formats; apt reads both, so apt is asked.
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" && $3 !~ /-/ { print $4; exit }')
  [ -n "$mirror" ] || stop "No Debian mirror among this machine's package sources."
  mkdir -p "$APT/sources" "$APT/lists/partial" "$APT/cache/archives/partial"
  printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$mirror" "$RELEASE" "$KEYS" >"$APT/sources/source.sources"
  private_apt update
  cd "$SOURCE"
  private_apt source pgvector
}

shopt -s nullglob
built=("$SOURCE"/pgvector-*/vector.so)
if [ ${#built[@]} = 0 ]; then
  rm -rf "$SOURCE"
  mkdir -p "$SOURCE"
  fetch_source
  make -C "$SOURCE"/pgvector-*/ -j "$(nproc)" OPTFLAGS= with_llvm=no PG_CONFIG="$PG_CONFIG"
fi
make -C "$SOURCE"/pgvector-*/ install OPTFLAGS= with_llvm=no PG_CONFIG="$PRIVATE_PG_CONFIG"
