#!/bin/sh
# The ways to a PostgreSQL server: as who administers it, and as the monitoring role over the very path of the Agent.
# Run after host/library.sh with $role, $address, $port, $socket, $database, $tls_*, $admin_user and $admin_database set;
# what is not set is empty.
# The marks of what Lookout made, and may drop, and of a role that it took over, with the stack's entry for the host.
mark="made by Lookout for $lookout_host"
adopted_mark="adopted by Lookout for $lookout_host"
# What only root may read: of which entry the server's role is, how an adopted one was and what it was given, the
# drop-in's place.
state=/var/lib/lookout/postgres-$(printf '%s' "$address-$port-$role" | tr -c 'A-Za-z0-9.-' _)
server="PostgreSQL at $address:$port"

# No person's configuration decides where a login goes, or as whom: neither the environment nor what is in a home. A file
# that is not there is one that libpq does without.
for name in $(env | sed -n 's/^\(PG[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done
export HOME="$scratch" PGSERVICEFILE=/dev/null PGSYSCONFDIR="$scratch" PGCONNECT_TIMEOUT=10 PGSSLMODE="${tls_mode:-prefer}"
export PGSSLROOTCERT="${tls_root_certificate:-$scratch/none}" PGSSLCRL="$scratch/none" PGSSLCERT="${tls_certificate:-$scratch/none}"
[ -z "$tls_certificate" ] || export PGSSLKEY="$tls_key"

# write_passfile NAME FILE: a ~/.pgpass with the password in FILE; a backslash or colon in it is escaped.
write_passfile() {
  printf '*:*:*:*:%s\n' "$(sed 's/[\\:]/\\&/g' "$2")" >"$scratch/$1"
}

# admin_psql ARGUMENT...: to the database $PGDATABASE; without a terminal, from which psql would read a password.
admin_psql() {
  if [ -n "$admin_user" ]; then
    set -- setsid --wait timeout -k 5 600 psql -X -w -h "$address" -p "$port" -U "$admin_user" "$@"
  else
    set -- setsid --wait timeout -k 5 600 runuser -u postgres -- psql -X -w ${socket:+-h "$socket"} -p "$port" "$@"
  fi
  # A statement that waits for somebody's lock must not hold this host's. What is not qualified is the catalogue's,
  # whatever path somebody gave to everyone.
  PGOPTIONS='-c client_min_messages=warning -c lock_timeout=30s -c statement_timeout=300s -c search_path=pg_catalog' \
    PGPASSFILE=$scratch/admin.pgpass in_time "$@"
}

# in_time COMMAND...: says so where timeout(1), of which it is called, ended it: a server may not answer at all.
in_time() {
  "$@" && return 0
  code=$?
  [ "$code" -ne 124 ] || printf 'error: %s has not answered in time\n' "$server" >&2
  return "$code"
}

# admin_sql [DATABASE] <SQL: prints rows without decoration.
admin_sql() {
  PGDATABASE=${1:-$admin_database} admin_psql -q -At -v ON_ERROR_STOP=1 -v role="$role" -v mark="$mark" \
    -v known="${known:-no}"
}

admin_value() {
  printf '%s\n' "$1" | admin_sql
}

# role_sql PASSFILE DATABASE QUERY: as the Agent connects.
role_sql() {
  PGPASSFILE=$scratch/$1 PGDATABASE=$2 in_time timeout -k 5 90 psql -X -q -At -w -h "${socket:-$address}" -p "$port" -U "$role" -c "$3"
}

# Those that the Agent connects to, as base64.
agent_databases() {
  printf '%s' "$database" | base64 -w 0
  [ -z "$more_databases" ] || printf '\n%s' "$more_databases"
  echo
}

# decoded BASE64: a name, since a name may hold anything.
decoded() {
  printf '%s' "$1" | base64 -d
}

# Base64 of each database's name. One of which a DROP DATABASE was interrupted lets nobody in.
databases() {
  admin_value "SELECT translate(encode(convert_to(datname, 'UTF8'), 'base64'), E'\n', '') FROM pg_database
    WHERE datallowconn AND datconnlimit <> -2 AND has_database_privilege(oid, 'CONNECT') ORDER BY datname" \
    >"$scratch/databases" 2>"$scratch/error" || fail "$server does not tell its databases: $(said)"
}

can_enter() {
  printf 'SELECT 1\n' | admin_sql "$1" >/dev/null 2>"$scratch/error"
}

# said [LINES]: somebody's error as one line, without what the client says of itself and where it points to.
said() {
  { grep -E '(ERROR|FATAL|DETAIL|error): ' "$scratch/error" || cat "$scratch/error"; } | head -n "${1:-1}" |
    sed 's/due to lock timeout/&: somebody holds a lock on it, which was waited for for half a minute (see pg_locks and pg_stat_activity)/; s/^psql: error: //; s/^connection to server \(at "[^"]*"\( ([^)]*)\)\{0,1\}, port [0-9]*\|on socket "[^"]*"\) failed: //' | tr '\n' ' ' | sed 's/ $//'
}

# failed_otherwise_than SQLSTATE: whether an error that was kept in full is another one. The word for an error is in the
# server's language.
failed_otherwise_than() {
  grep -E '^[^:]+: +[0-9A-Z]{5}: ' "$scratch/error" | grep -vE "^[^:]+: +(0[01][0-9A-Z]{3}|$1): " >/dev/null
}

# Sets $version and $standby, which is true or false.
ask_server() {
  facts=$(admin_value "SELECT current_setting('server_version_num') || ' ' || pg_is_in_recovery()" 2>"$scratch/error") ||
    return
  version=${facts% *} standby=${facts#* }
}

# Where a standby's primary is, as far as it may be known.
primary() {
  admin_sql 2>/dev/null <<'SQL' || echo unknown
SELECT coalesce((SELECT nullif(concat_ws(':', sender_host, sender_port), '') FROM pg_stat_wal_receiver),
  substring(current_setting('primary_conninfo', true) FROM 'host=''?([^ '']+)'), 'unknown');
SQL
}

connect_as_admin() {
  command -v psql >/dev/null ||
    fail "no psql here; install PostgreSQL's client (apt-get install postgresql-client), or drop the database from this host's settings"
  if [ -n "$admin_user" ]; then
    write_passfile admin.pgpass "$scratch/secrets/admin_password"
    ask_server ||
      fail "$server does not let $admin_user in to $admin_database ($(said)); check address, port, admin.user, admin.password and the network between"
    return
  fi
  id postgres >/dev/null 2>&1 ||
    fail "no user postgres here, so no server of its own; name the server's address and admin, or drop the database from this host's settings"
  ask_server ||
    fail "PostgreSQL on port $port does not answer postgres at its local socket ($(said)); check that it runs (pg_lsclusters), its port and its socket's directory"
}

# The role goes where the Agent looks for it.
prove_server() {
  [ -z "$admin_user" ] || return 0
  prove_own PostgreSQL "$(head -n 1 "$(admin_value 'SHOW data_directory')/postmaster.pid" 2>/dev/null)"
}
