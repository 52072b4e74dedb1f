# shellcheck shell=bash
# Sourced. Which PostgreSQL: the one of PG_CONFIG, else the newest installed that has server headers and pgvector,
# else 15 (or, where the distribution has no 15, the newest it has). Sets PG_CONFIG and MAJOR; the server itself may
# not be installed yet.

SUPPORTED_MAJORS="18 17 16 15"

has_headers() { [ -f "$("$1" --includedir-server)/postgres.h" ]; }
has_vector() { [ -f "$("$1" --sharedir)/extension/vector.control" ]; }

newest_ready_major() {
  local major config
  for major in $SUPPORTED_MAJORS; do
    config=/usr/lib/postgresql/$major/bin/pg_config
    if [ -x "$config" ] && has_headers "$config" && has_vector "$config"; then
      echo "$major"
      return
    fi
  done
}

# 15 where it is installed or where apt does not know better.
fallback_major() {
  local major
  if [ ! -x /usr/lib/postgresql/15/bin/postgres ] && command -v apt-cache >/dev/null; then
    for major in 15 $SUPPORTED_MAJORS; do
      if [ -n "$(apt-cache show "postgresql-$major" 2>/dev/null)" ]; then
        echo "$major"
        return
      fi
    done
  fi
  echo 15
}

major_of() {
  local version
  if [ -x "$1" ]; then
    version=$("$1" --version)
    version=${version#PostgreSQL }
    echo "${version%%[^0-9]*}"
  elif [[ $1 =~ ^/usr/lib/postgresql/([0-9]+)/bin/pg_config$ ]]; then
    echo "${BASH_REMATCH[1]}"
  fi
}

if [ -z "${PG_CONFIG:-}" ]; then
  MAJOR=$(newest_ready_major)
  MAJOR=${MAJOR:-$(fallback_major)}
  PG_CONFIG=/usr/lib/postgresql/$MAJOR/bin/pg_config
else
  [[ $PG_CONFIG == */* ]] || PG_CONFIG=$(command -v "$PG_CONFIG" || true)
  MAJOR=$(major_of "$PG_CONFIG")
  [ -n "$MAJOR" ] || stop "PG_CONFIG names no pg_config that can be run."
fi
[[ " $SUPPORTED_MAJORS " == *" $MAJOR "* ]] || stop "PostgreSQL $MAJOR is not supported; 15 to 18 are."
export PG_CONFIG MAJOR
