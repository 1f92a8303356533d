#!/bin/sh
# The proof of a PostgreSQL server: each privilege tried as the role, and all of it as JSON in the last line printed. Run
# after connection.sh and server-settings.sh with $dbm set.

# withhold WHAT WHY: a managed server's administrator can't give everything; what is missing is said and put on record.
withhold() {
  printf '%s\t%s\n' "$1" "$2" >>"$scratch/withheld"
  printf '%s: %s lacks %s: %s\n' "$lookout_host" "$role" "$1" "$2" >&2
}

# probe WHAT QUERY: as the role; the query must run and print t.
probe() {
  [ "$(role_sql right "$database" "$2" 2>"$scratch/error")" = t ] && return 0
  reason=$(said)
  if [ -n "$admin_user" ]; then withhold "$1" "${reason:-refused}"; else fail "$role lacks $1 on $server: ${reason:-it sees less than it should}"; fi
}

probe_privileges() {
  probe "pg_monitor" "SELECT pg_has_role('pg_monitor', 'usage')"
  probe "others' statements in pg_stat_activity" "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE query = '<insufficient privilege>')"
  probe "pg_database_size of every database" "SELECT count(pg_database_size(oid)) > 0 FROM pg_database"
  probe "pg_ls_waldir" "SELECT count(*) >= 0 FROM pg_ls_waldir()"
  probe "pg_stat_replication" "SELECT count(*) >= 0 FROM pg_stat_replication"
}

probe_dbm() {
  while read -r encoded; do
    name=$(decoded "$encoded")
    role_sql right "$name" "SELECT datadog.explain_statement('SELECT 1')" >/dev/null 2>"$scratch/error" ||
      withhold "datadog.explain_statement in database $name" "$(said)"
  done <"$scratch/prepared"
  role_sql right "$database" 'SELECT count(*) FROM pg_stat_statements' >/dev/null 2>"$scratch/error" ||
    withhold "pg_stat_statements" "$(said)"
}

say_missing() {
  missing_settings >"$scratch/missing"
  while IFS="$(printf '\t')" read -r line how; do
    if [ "$how" = restart ]; then how='and restart it'; else how='and reload it, no restart'; fi
    printf '%s: Database Monitoring wants this setting of %s: %s (in postgresql.conf, %s)\n' "$lookout_host" "$server" "$line" "$how" >&2
  done <"$scratch/missing"
}

proof() {
  PGDATABASE=$admin_database admin_psql -q -At -v ON_ERROR_STOP=1 -v role="$role" -v dbm="$dbm" \
    -v withheld="$(cat "$scratch/withheld")" -v missing="$(cat "$scratch/missing")" <<'SQL'
SELECT json_build_object(
  'server', 'PostgreSQL',
  'version', split_part(current_setting('server_version'), ' ', 1),
  'user', :'role',
  'databaseMonitoring', :'dbm' = 'yes',
  'withheld', (SELECT coalesce(json_agg(json_build_object('what', split_part(line, E'\t', 1), 'why', split_part(line, E'\t', 2))), '[]')
    FROM regexp_split_to_table(:'withheld', E'\n') AS line WHERE line <> ''),
  'missingSettings', (SELECT coalesce(json_agg(json_build_object('line', split_part(line, E'\t', 1), 'restart', split_part(line, E'\t', 2) = 'restart')), '[]')
    FROM regexp_split_to_table(:'missing', E'\n') AS line WHERE line <> ''));
SQL
}
