#!/usr/bin/env bash
# Records what a real model server replies to our letter, into tests/fixtures/llm/llama.cpp/NAME.STATUS.json. The server
# is llama.cpp with a tiny model of random weights; where it shall say something, a grammar makes it.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh
folder=$("$TREE/scripts/llama.sh")
fixtures=$TREE/tests/fixtures/llm/llama.cpp
work=$(mktemp -d)
port=18499
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=

cargo run --quiet --locked --package copilot_client_tests --example noise -- "$work/noise.gguf"
start() {
  if [ -n "$server" ]; then kill "$server"; wait "$server" 2>/dev/null || true; fi
  "$folder/llama-server" --host 127.0.0.1 --port $port --parallel 1 --model "$work/noise.gguf" --alias noise "$@" >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 300); do
    if curl -fs -o "$work/health" "http://127.0.0.1:$port/health"; then return; fi
    sleep 0.1
  done
  stop "llama-server does not come up: $(tail -n 5 "$work/log")"
}

# record NAME CHANGES [PATH]: our letter with fields changed (null takes one out).
record() {
  local status
  cargo run --quiet --locked --package copilot_core --example letter -- "$2" >"$work/letter"
  status=$(curl -s -o "$work/reply" -w '%{http_code}' -H 'content-type: application/json' -d "@$work/letter" \
    "http://127.0.0.1:$port${3:-/v1/chat/completions}")
  cp "$work/reply" "$fixtures/$1.$status.json"
  echo "$1: HTTP $status"
}

rm -rf "$fixtures"
mkdir -p "$fixtures"
start
text='Table \"shop.orders\" has 90,000 dead rows (47.4 %).'
lie='You should vacuum \"shop.orders\".'
honest=$(printf '{"sentences":[{"text":"%s","cites":["e1","e2","e3","e4"]},{"text":"%s","cites":["e1"]}]}' "$text" "$lie")
grammar=$(printf '%s' "$honest" | sed 's/\\/\\\\/g; s/"/\\"/g')
grammar=$(printf 'root ::= "%s"' "$grammar" | sed 's/\\/\\\\/g; s/"/\\"/g')
record honest "{\"response_format\": null, \"grammar\": \"$grammar\"}"
record noise '{"max_tokens": 2000}'
record cut_off '{"max_tokens": 5}'
record no_json '{"response_format": null, "grammar": "root ::= \"All is well.\""}'
record objects_to_format '{"response_format": {"type": "a kind that nobody knows"}}'
record no_messages '{"messages": null}'
record no_such_path '{}' /v1/nothing
start --api-key sesame-of-the-tests
record no_key '{}'
