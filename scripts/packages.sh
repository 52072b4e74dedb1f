#!/usr/bin/env bash
# Installs the system packages that are missing: packages.sh [build] [checks] [browser]. Nothing is upgraded, and no package
# source is added. "build" is what the extension and a server need, "checks" what the linters need,
# "browser" what looks at pages, where the distribution has it.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "$0")/steps.sh"

without_apt() {
  local command missing=()
  for command in cc make clang pkg-config; do
    command -v "$command" >/dev/null || missing+=("$command")
  done
  [ -x "${PG_CONFIG:-}" ] || missing+=("pg_config of PostgreSQL 15 to 18, named by PG_CONFIG")
  [ ${#missing[@]} = 0 ] || stop "This machine has no apt. Please install by hand:" "${missing[@]}"
}

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
is_offered() { apt-cache policy "$1" 2>/dev/null | grep '^  Candidate: [^(]' >/dev/null; }

absent() {
  local package
  for package in "$@"; do
    is_installed "$package" || echo "$package"
  done
}

apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

# The lists of a fresh machine may be old or empty. A source that cannot be read is no reason to stop.
lists_are_new=no
read_lists() {
  [ $lists_are_new = no ] || return 0
  lists_are_new=yes
  step "reading the package lists" packages-lists apt_get update || true
}

install_packages() {
  apt_get install --no-install-recommends "$@" && return
  "${as_root[@]}" dpkg --configure -a || true
  apt_get update || true
  apt_get install --no-install-recommends "$@"
}

if ! command -v apt-get >/dev/null; then
  without_apt
  exit 0
fi

as_root=()
may_install=yes
if [ "$(id -u)" != 0 ]; then
  as_root=(sudo)
  command -v sudo >/dev/null || may_install=no
fi

# Which PostgreSQL it will be depends on what the distribution has.
if [ $may_install = yes ] && [ -z "${PG_CONFIG:-}" ] && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then
  read_lists
fi
# shellcheck source=scripts/choose_postgres.sh
source "$TREE/scripts/choose_postgres.sh"

required=()
optional=()
for purpose in "$@"; do
  case $purpose in
    build)
      required+=(build-essential clang libclang-dev pkg-config ca-certificates)
      # A server that is not the distribution's brings its own headers and extensions.
      if [[ $PG_CONFIG == /usr/lib/postgresql/* ]]; then
        required+=("postgresql-$MAJOR" "postgresql-server-dev-$MAJOR")
        optional+=("postgresql-$MAJOR-pgvector" "postgresql-$MAJOR-cron" "postgresql-$MAJOR-hypopg")
      fi
      ;;
    checks) required+=(shellcheck python3-venv) ;;
    browser) optional+=(chromium-headless-shell fonts-dejavu-core) ;;
    *) stop "packages.sh [build] [checks] [browser]" ;;
  esac
done

mapfile -t missing < <(absent "${required[@]}")
mapfile -t wanted < <(absent "${optional[@]}")
if [ ${#missing[@]} != 0 ]; then
  if [ $may_install = no ] || { [ "$(id -u)" != 0 ] && ! sudo -v; }; then
    stop "These packages are missing, and installing them needs root or sudo:" "  ${missing[*]}"
  fi
  read_lists
fi
for package in "${wanted[@]}"; do
  if [ $may_install = yes ] && is_offered "$package"; then missing+=("$package"); fi
done
if [ ${#missing[@]} != 0 ]; then
  step "installing ${missing[*]}" packages install_packages "${missing[@]}"
fi
