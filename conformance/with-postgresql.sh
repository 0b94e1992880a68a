#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of the system, new and thrown away afterwards, as ALMAGEST_TEST_DATABASE_URL:
#   conformance/with-postgresql.sh npx vitest run db.test
# PGBIN names the folder of its programs; default: the newest of Debian.
set -euo pipefail

bin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
[ -x "$bin/initdb" ] || { echo "with-postgresql: no PostgreSQL server on this machine (Debian: postgresql-15); set PGBIN" >&2; exit 3; }

# PostgreSQL refuses to run as root, so root lends it Debian's user.
as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

folder=$(mktemp -d)
chmod 755 "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
stop() { as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true; rm -rf "$folder"; }
trap stop EXIT

port=$(node -e 'const s = require("node:net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
cd / # where every user may be
as_owner "$bin/initdb" -D "$folder/data" --username=tester --auth=trust --encoding=UTF8 --locale=C >"$folder/initdb.log"
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -s \
  -o "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_locks_per_transaction=256" start
cd "$OLDPWD"

echo "with-postgresql: $("$bin/postgres" --version) on port $port"
ALMAGEST_TEST_DATABASE_URL="postgres://tester@127.0.0.1:$port/postgres" "$@"
