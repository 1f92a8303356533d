#!/bin/sh
# The server's settings that Database Monitoring needs: what is missing, or a drop-in that sets it. All of them take
# effect at a restart. Run after connection.sh, restart.sh and drop-in.sh with $manage_settings, $allow_restart, $dbm and
# $performance_metrics set.
# See https://docs.datadoghq.com/database_monitoring/setup_mysql/selfhosted/#configure-mysql-settings

# What is missing now, as lines for the server's option file.
missing_settings() {
  if [ "$dbm" = yes ] || [ "$performance_metrics" = yes ]; then
    [ "$(variable performance_schema)" = ON ] || echo 'performance_schema = ON'
  fi
  [ "$dbm" = yes ] || return 0
  for name in max_digest_length performance_schema_max_digest_length performance_schema_max_sql_text_length; do
    value=$(variable "$name")
    # -1 is as long as the server likes; an older one has no such variable.
    if [ -n "$value" ] && [ "$value" -ge 0 ] && [ "$value" -lt 4096 ]; then echo "$name = 4096"; fi
  done
}

# The last folder that the server reads, so that this file has the last word.
drop_in_folder() {
  if [ "$flavour" = MariaDB ]; then folders='/etc/mysql/mariadb.conf.d /etc/my.cnf.d'; else folders='/etc/mysql/mysql.conf.d /etc/mysql/conf.d /etc/my.cnf.d'; fi
  for folder in $folders; do
    [ ! -d "$folder" ] || { echo "$folder"; return 0; }
  done
  fail "$server has none of $folders; set by hand: $(missing_settings | paste -sd ';' -)"
}

# A server that does not start with the drop-in is started without it.
restart_with_drop_in() {
  unit=$(server_unit)
  restart_server "$unit" && return 0
  rm -f "$conf"
  [ ! -e "$scratch/drop-in.before" ] || mv "$scratch/drop-in.before" "$conf"
  systemctl reset-failed "$unit" 2>/dev/null || :
  restart_server "$unit" || :
  fail "$server does not start with these settings, which were taken back: $(paste -sd ';' "$scratch/drop-in"); read 'journalctl -u $unit' there"
}

manage_settings() {
  # Its own for each server of the host, though each reads them all.
  conf=$(drop_in_folder)/zz-lookout-$port.cnf
  missing_settings >"$scratch/missing"
  [ -s "$scratch/missing" ] || return 0
  # What it says already may be waiting for a restart, or be why it is not missing.
  { echo '[mysqld]'; { grep -s ' = ' "$conf" || :; cat "$scratch/missing"; } | sort -u; } >"$scratch/drop-in"
  install -d -m 0700 "$state"
  printf '%s\n' "$conf" >"$state/settings"
  if ! cmp -s "$scratch/drop-in" "$conf"; then
    [ ! -e "$conf" ] || cp -p "$conf" "$scratch/drop-in.before"
    install -m 0644 "$scratch/drop-in" "$conf"
  fi
  [ "$allow_restart" = yes ] || return 0
  restart_with_drop_in
  missing_settings >"$scratch/missing"
  [ ! -s "$scratch/missing" ] ||
    fail "$server was restarted and still has not what $conf sets: $(paste -sd ';' "$scratch/missing"); another file or an option of its unit has the last word, or it does not read that folder"
}
