#!/bin/sh
# The proof of a MySQL or MariaDB server: each privilege tried as the user, each option that the server must be able to
# serve, and all of it as JSON in the last line printed. Run after connection.sh, drop-in.sh and server-settings.sh with
# $dbm, $replication, $galera, $performance_metrics, $schema_sizes and $replica set.

# withhold WHAT WHY: a managed server's administrator can't give everything; what is missing is said and put on record.
withhold() {
  printf '%s\t%s\n' "$1" "$2" >>"$scratch/withheld"
  printf '%s: %s lacks %s: %s\n' "$lookout_host" "$user" "$1" "$2" >&2
}

# probe WHAT QUERY: as the user; the query must run.
probe() {
  user_sql "$2" >/dev/null 2>"$scratch/error" && return 0
  if [ -n "$admin_user" ]; then withhold "$1" "$(said)"; else fail "$user lacks $1 on $server: $(said)"; fi
}

probe_privileges() {
  probe 'SHOW GLOBAL STATUS' "SHOW GLOBAL STATUS LIKE 'Uptime'"
  # Without it the list of threads has only one's own, and says nothing.
  probe 'PROCESS: SHOW ENGINE INNODB STATUS' 'SHOW ENGINE INNODB STATUS'
  if [ "$flavour" = MariaDB ] || ! at_least 8 0 22; then
    probe 'replica status' 'SHOW SLAVE STATUS'
  else
    probe 'replica status' 'SHOW REPLICA STATUS'
  fi
  [ "$(variable log_bin)" != ON ] || probe 'the list of binary logs' 'SHOW BINARY LOGS'
  probe 'performance_schema' 'SELECT COUNT(*) FROM performance_schema.threads'
  # Index metrics are on by default.
  probe 'SELECT on mysql.innodb_index_stats' 'SELECT COUNT(*) FROM mysql.innodb_index_stats'
  [ "$(variable performance_schema)" != ON ] ||
    probe 'performance_schema.table_io_waits_summary_by_index_usage' 'SELECT COUNT(*) FROM performance_schema.table_io_waits_summary_by_index_usage'
  if [ "$schema_sizes" = yes ]; then
    count="SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')"
    [ "$(user_sql "$count")" = "$(admin_value "$count")" ] || withhold 'the sizes of all tables' 'it does not see every table that the administrator sees'
  fi
}

# An option that the server can't serve would show nothing, or a false alarm.
check_options() {
  if [ "$galera" = yes ] && [ "$(admin_value "SHOW GLOBAL STATUS LIKE 'wsrep_ready'" | cut -f 2)" != ON ]; then
    fail "$server is not a node of a Galera cluster (wsrep_ready is not ON): the Agent would report a cluster of 0 nodes; drop galera, or make it one"
  fi
  if [ "$replication" = yes ] && [ "$(variable log_bin)" != ON ] && [ -z "$(replica_status 2>/dev/null)" ]; then
    fail "$server takes no part in replication: it has no source, and no binary log (log_bin) for others; drop replication"
  fi
  if [ "$performance_metrics" = yes ] && [ "$(variable performance_schema)" != ON ]; then
    fail "$server has performance_schema off: extraPerformanceMetrics would send nothing; set 'performance_schema = ON' below [mysqld] and restart it, or drop the option"
  fi
}

# explains QUOTED-SCHEMA
explains() {
  user_sql "CALL $1.explain_statement('SELECT 1')" >/dev/null 2>"$scratch/error"
}

# What the source was just given may be on its way; a schema of the replica's own never gets it.
await_procedures() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    lacking=no
    while read -r encoded; do
      explains "$(printf '%s' "$encoded" | base64 -d)" || lacking=yes
    done <"$scratch/schemas"
    [ "$lacking" = yes ] || return 0
    sleep 1
  done
}

probe_dbm() {
  if [ "$(variable performance_schema)" = ON ]; then
    user_sql 'CALL datadog.enable_events_statements_consumers()' >/dev/null 2>"$scratch/error" ||
      withhold 'enable_events_statements_consumers' "$(said)"
  fi
  [ "$replica" = no ] || await_procedures
  while read -r encoded; do
    name=$(printf '%s' "$encoded" | base64 -d)
    explains "$name" ||
      grep -qF "explain_statement in schema $name" "$scratch/withheld" || withhold "explain_statement in schema $name" "$(said)"
  done <"$scratch/schemas"
}

say_missing() {
  missing_settings >"$scratch/missing"
  while read -r line; do
    printf '%s: Database Monitoring wants this setting of %s: %s (below [mysqld], and a restart)\n' "$lookout_host" "$server" "$line" >&2
  done <"$scratch/missing"
}

# json_string <TEXT: as the server quotes it.
json_string() {
  printf 'JSON_QUOTE(%s)' "$(literal)"
}

# As a statement, since the server knows how to quote what somebody's error says.
proof() {
  {
    printf "SELECT CONCAT('{\"server\":\"%s\",\"version\":\"%s\",\"user\":\"%s\",\"databaseMonitoring\":%s,\"withheld\":['" \
      "$flavour" "${version%%-*}" "$user" "$([ "$dbm" = yes ] && echo true || echo false)"
    comma=
    while IFS="$(printf '\t')" read -r what why; do
      printf ", '%s{\"what\":', %s, ',\"why\":', %s, '}'" "$comma" "$(printf '%s' "$what" | json_string)" "$(printf '%s' "$why" | json_string)"
      comma=,
    done <"$scratch/withheld"
    printf ", '],\"missingSettings\":['"
    comma=
    while read -r line; do
      printf ", '%s{\"line\":', %s, ',\"restart\":true}'" "$comma" "$(printf '%s' "$line" | json_string)"
      comma=,
    done <"$scratch/missing"
    printf ", ']}');\n"
  } | admin_sql
}
