#!/usr/bin/env bash
# Starts the private server with the extension, making whatever is missing on the way.
set -euo pipefail
scripts=$(dirname "$0")
"$scripts/ready.sh"
"$scripts/server.sh" up
echo "The server is up. Talk to it: make psql. Stop it: make down."
