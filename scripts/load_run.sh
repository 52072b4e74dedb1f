#!/usr/bin/env bash
# A shop's day in a few seconds: load_run.sh SECONDS [healthy]. The weights say how often each thing happens; a healthy
# day is one without the two that hurt.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
cd "$TREE/demo/pgbench"
day=(--file=customer_page.sql@120 --file=basket.sql@60 --file=track.sql@40 --file=pay.sql@40)
if [ "${2:-}" != healthy ]; then day+=(--file=product_sales.sql@10 --file=best_customers.sql@1); fi
exec "$BINDIR/pgbench" --no-vacuum --client=4 --time="$1" --random-seed=4711 --username=shop_app "${day[@]}"
