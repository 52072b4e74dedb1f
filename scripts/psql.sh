#!/usr/bin/env bash
# psql on the private server, as its superuser: scripts/psql.sh [psql's arguments].
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
exec "$BINDIR/psql" "$@"
