#!/bin/sh
# What Database Monitoring needs in each database: the schema datadog, pg_stat_statements and the function that explains
# a statement. Run after connection.sh. template1 is prepared too, so that a database made later has them.
# See https://docs.datadoghq.com/database_monitoring/setup_postgres/selfhosted/

# Refused rather than taken over: what is in it is somebody's.
check_schema() {
  foreign=$(admin_sql "$1" <<'SQL'
SELECT 1 FROM pg_namespace WHERE nspname = 'datadog'
  AND coalesce(obj_description(oid, 'pg_namespace'), '') NOT LIKE 'made by Lookout for %';
SQL
)
  [ -z "$foreign" ] || fail "database $1 has a schema datadog that Lookout did not make; move it away, or hand it over," \
    "to be dropped at destroy: COMMENT ON SCHEMA datadog IS '$mark'"
}

# A managed server has databases that are its provider's, and others whose owner has to do it.
refuse_database() {
  [ -n "$admin_user" ] || fail "database $1 can't be prepared for Database Monitoring: $(said)"
  withhold "Database Monitoring in database $1" "$(said)"
}

# The rights of the function are its owner's; nobody but the role may call it.
prepare_database() {
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || { refuse_database "$1"; return 0; }
BEGIN;
SELECT 'CREATE SCHEMA datadog' WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'datadog') \gexec
COMMENT ON SCHEMA datadog IS :'mark';
GRANT USAGE ON SCHEMA datadog TO :"role";
SELECT format('GRANT USAGE ON SCHEMA public TO %I', :'role') FROM pg_namespace
  WHERE nspname = 'public' AND NOT has_schema_privilege(:'role', oid, 'USAGE') \gexec
CREATE OR REPLACE FUNCTION datadog.explain_statement(l_query TEXT, OUT explain JSON) RETURNS SETOF JSON AS $function$
DECLARE
  curs REFCURSOR;
  plan JSON;
BEGIN
  SET TRANSACTION READ ONLY;
  OPEN curs FOR EXECUTE pg_catalog.concat('EXPLAIN (FORMAT JSON) ', l_query);
  FETCH curs INTO plan;
  CLOSE curs;
  RETURN QUERY SELECT plan;
END;
$function$ LANGUAGE plpgsql RETURNS NULL ON NULL INPUT SECURITY DEFINER;
REVOKE ALL ON FUNCTION datadog.explain_statement(TEXT) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION datadog.explain_statement(TEXT) TO :"role";
COMMIT;
SQL
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || withhold "extension pg_stat_statements in database $1" "$(said)"
BEGIN;
SELECT format('CREATE EXTENSION pg_stat_statements; COMMENT ON EXTENSION pg_stat_statements IS %L', :'mark')
  WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') \gexec
COMMIT;
SQL
  printf '%s\n' "$encoded" >>"$scratch/prepared"
  # Where the extension lives elsewhere, the Agent would not find its view.
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || withhold "search_path in database $1" "$(said)"
SELECT format('ALTER ROLE %I IN DATABASE %I SET search_path = "$user", public, %I', :'role', current_database(), n.nspname)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE extname = 'pg_stat_statements' AND n.nspname NOT IN ('public', 'pg_catalog')
  AND (SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = :'role') = :'mark' \gexec
SQL
}

# A standby's come prepared from its primary.
find_databases() {
  databases
  cp "$scratch/databases" "$scratch/prepared"
}

prepare_databases() {
  install -d -m 0700 "$state"
  : >"$state/dbm"
  databases
  while read -r encoded; do
    check_schema "$(printf '%s' "$encoded" | base64 -d)"
  done <"$scratch/databases"
  : >"$scratch/prepared"
  while read -r encoded; do
    prepare_database "$(printf '%s' "$encoded" | base64 -d)"
  done <"$scratch/databases"
}

# Of what was made, in one database. What somebody else has come to depend on stays, and is said.
clear_database() {
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || :
\set ON_ERROR_STOP off
SELECT 'DROP FUNCTION IF EXISTS datadog.explain_statement(TEXT)' FROM pg_namespace
  WHERE nspname = 'datadog' AND obj_description(oid, 'pg_namespace') = :'mark' \gexec
SELECT 'DROP EXTENSION pg_stat_statements' FROM pg_extension
  WHERE extname = 'pg_stat_statements' AND obj_description(oid, 'pg_extension') = :'mark' \gexec
SELECT 'DROP SCHEMA datadog' FROM pg_namespace
  WHERE nspname = 'datadog' AND obj_description(oid, 'pg_namespace') = :'mark' \gexec
SQL
  [ ! -s "$scratch/error" ] ||
    printf '%s: in database %s something is used by others and stays: %s\n' "$lookout_host" "$1" "$(said 9)" >&2
}

# Where Database Monitoring was on.
clear_databases() {
  [ -e "$state/dbm" ] || return 0
  databases
  while read -r encoded; do
    clear_database "$(printf '%s' "$encoded" | base64 -d)"
  done <"$scratch/databases"
  rm -f "$state/dbm"
}
