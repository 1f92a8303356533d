#!/bin/sh
# Drops the monitoring role, if Lookout made it, with what it was granted in each database. Run after host/library.sh
# with $role and $port set.
mark="made by Lookout for $lookout_host"

superuser_sql() {
  runuser -u postgres -- psql -X -q -At -w -p "$port" -v ON_ERROR_STOP=1 -v role="$role" -v mark="$mark" "$@"
}

cd / || exit 1
# The server went before its role did: nothing is left to drop.
command -v psql >/dev/null && id postgres >/dev/null 2>&1 || exit 0
superuser_sql -d postgres -c 'SELECT 1' >/dev/null 2>"$scratch/error" ||
  fail "PostgreSQL on port $port does not answer ($(tail -n 1 "$scratch/error")); start it so that role $role can be dropped"
made=$(superuser_sql -d postgres <<'SQL'
SELECT 1 FROM pg_roles WHERE rolname = :'role' AND shobj_description(oid, 'pg_authid') = :'mark';
SQL
)
if [ -z "$made" ]; then
  printf '%s: role %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$role" >&2
  exit 0
fi
superuser_sql -d postgres <<'SQL'
ALTER ROLE :"role" NOLOGIN;
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :'role' \g /dev/null
SQL
superuser_sql -d postgres -c 'SELECT datname FROM pg_database WHERE datallowconn' >"$scratch/databases"
while read -r database; do
  printf 'DROP OWNED BY :"role" RESTRICT;\n' | PGDATABASE=$database superuser_sql ||
    fail "role $role owns something in database $database that others use; move it to another owner first"
done <"$scratch/databases"
printf 'DROP ROLE :"role";\n' | superuser_sql -d postgres
