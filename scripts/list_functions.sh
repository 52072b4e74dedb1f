#!/usr/bin/env bash
# Prints what the server of PG_CONFIG has and the reviewed files in src/core/gate/functions/ do not, and what the file
# of its major has and the server does not. Starts a throw-away server with every extension that can be created.
#
#   + 15.tsv       6210  pg_input_is_valid(text,text)     nobody has reviewed it
#   - 15.tsv       3329  pg_show_all_file_settings()      the server has none
#   + contrib.tsv  hstore  akeys(hstore)
set -euo pipefail
cd "$(dirname "$0")/.."
pg_config="${PG_CONFIG:-pg_config}"
bin="$("$pg_config" --bindir)"
major="$("$bin/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')"
files=$PWD/src/core/gate/functions
query=$PWD/scripts/list_functions.sql

as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env -u RUST_BACKTRACE "$@"; else env -u RUST_BACKTRACE "$@"; fi
}
home="$(as_owner mktemp -d)"
stop() {
    as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT

preload=pg_stat_statements
if [ -e "$("$pg_config" --pkglibdir)/pg_cron.so" ]; then preload=$preload,pg_cron; fi
as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >/dev/null
as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/log" start -o "-k $home -c listen_addresses='' -c fsync=off \
    -c shared_preload_libraries=$preload -c cron.database_name=postgres" >/dev/null

psql() { "$bin/psql" -X -q -At -F $'\t' -h "$home" -U postgres "$@" postgres; }
functions() { psql -c "set search_path = pg_catalog" -f "$query"; }
keys() { cut -f 1,2 "$1" | LC_ALL=C sort; }
# The file has the schema with the name where it is not pg_catalog.
listed() { # for the major's file
    functions | awk -F '\t' -v OFS='\t' '
        $1 == "pg_catalog" || $1 == "plpgsql" { print $2, $3 }
        $1 == "information_schema" { print $2, $1 "." $3 }' | LC_ALL=C sort
}

listed >"$home/found"
if [ ! -f "$files/$major.tsv" ]; then echo "there is no $major.tsv; all of it is new" >&2; fi
keys "$files/$major.tsv" >"$home/known" 2>/dev/null || true
LC_ALL=C comm -23 "$home/found" "$home/known" | sed "s/^/+ $major.tsv\t/"
LC_ALL=C comm -13 "$home/found" "$home/known" | sed "s/^/- $major.tsv\t/"

psql -c "select name from pg_available_extensions where name <> 'copilot_ext' order by 1" >"$home/extensions"
while read -r extension; do
    psql -c "create extension if not exists \"$extension\" cascade" >/dev/null 2>&1 ||
        echo "extension $extension cannot be created here" >&2
done <"$home/extensions"
functions | awk -F '\t' -v OFS='\t' '$1 != "pg_catalog" && $1 != "information_schema" { print $1, $3 }' |
    LC_ALL=C sort >"$home/found"
keys "$files/contrib.tsv" >"$home/known"
LC_ALL=C comm -23 "$home/found" "$home/known" | sed "s/^/+ contrib.tsv\t/"
