#!/bin/sh
# A role of this host's PostgreSQL for the service's user, who logs in through the local socket without a password (peer).
# Run after host/library.sh with $user, $database_role and $database_port set.

local_sql() {
  runuser -u postgres -- psql -X -w -q -At -p "$database_port" -d postgres -v ON_ERROR_STOP=1 -v role="$database_role" \
    -v mark="made by Lookout for a service" 2>"$scratch/error"
}

make_local_role() {
  if ! command -v psql >/dev/null || ! id postgres >/dev/null 2>&1; then
    fail "no PostgreSQL here for the role $database_role; drop the service's databasePort"
  fi
  foreign=$(
    local_sql <<'SQL'
SELECT 1 FROM pg_roles WHERE rolname = :'role' AND coalesce(shobj_description(oid, 'pg_authid'), '') <> :'mark';
SQL
  ) || fail "PostgreSQL on port $database_port does not answer postgres at its local socket ($(head -n 1 "$scratch/error")); check that it runs"
  [ -z "$foreign" ] || fail "role $database_role is there already, and not made by Lookout; name the service otherwise"
  local_sql <<'SQL' || fail "role $database_role can't be made: $(head -n 1 "$scratch/error")"
BEGIN;
SELECT format('CREATE ROLE %I LOGIN CONNECTION LIMIT 20', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
COMMENT ON ROLE :"role" IS :'mark';
COMMIT;
SQL
}

# Nothing that it owns, or was granted by somebody, is dropped: the server says what that is.
remove_local_role() {
  if ! command -v psql >/dev/null || ! id postgres >/dev/null 2>&1; then return 0; fi
  local_sql <<'SQL' || fail "role $database_role can't be dropped ($(tr '\n' ' ' <"$scratch/error")); give what it owns to another role and take back what it was granted (DROP OWNED BY $database_role, in each database)"
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname = :'role' AND shobj_description(oid, 'pg_authid') = :'mark' \gexec
SQL
}
