#!/bin/sh
# The monitoring role of a PostgreSQL on this host, through its local socket. Run after host/library.sh with $role,
# $port, $database and $connection_limit set and the role's password on standard input.
# The mark of a role that Lookout made, and may drop, with the host's entry in the stack that it belongs to.
mark="made by Lookout for $lookout_host"

as_postgres() {
  runuser -u postgres -- "$@"
}

superuser_sql() {
  as_postgres psql -X -q -At -w -p "$port" -d postgres -v ON_ERROR_STOP=1 -v role="$role" -v mark="$mark" \
    -v connection_limit="$connection_limit" "$@"
}

# Lines of ~/.pgpass, one with the password and one with another; a backslash or colon in it is escaped.
write_pgpass() {
  printf '127.0.0.1:%s:*:%s:%s\n' "$port" "$role" "$(sed 's/[\\:]/\\&/g' "$scratch/secrets/password")" >"$scratch/right"
  printf '127.0.0.1:%s:*:%s:not the password\n' "$port" "$role" >"$scratch/wrong"
}

# role_sql PASSFILE QUERY: over the very path that the Agent takes.
role_sql() {
  PGPASSFILE=$scratch/$1 PGCONNECT_TIMEOUT=10 psql -X -q -At -w -h 127.0.0.1 -p "$port" -U "$role" -d "$database" -c "$2"
}

check_server() {
  command -v psql >/dev/null || fail "no PostgreSQL here: psql is not installed; install the server, or drop the database from this host's settings"
  superuser_sql -c 'SELECT 1' >/dev/null 2>"$scratch/error" ||
    fail "PostgreSQL on port $port does not answer postgres at its local socket ($(tail -n 1 "$scratch/error")); check that it runs (pg_lsclusters) and its port"
  [ "$(superuser_sql -c 'SELECT pg_is_in_recovery()')" = f ] ||
    fail "PostgreSQL on port $port is a standby, where no role can be made; declare the database on its primary's host"
  [ "$(superuser_sql -c 'SHOW server_version_num')" -ge 100000 ] ||
    fail "PostgreSQL on port $port is older than 10, which has no pg_monitor; upgrade it"
}

# A role that somebody else made has a password that somebody uses.
check_role() {
  foreign=$(superuser_sql <<'SQL'
SELECT 1 FROM pg_roles
WHERE rolname = :'role' AND coalesce(shobj_description(oid, 'pg_authid'), '') NOT LIKE 'made by Lookout for %';
SQL
)
  [ -z "$foreign" ] || fail "role $role is there already, and not made by Lookout; choose another user for this database," \
    "or hand it over, to get a new password and to be dropped at destroy: COMMENT ON ROLE $role IS '$mark'"
}

create_role() {
  superuser_sql <<'SQL'
SET client_min_messages = warning;
BEGIN;
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
COMMENT ON ROLE :"role" IS :'mark';
ALTER ROLE :"role" LOGIN CONNECTION LIMIT :connection_limit;
GRANT pg_monitor TO :"role";
COMMIT;
SQL
}

# psql's own \password computes the verifier here, so that the server, its log and pg_stat_statements never see the
# password. Without a terminal it reads standard input.
set_password() {
  { cat "$scratch/secrets/password"; echo; cat "$scratch/secrets/password"; echo; } |
    setsid --wait runuser -u postgres -- psql -X -q -w -p "$port" -d postgres \
      -c "SET password_encryption = 'scram-sha-256'" -c "\\password $role" >/dev/null 2>"$scratch/error" ||
    fail "the password of $role can't be set: $(tail -n 1 "$scratch/error")"
}

check_login() {
  role_sql right 'SELECT 1' >/dev/null 2>"$scratch/error" ||
    fail "$role can't log in at 127.0.0.1:$port to $database ($(tail -n 1 "$scratch/error")); let pg_hba.conf have: host $database $role 127.0.0.1/32 scram-sha-256"
  [ "$(role_sql right "SELECT pg_has_role('pg_monitor', 'usage')")" = t ] || fail "$role did not receive pg_monitor; grant it by hand to read why"
}

cd / || exit 1
read_secrets
write_pgpass
check_server
check_role
create_role
if role_sql wrong 'SELECT 1' >/dev/null 2>&1; then
  printf '%s: pg_hba.conf trusts everyone at 127.0.0.1: any password of %s is accepted\n' "$lookout_host" "$role" >&2
  set_password
fi
role_sql right 'SELECT 1' >/dev/null 2>&1 || set_password
check_login
