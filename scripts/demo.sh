#!/usr/bin/env bash
# Everything from an empty machine to a conversation with a database that has real problems.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/ready.sh"
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
"$TREE/scripts/server.sh" up

# A shop that is there already needs no full day again.
seconds=20
if [ "$("$BINDIR/psql" -XAtc "select to_regclass('shop.price_history') is not null")" = t ]; then seconds=8; fi
"$TREE/scripts/load_shop.sh"
step "running the shop for $seconds seconds" load_run "$TREE/scripts/load_run.sh" "$seconds"
step "leaving its stuck session alone for a minute" stuck "$TREE/scripts/stuck_sessions.sh" wait

"$BINDIR/psql" -X -e -v ON_ERROR_STOP=1 -U dba -f "$TREE/demo/main_job.sql"
cat <<'SAY'

──── How to go on ───────────────────────────────────────────────────────────────────
  make psql                             ask it yourself: select copilot.ask('…');
  make down                             stop the private server (make up starts it again)
  make install PG_CONFIG=…/pg_config    install into a server of your own
SAY
