#!/bin/sh
# The server's settings that Database Monitoring needs: what is missing, or a drop-in that sets it. Run after
# connection.sh and drop-in.sh with $manage_settings and $allow_restart set.
# See https://docs.datadoghq.com/database_monitoring/setup_postgres/selfhosted/#configure-postgres-settings

# What is missing now, as lines for postgresql.conf, tab, and whether the server must be restarted for it. The role asks:
# it reads all settings, an administrator of a managed server may not. What is hidden is not called missing.
missing_settings() {
  role_sql right "$database" "
WITH needed(name, line, met) AS (
  VALUES
    ('shared_preload_libraries',
     format('shared_preload_libraries = %L', concat_ws(',', nullif(current_setting('shared_preload_libraries', true), ''), 'pg_stat_statements')),
     'pg_stat_statements' = ANY (regexp_split_to_array(current_setting('shared_preload_libraries', true), '[\", ]+'))),
    ('track_activity_query_size', 'track_activity_query_size = 4096',
     pg_size_bytes(current_setting('track_activity_query_size')) >= 4096),
    ('pg_stat_statements.track', 'pg_stat_statements.track = all', current_setting('pg_stat_statements.track', true) = 'all'),
    ('compute_query_id', 'compute_query_id = auto', coalesce(current_setting('compute_query_id', true), 'auto') <> 'off'),
    ('track_io_timing', 'track_io_timing = on', current_setting('track_io_timing') = 'on')
)
SELECT line || E'\t' || CASE WHEN coalesce(context = 'postmaster', true) THEN 'restart' ELSE 'reload' END
FROM needed LEFT JOIN pg_settings USING (name) WHERE met IS NOT TRUE" 2>"$scratch/error" ||
    withhold "the server's settings" "$(said)"
}

# What the drop-in must say: it is worked out from the other files alone, so that it is the same each time, and a
# library that somebody else adds stays loaded.
drop_in() {
  admin_sql <<SQL
WITH others AS (
  SELECT DISTINCT ON (name) name, setting FROM pg_file_settings
  WHERE name IS NOT NULL AND sourcefile <> '$1' ORDER BY name, seqno DESC
), said AS (
  SELECT name, coalesce((SELECT setting FROM others o WHERE o.name = n.name), boot_val) AS value
  FROM (VALUES ('shared_preload_libraries'), ('track_activity_query_size'), ('compute_query_id'), ('track_io_timing'), ('pg_stat_statements.track')) AS n(name)
  LEFT JOIN pg_settings USING (name)
)
SELECT CASE name
  WHEN 'shared_preload_libraries' THEN format('shared_preload_libraries = %L', concat_ws(',', nullif(value, ''), 'pg_stat_statements'))
  WHEN 'track_activity_query_size' THEN 'track_activity_query_size = 4096'
  WHEN 'compute_query_id' THEN 'compute_query_id = auto'
  WHEN 'track_io_timing' THEN 'track_io_timing = on'
  ELSE 'pg_stat_statements.track = all' END
FROM said
WHERE CASE name
  WHEN 'shared_preload_libraries' THEN NOT 'pg_stat_statements' = ANY (regexp_split_to_array(coalesce(value, ''), '[", ]+'))
  WHEN 'track_activity_query_size' THEN pg_size_bytes(value) < 4096
  WHEN 'compute_query_id' THEN value = 'off'
  WHEN 'track_io_timing' THEN value NOT IN ('on', 'true', 'yes', '1')
  ELSE coalesce(value, 'top') <> 'all' END
ORDER BY name DESC;
SQL
}

# A server that does not start with the drop-in is started without it.
restart_with_drop_in() {
  unit=$(server_unit)
  restart_server "$unit" && return 0
  rm -f "$conf" "$state/settings"
  [ ! -e "$scratch/drop-in.before" ] || mv "$scratch/drop-in.before" "$conf"
  restart_server "$unit" || :
  fail "$server does not start with these settings, which were taken back: $(tr '\n' ';' <"$scratch/drop-in")" \
    "read 'journalctl -u $unit' there"
}

manage_settings() {
  conf=$(dirname "$(admin_value 'SHOW config_file')")/conf.d/lookout.conf
  if [ "$(admin_value "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'")" = 0 ]; then
    fail "$server has no pg_stat_statements to load; install postgresql-contrib there"
  fi
  drop_in "$conf" >"$scratch/drop-in"
  if [ ! -s "$scratch/drop-in" ]; then
    unmanage_settings
    return 0
  fi
  if ! cmp -s "$scratch/drop-in" "$conf"; then
    [ -d "${conf%/*}" ] || fail "$server reads no ${conf%/*}; add include_dir = 'conf.d' to its postgresql.conf and make the folder, or set by hand: $(tr '\n' ';' <"$scratch/drop-in")"
    [ ! -e "$conf" ] || cp -p "$conf" "$scratch/drop-in.before"
    install -d -m 0700 "$state"
    printf '%s\n' "$conf" >"$state/settings"
    install -o postgres -g postgres -m 0644 "$scratch/drop-in" "$conf"
    if [ "$(admin_value "SELECT count(*) FROM pg_file_settings WHERE sourcefile = '$conf' AND name IS NOT NULL")" = 0 ]; then
      rm -f "$conf" "$state/settings"
      fail "$server does not read $conf; add include_dir = 'conf.d' to its postgresql.conf"
    fi
  fi
  reload_server
  if [ "$allow_restart" = yes ] && [ "$(admin_value "SELECT count(*) FROM pg_settings WHERE pending_restart")" != 0 ]; then
    restart_with_drop_in
  fi
}
