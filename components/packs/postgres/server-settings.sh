#!/bin/sh
# The server's settings that Database Monitoring needs: what is missing, or a drop-in that sets it. Run after
# connection.sh, restart.sh and drop-in.sh with $manage_settings and $allow_restart set.
# See https://docs.datadoghq.com/database_monitoring/setup_postgres/selfhosted/#configure-postgres-settings

# What is missing now, as lines for postgresql.conf, tab, and whether the server must be restarted for it. The role asks:
# it reads all settings, an administrator of a managed server may not. What is hidden is not called missing. Libraries
# that wait for a restart in some file are not to be dropped by our line.
missing_settings() {
  libraries=$(admin_value "SELECT quote_literal(setting) FROM pg_file_settings WHERE name = 'shared_preload_libraries' ORDER BY seqno DESC LIMIT 1" 2>/dev/null || :)
  role_sql right "$database" "
WITH libraries AS (
  SELECT ${libraries:-current_setting('shared_preload_libraries', true)} AS value
), needed(name, line, met) AS (
  VALUES
    ('shared_preload_libraries',
     (SELECT format('shared_preload_libraries = %L', CASE WHEN 'pg_stat_statements' = ANY (regexp_split_to_array(value, '[\", ]+')) THEN value
       ELSE concat_ws(',', nullif(value, ''), 'pg_stat_statements') END) FROM libraries),
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

# put FILE: as the drop-in; a killed run leaves the old one, or a file that the server does not read.
put() {
  install -o postgres -g postgres -m 0644 "$1" "$conf.new"
  sync "$conf.new"
  mv -f "$conf.new" "$conf"
}

# Until the server has read it, $state/unread tells the next run that it has not.
write_drop_in() {
  [ -d "${conf%/*}" ] || fail "$server reads no ${conf%/*}; add include_dir = 'conf.d' to its postgresql.conf and make the folder, or set by hand: $(tr '\n' ';' <"$scratch/drop-in")"
  [ ! -e "$conf" ] || cp "$conf" "$scratch/drop-in.before"
  install -d -m 0700 "$state"
  printf '%s\n' "$conf" >"$state/settings"
  : >"$state/unread"
  put "$scratch/drop-in"
}

# To what it was before this run.
take_back_drop_in() {
  if [ -e "$scratch/drop-in.before" ]; then
    put "$scratch/drop-in.before"
  else
    rm -f "$conf" "$state/settings"
  fi
  rm -f "$state/unread"
}

# refuse_drop_in WHY: one that the server runs with already stays.
refuse_drop_in() {
  [ ! -e "$state/unread" ] || take_back_drop_in
  fail "$1"
}

# The server must read the drop-in, and nothing after it that says otherwise.
check_drop_in() {
  places=$(
    admin_sql <<SQL
SELECT CASE WHEN sourcefile = '$conf' THEN 'here' ELSE format('%s in %s line %s', name, sourcefile, sourceline) END
FROM (SELECT DISTINCT ON (name) * FROM pg_file_settings WHERE name IN ($our_settings) ORDER BY name, seqno DESC) AS last
WHERE EXISTS (SELECT FROM pg_file_settings f WHERE f.sourcefile = '$conf' AND f.name = last.name) ORDER BY 1 DESC;
SQL
  )
  [ -n "$places" ] || refuse_drop_in "$server does not read $conf; add include_dir = 'conf.d' to its postgresql.conf"
  others=$(printf '%s\n' "$places" | sed '/^here$/d' | tr '\n' ';')
  [ -z "$others" ] || refuse_drop_in "$server reads ${others%;} after $conf, and would go by that; take it out there (of postgresql.auto.conf with ALTER SYSTEM RESET), or set there what is needed: $(tr '\n' ';' <"$scratch/drop-in")"
}

# A server that does not start with the drop-in is started without it.
restart_with_drop_in() {
  unit=$(server_unit)
  restart_server "$unit" && return 0
  take_back_drop_in
  restart_server "$unit" || :
  fail "$server does not start with these settings, which were taken back: $(tr '\n' ';' <"$scratch/drop-in")" \
    "read 'journalctl -u $unit' there"
}

# Of a server whose configuration has moved, as with a new major version.
leave_old_place() {
  if [ -e "$state/settings" ] && [ "$(cat "$state/settings")" != "$conf" ]; then
    rm -f "$(cat "$state/settings")"
  fi
}

manage_settings() {
  conf=$(drop_in_place)
  if [ "$(admin_value "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'")" = 0 ]; then
    fail "$server has no pg_stat_statements to load; install postgresql-contrib there"
  fi
  leave_old_place
  drop_in "$conf" >"$scratch/drop-in"
  if [ ! -s "$scratch/drop-in" ]; then
    unmanage_settings
    return 0
  fi
  cmp -s "$scratch/drop-in" "$conf" || write_drop_in
  check_drop_in
  if [ -e "$state/unread" ]; then
    reload_server
    rm -f "$state/unread"
  fi
  if [ "$allow_restart" = yes ] && restart_pending; then
    restart_with_drop_in
  fi
}
