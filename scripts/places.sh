# shellcheck shell=bash disable=SC2034
# Sourced. Where things stand, once PostgreSQL is installed: the build, the private installation, the private servers.
# COPILOT_SERVER names one of several ("demo", "test"): each has its own data, log and socket.

# shellcheck source=scripts/steps.sh
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
# shellcheck source=scripts/choose_postgres.sh
source "$TREE/scripts/choose_postgres.sh"

umask 022

# One target folder per major: pgrx's bindings differ. 15 has cargo's own, so that plain cargo commands share it.
BUILD=$TREE/target
CARGO_CHOICE=()
if [ "$MAJOR" != 15 ]; then
  BUILD=$TREE/target/cargo-pg$MAJOR
  CARGO_CHOICE=(--no-default-features --features "pg$MAJOR")
fi
export CARGO_TARGET_DIR=$BUILD PGRX_PG_CONFIG_PATH=$PG_CONFIG

# Servers refuse to run as root.
SERVER_USER=$(id -un)
if [ "$(id -u)" = 0 ]; then SERVER_USER=${COPILOT_SERVER_USER:-postgres}; fi

as_server_user() {
  if [ "$(id -un)" = "$SERVER_USER" ]; then
    env -C / -u RUST_BACKTRACE "$@"
  else
    runuser -u "$SERVER_USER" -- env -C / -u RUST_BACKTRACE "$@"
  fi
}

# The tree itself where the server's user can reach it, else a folder outside root's home named after the tree.
choose_base() {
  local tree_hash
  mkdir -p "$TREE/target/pg"
  if ! id "$SERVER_USER" >/dev/null 2>&1 || as_server_user test -x "$TREE/target/pg" 2>/dev/null; then
    echo "$TREE/target/pg/$MAJOR"
    return
  fi
  tree_hash=$(printf '%s' "$TREE" | sha256sum)
  BASE=/var/tmp/copilot_ext-${tree_hash:0:8}
  mkdir -p "$BASE/pg"
  [ -O "$BASE" ] || stop "$BASE belongs to somebody else; it is needed for the private server."
  ln -sfn "$BASE/pg/$MAJOR" "$TREE/target/pg/$MAJOR"
  echo "$BASE/pg/$MAJOR"
}

BASE=$(choose_base)
INSTALLATION=$BASE/installation
SERVER_DIR=$BASE/${COPILOT_SERVER:-demo}
DATA=$SERVER_DIR/data
SERVER_LOG=$SERVER_DIR/server.log
# A socket's path ends at 107 bytes.
SOCKET=$SERVER_DIR/socket
if [ ${#SOCKET} -gt 85 ]; then
  tree_hash=$(printf '%s' "$SERVER_DIR" | sha256sum)
  SOCKET=/tmp/copilot_ext-${tree_hash:0:12}
fi
BINDIR=$(dirname "$PG_CONFIG")
if [ -x "$PG_CONFIG" ]; then BINDIR=$("$PG_CONFIG" --bindir); fi
PRIVATE_BINDIR=$INSTALLATION$BINDIR
PRIVATE_PG_CONFIG=$PRIVATE_BINDIR/pg_config

export PGHOST=$SOCKET PGPORT=5432 PGUSER=postgres PGDATABASE=${COPILOT_DATABASE:-shop}
unset PGSERVICE PGPASSWORD PGOPTIONS PGSSLMODE PGAPPNAME
