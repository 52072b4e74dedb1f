#!/usr/bin/env bash
# Copies what was built into a server's folders: install.sh PG_CONFIG debug|release. Files are replaced by renaming: a
# running server keeps the library it has loaded.
set -euo pipefail
# shellcheck source=scripts/places.sh
source "$(dirname "$0")/places.sh"
config=$1 profile=$2

pkglibdir=$("$config" --pkglibdir)
extensiondir=$("$config" --sharedir)/extension
as_root=()
if [ ! -w "$pkglibdir" ] || [ ! -w "$extensiondir" ]; then
  command -v sudo >/dev/null || stop "Writing to $pkglibdir and $extensiondir needs root or sudo."
  as_root=(sudo)
fi

# put FILE FOLDER MODE [NAME]
put() {
  local name=${4:-${1##*/}}
  if cmp -s "$1" "$2/$name"; then return; fi
  "${as_root[@]}" install -m "$3" "$1" "$2/.$name.$$"
  "${as_root[@]}" mv -f "$2/.$name.$$" "$2/$name"
  echo "$2/$name"
}

put "$BUILD/$profile/libcopilot_ext.so" "$pkglibdir" 755 copilot_ext.so
put "$TREE/copilot_ext.control" "$extensiondir" 644
for script in "$TREE"/sql/copilot_ext--*.sql; do
  put "$script" "$extensiondir" 644
done
