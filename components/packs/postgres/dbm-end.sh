#!/bin/sh
# The end of what Database Monitoring had in each database. Run after connection.sh.

# Of what was made, in one database. What somebody else has come to depend on stays, and is said; whatever else is in the
# way stops here, while the role still tells that something is left to do.
clear_database() {
  cleared=yes
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || cleared=no
\set ON_ERROR_STOP off
\set VERBOSITY verbose
SELECT format('REVOKE USAGE ON SCHEMA datadog FROM %I', rolname) FROM pg_namespace, pg_roles
  WHERE nspname = 'datadog' AND obj_description(pg_namespace.oid, 'pg_namespace') = :'mark' AND rolname = :'role' \gexec
SELECT 'DROP FUNCTION IF EXISTS datadog.explain_statement(TEXT)' FROM pg_namespace
  WHERE nspname = 'datadog' AND obj_description(oid, 'pg_namespace') = :'mark' \gexec
SELECT 'DROP EXTENSION pg_stat_statements' FROM pg_extension
  WHERE extname = 'pg_stat_statements' AND obj_description(oid, 'pg_extension') = :'mark' \gexec
SELECT 'DROP SCHEMA datadog' FROM pg_namespace
  WHERE nspname = 'datadog' AND obj_description(oid, 'pg_namespace') = :'mark' \gexec
SQL
  # 2BP01: dependent objects still exist.
  if [ "$cleared" = no ] || failed_otherwise_than 2BP01; then
    fail "what was made in database $1 can't be dropped: $(said 9)"
  fi
  [ ! -s "$scratch/error" ] ||
    printf '%s: in database %s something is used by others and stays: %s\n' "$lookout_host" "$1" "$(said 9)" >&2
}

# Leaves the databases that can be entered in $scratch/databases. Of the others, whether something of the role is there is
# found when it is dropped.
enter_databases() {
  databases
  : >"$scratch/open"
  while read -r encoded; do
    if can_enter "$(decoded "$encoded")"; then
      printf '%s\n' "$encoded" >>"$scratch/open"
    else
      printf '%s: database %s lets %s not in, and is left as it is: %s\n' "$lookout_host" "$(decoded "$encoded")" \
        "${admin_user:-postgres}" "$(said)" >&2
    fi
  done <"$scratch/databases"
  mv "$scratch/open" "$scratch/databases"
}

# By the marks, which outlive this host's notes.
clear_databases() {
  while read -r encoded; do
    clear_database "$(decoded "$encoded")"
  done <"$scratch/databases"
  rm -f "$state/dbm"
}
