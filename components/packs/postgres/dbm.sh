#!/bin/sh
# What Database Monitoring needs in each database: the schema datadog, pg_stat_statements and the function that explains
# a statement. Run after connection.sh. template1 is prepared too, so that a database made later has them.
# See https://docs.datadoghq.com/database_monitoring/setup_postgres/selfhosted/

# Of a schema datadog that is not this entry's, whose it is.
foreign_schema() {
  admin_sql "$1" <<'SQL'
SELECT coalesce(substring(comment FROM '^made by Lookout for (.*)$'), '-')
FROM (SELECT coalesce(obj_description(oid, 'pg_namespace'), '') AS comment FROM pg_namespace WHERE nspname = 'datadog') AS s
WHERE comment <> :'mark' AND NOT (:'known' = 'yes' AND comment LIKE 'made by Lookout for %');
SQL
}

# Refused rather than taken over: what is in it is somebody's.
check_schema() {
  case $2 in
    '') return 0 ;;
    -) whose_schema='that Lookout did not make; move it away, or hand it over' ;;
    *) whose_schema="of the stack's entry $2; monitor the server from one entry, or, if $2 is gone, hand it over" ;;
  esac
  fail "database $1 has a schema datadog $whose_schema, to be dropped at destroy: COMMENT ON SCHEMA datadog IS '$mark'"
}

# A managed server has databases that are its provider's, and others whose owner has to do it.
refuse_database() {
  [ -n "$admin_user" ] || fail "database $1 can't be prepared for Database Monitoring: $(said)"
  withhold "Database Monitoring in database $1" "$(said)"
}

# Before anything is made: the databases that can be prepared.
check_databases() {
  databases
  : >"$scratch/open"
  while read -r encoded; do
    name=$(decoded "$encoded")
    foreign=$(foreign_schema "$name" 2>"$scratch/error") || { refuse_database "$name"; continue; }
    check_schema "$name" "$foreign"
    printf '%s\n' "$encoded" >>"$scratch/open"
  done <"$scratch/databases"
}

# The rights of the function are its owner's; nobody but the role may call it.
prepare_database() {
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || { refuse_database "$1"; return 0; }
BEGIN;
SELECT 'CREATE SCHEMA datadog' WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'datadog') \gexec
COMMENT ON SCHEMA datadog IS :'mark';
GRANT USAGE ON SCHEMA datadog TO :"role";
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
SELECT format('CREATE EXTENSION pg_stat_statements SCHEMA %I; COMMENT ON EXTENSION pg_stat_statements IS %L',
  CASE WHEN EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN 'public' ELSE 'datadog' END, :'mark')
  WHERE NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') \gexec
SELECT format('COMMENT ON EXTENSION pg_stat_statements IS %L', :'mark') FROM pg_extension
  WHERE extname = 'pg_stat_statements' AND obj_description(oid, 'pg_extension') LIKE 'made by Lookout for %'
  AND obj_description(oid, 'pg_extension') <> :'mark' AND :'known' = 'yes' \gexec
COMMIT;
SQL
  give "$1" <<SQL 2>"$scratch/error" || withhold "USAGE on schemas of database $1" "$(said)"
SELECT translate(encode(convert_to(format('USAGE ON SCHEMA %I', nspname), 'UTF8'), 'base64'), E'\\n', '') FROM pg_namespace
WHERE (nspname = 'public' OR oid IN (SELECT extnamespace FROM pg_extension WHERE extname = 'pg_stat_statements') OR $(schema_among "$schemas"))
  AND NOT has_schema_privilege(:'role', oid, 'USAGE');
SQL
  take_back_schemas "$1"
  printf '%s\n' "$encoded" >>"$scratch/prepared"
  show_extension "$1"
}

# Where the extension lives elsewhere, the Agent would not find its view. A role of somebody else keeps its own path.
show_extension() {
  if [ "$whose" = adopted ]; then
    [ "$(role_sql right "$1" "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') AND to_regclass('pg_stat_statements') IS NULL" 2>"$scratch/error")" != t ] ||
      withhold "search_path in database $1" "pg_stat_statements is in a schema that the path of the adopted role $role does not have; ALTER ROLE $role IN DATABASE … SET search_path"
    return 0
  fi
  [ "$(role_sql right "$1" "SELECT to_regclass('pg_stat_statements') IS NULL" 2>"$scratch/error")" = t ] || return 0
  admin_sql "$1" <<'SQL' 2>"$scratch/error" || withhold "search_path in database $1" "$(said)"
SELECT format('ALTER ROLE %I IN DATABASE %I SET search_path = "$user", public, %I', :'role', current_database(), n.nspname)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE extname = 'pg_stat_statements' \gexec
SQL
}

# A standby's come prepared from its primary.
find_databases() {
  databases
  cp "$scratch/databases" "$scratch/prepared"
}

prepare_databases() {
  : >"$state/dbm"
  : >"$scratch/prepared"
  find_dropped_schemas
  note_schemas
  while read -r encoded; do
    prepare_database "$(decoded "$encoded")"
  done <"$scratch/open"
  printf '%s\n' "$schemas" >"$state/schemas"
}
