#!/usr/bin/env bash
# Prints the folder of a llama.cpp server for the tests with a real model server. COPILOT_LLAMA names one that is there
# (with "llama-server" in it); else Debian's packages are unpacked, with the libraries they want, into target/llama, once.
# Nothing is installed: apt gets lists of its own, from the mirror the machine already uses. No model is fetched; the
# tests make a tiny one.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "$0")/steps.sh"

RELEASE=forky
KEYS=/usr/share/keyrings/debian-archive-keyring.gpg
FOLDER=$TREE/target/llama
APT=$FOLDER/apt
PACKAGES=(llama.cpp-tools libllama0 libggml0 libc6 libgcc-s1 libstdc++6 libssl3t64 libgomp1 libzstd1 zlib1g)

private_apt() {
  apt-get -q -o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$APT/sources" \
    -o "Dir::State::lists=$APT/lists" -o "Dir::State::status=$APT/status" -o "Dir::Cache=$APT/cache" \
    -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false "$@" >&2
}

fetch() {
  local mirror package
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "main" && $3 !~ /-/ { print $4; exit }')
  [ -n "$mirror" ] || stop "No Debian mirror among this machine's package sources."
  rm -rf "$FOLDER"
  mkdir -p "$APT/sources" "$APT/lists/partial" "$APT/cache/archives/partial" "$FOLDER/packages"
  : >"$APT/status"
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$mirror" "$RELEASE" "$KEYS" >"$APT/sources/llama.sources"
  private_apt update
  (cd "$FOLDER/packages" && private_apt download "${PACKAGES[@]}")
  for package in "$FOLDER"/packages/*.deb; do dpkg -x "$package" "$FOLDER/root"; done
}

# The server runs with the C library it was built for, not with the machine's.
write_starter() {
  local libraries=$FOLDER/root/usr/lib/x86_64-linux-gnu
  cat >"$FOLDER/llama-server" <<STARTER
#!/bin/sh
export GGML_BACKEND_PATH=$libraries/ggml/backends0/libggml-cpu-x64.so
exec $FOLDER/root/usr/lib64/ld-linux-x86-64.so.2 --library-path $libraries:$libraries/llama \\
  $FOLDER/root/usr/bin/llama-server "\$@"
STARTER
  chmod +x "$FOLDER/llama-server"
}

if [ -n "${COPILOT_LLAMA:-}" ]; then
  [ -x "$COPILOT_LLAMA/llama-server" ] || stop "COPILOT_LLAMA names $COPILOT_LLAMA, where no llama-server is."
  echo "$COPILOT_LLAMA"
  exit
fi
if [ ! -x "$FOLDER/llama-server" ]; then
  [ "$(uname -m)" = x86_64 ] || stop "Only for x86-64; COPILOT_LLAMA names a folder with another llama-server."
  fetch
  write_starter
fi
echo "$FOLDER"
