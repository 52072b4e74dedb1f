# shellcheck shell=bash
# Sourced. One line per step: what starts, and how long it took. Details go to a log, shown only when a step fails.

TREE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
LOGS=$TREE/target/log
mkdir -p "$LOGS"

# step "building the extension" build command arguments…   → log in target/log/build.log
# Where failing is no reason to stop (`step … || …`), the command must be a script of its own: see below.
step() {
  local title=$1 log=$LOGS/$2.log began=$SECONDS outcome
  shift 2
  printf '==> %s … ' "$title"
  # Not `|| outcome=$?`: bash would then ignore failures inside a function.
  set +e
  (set -e && "$@") </dev/null >"$log" 2>&1
  outcome=$?
  set -e
  if [ "$outcome" -ne 0 ]; then
    printf 'failed after %s s\n' $((SECONDS - began))
    tail -n 25 "$log" | sed 's/^/    /'
    printf '    all of it: %s\n' "$log"
    return "$outcome"
  fi
  printf '%s s\n' $((SECONDS - began))
}

# A sentence for the person, and the end.
stop() {
  printf '%s\n' "$@" >&2
  exit 1
}
