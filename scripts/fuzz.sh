#!/usr/bin/env bash
# Fuzzes what reads what others wrote: fuzz.sh SECONDS [TARGET…], for each target that long (60 seconds unless told).
# Targets: those of fuzz/targets/, guided by coverage, and `gate`, mutations of tests/gate/ in a server. COPILOT_SEED
# repeats a run. What was found lies in target/fuzz/found/; what covers more is kept in target/fuzz/corpus/.
# Functions are called by names in variables.
# shellcheck disable=SC2317
set -euo pipefail
scripts=$(dirname "$0")
seconds=${1:-60}
shift || true
targets=("$@")
# shellcheck source=scripts/places.sh
source "$scripts/places.sh"
cd "$TREE"
if [ ${#targets[@]} = 0 ]; then
  for file in fuzz/targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
  targets+=(gate)
fi
place=$TREE/target/fuzz
mkdir -p "$place/corpus" "$place/found"
host=$(rustc -vV | sed -n 's/^host: //p')
seed=${COPILOT_SEED:-$RANDOM}
outcome=0

# What cargo-fuzz would ask of the compiler, without the sanitizers that only a nightly one has. --target keeps it away
# from build scripts.
build() {
  local llvm=(level=4 inline-8bit-counters pc-table trace-compares) flags="-Cpasses=sancov-module -Ccodegen-units=1" part
  for part in "${llvm[@]}"; do flags+=" -Cllvm-args=-sanitizer-coverage-$part"; done
  RUSTFLAGS="--cfg fuzzing $flags" CARGO_TARGET_DIR=$place \
    cargo build --locked --release --target "$host" --manifest-path fuzz/Cargo.toml
}

# The cases of files of the corpus, one a file: what libFuzzer begins with.
sow() { # target files…
  mkdir -p "$place/corpus/$1"
  awk -v folder="$place/corpus/$1" -v FS='\n' -v RS='(^|\n)----\n' '
    { text = $0; gsub(/(^|\n)-- (name|leaks|as|path|before|after|held|entitled|bomb|unordered|volatile|template)[^\n]*/, "", text)
      file = sprintf("%s/seed-%05d", folder, NR); printf "%s", text > file; close(file) }' "${@:2}"
}

pure() { # target
  case $1 in
    repair | masking) sow "$1" tests/gate/*/*.sql tests/gate/trojans.sql ;;
    *) sow "$1" "fuzz/seeds/$1.txt" ;;
  esac
  "$place/$host/release/$1" "$place/corpus/$1" -dict=fuzz/seeds/words.dict -artifact_prefix="$place/found/$1-" \
    -max_total_time="$seconds" -max_len=4096 -timeout=60 -rss_limit_mb=1024 -seed="$seed" -print_final_stats=1
}

in_server() {
  export COPILOT_PG_CONFIG=$PRIVATE_PG_CONFIG COPILOT_SERVER_USER=$SERVER_USER COPILOT_TEST_DIR=$BASE/fuzz-$$
  export COPILOT_FUZZ_SECONDS=$seconds COPILOT_FUZZ_FOUND=$place/found COPILOT_PATIENCE=$((seconds + 900))
  export COPILOT_SEED=$seed
  trap 'rm -rf "$COPILOT_TEST_DIR"' EXIT
  install -d -o "$SERVER_USER" -m 755 "$COPILOT_TEST_DIR"
  cargo test --locked --package copilot_client_tests --test gate -- --ignored --exact --nocapture \
    fuzz::mutations_of_the_corpus_have_no_effect
}

case " ${targets[*]} " in *" gate "*) "$scripts/ready.sh" ;; esac
if [ "${targets[*]}" != gate ]; then step "building what fuzzes" fuzz-build build; fi
echo "    seed $seed"
for target in "${targets[@]}"; do
  log=$LOGS/fuzz-$target.log
  printf '==> fuzzing %s for %s s … ' "$target" "$seconds"
  run=(pure "$target")
  if [ "$target" = gate ]; then run=(in_server); fi
  if ("${run[@]}") >"$log" 2>&1; then echo "nothing found"; else
    outcome=1
    echo "found something"
    grep -aE 'panicked|ERROR: libFuzzer|^found ' -A6 "$log" | head -n 20 | sed 's/^/    /' || true
    printf '    all of it: %s\n' "$log"
  fi
  grep -aE '^stat::number_of_executed_units|^gate: ' "$log" | sed 's/^stat::/    /; s/^gate:/   /' || true
done
exit $outcome
