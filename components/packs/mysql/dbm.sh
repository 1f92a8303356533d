#!/bin/sh
# What Database Monitoring needs: the schema datadog, a procedure in each schema that explains a statement, and one that
# switches the statement events on. Run after connection.sh and accounts.sh.
# See https://docs.datadoghq.com/database_monitoring/setup_mysql/selfhosted/

check_schema() {
  [ ! -e "$state/dbm" ] || return 0
  [ "$(admin_value "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'datadog'")" = 0 ] ||
    fail "$server has a schema datadog that Lookout did not make; move it away, or hand it over, to be dropped at destroy: touch $state/dbm"
}

# explain_procedure QUOTED-SCHEMA: nobody but the user may call it, and its rights are those of who made it.
explain_procedure() {
  # One without a comment is somebody's too: Datadog's guide makes it so.
  mine=$(admin_sql <<SQL
SELECT CONCAT('commented: ', ROUTINE_COMMENT) FROM information_schema.ROUTINES
WHERE ROUTINE_NAME = 'explain_statement' AND CONCAT('\`', REPLACE(ROUTINE_SCHEMA, '\`', '\`\`'), '\`') = $(printf '%s' "$1" | literal);
SQL
  )
  case $mine in
    '' | 'commented: made by Lookout for '*) ;;
    *)
      withhold "explain_statement in schema $1" "a procedure of that name is there already, and not made by Lookout"
      return 0
      ;;
  esac
  admin_sql <<SQL 2>"$scratch/error" || { withhold "explain_statement in schema $1" "$(said)"; return 0; }
DELIMITER ;;
DROP PROCEDURE IF EXISTS $1.explain_statement;;
CREATE PROCEDURE $1.explain_statement(IN query TEXT) SQL SECURITY DEFINER COMMENT '$mark'
BEGIN
  SET @explain := CONCAT('EXPLAIN FORMAT=json ', query);
  PREPARE stmt FROM @explain;
  EXECUTE stmt;
  DEALLOCATE PREPARE stmt;
END;;
DELIMITER ;
SQL
  # Dropping a procedure drops its grants.
  grant EXECUTE "PROCEDURE $1.explain_statement"
}

consumers_procedure() {
  admin_sql <<SQL 2>"$scratch/error" || { withhold 'enable_events_statements_consumers' "$(said)"; return 0; }
DELIMITER ;;
DROP PROCEDURE IF EXISTS datadog.enable_events_statements_consumers;;
CREATE PROCEDURE datadog.enable_events_statements_consumers() SQL SECURITY DEFINER COMMENT '$mark'
BEGIN
  UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name LIKE 'events_statements_%';
  UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name = 'events_waits_current';
END;;
DELIMITER ;
SQL
  grant EXECUTE 'PROCEDURE datadog.enable_events_statements_consumers'
}

prepare_schemas() {
  check_schema
  : >"$state/dbm"
  admin_value 'CREATE DATABASE IF NOT EXISTS datadog;' 2>"$scratch/error" || fail "schema datadog can't be made on $server: $(said)"
  schemas
  while read -r encoded; do
    explain_procedure "$(printf '%s' "$encoded" | base64 -d)"
  done <"$scratch/schemas"
  consumers_procedure
}

# What somebody else put into the schema stays, and is said.
clear_schemas() {
  [ -e "$state/dbm" ] || return 0
  admin_sql <<SQL >"$scratch/drop-procedures"
SELECT CONCAT('DROP PROCEDURE \`', REPLACE(ROUTINE_SCHEMA, '\`', '\`\`'), '\`.', ROUTINE_NAME, ';') FROM information_schema.ROUTINES
WHERE ROUTINE_NAME IN ('explain_statement', 'enable_events_statements_consumers') AND ROUTINE_COMMENT LIKE 'made by Lookout for %';
SQL
  admin_sql <"$scratch/drop-procedures" 2>"$scratch/error" || fail "the procedures of Database Monitoring can't be dropped on $server: $(said)"
  others=$(admin_sql <<'SQL'
SELECT (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'datadog')
  + (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'datadog')
  + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'datadog');
SQL
  )
  if [ "$others" = 0 ]; then
    admin_value 'DROP DATABASE IF EXISTS datadog;'
  else
    printf '%s: schema datadog holds %s objects that Lookout did not make; it stays\n' "$lookout_host" "$others" >&2
  fi
  rm -f "$state/dbm"
}
