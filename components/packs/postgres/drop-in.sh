#!/bin/sh
# The server's reload, and the end of the drop-in. Run after connection.sh and restart.sh with $allow_restart set.

# All that the drop-in may say.
our_settings="'shared_preload_libraries', 'track_activity_query_size', 'compute_query_id', 'track_io_timing', 'pg_stat_statements.track'"

server_unit() {
  ps -o unit= -p "$(head -n 1 "$(admin_value 'SHOW data_directory')/postmaster.pid")"
}

reload_server() {
  before=$(admin_value 'SELECT pg_conf_load_time()')
  admin_value 'SELECT pg_reload_conf()' >/dev/null
  for _ in $(seq 25); do
    after=$(admin_value 'SELECT pg_conf_load_time()')
    [ "$after" = "$before" ] || return 0
    sleep 0.2
  done
  fail "$server does not read its configuration again; see what is wrong in it: SELECT * FROM pg_file_settings WHERE error IS NOT NULL"
}

# Whether a setting of ours waits for a restart; what others changed waits for theirs.
restart_pending() {
  pending=$(admin_value "SELECT count(*) FROM pg_settings WHERE pending_restart AND name IN ($our_settings)")
  case $pending in
    0) return 1 ;;
    [1-9]) return 0 ;;
    *) fail "$server does not tell whether a setting waits for a restart" ;;
  esac
}

# Its name is the last one of the folder, since a file that is read later overrides.
drop_in_place() {
  printf '%s/conf.d/zz-lookout.conf' "$(dirname "$(admin_value 'SHOW config_file')")"
}

# The drop-in goes; what it set and only a restart undoes is undone where that is allowed. Its name tells whose it is where
# this host's notes are lost.
unmanage_settings() {
  if [ -e "$state/settings" ]; then
    conf=$(cat "$state/settings")
  else
    [ -z "$admin_user" ] || return 0
    conf=$(drop_in_place)
    [ -e "$conf" ] || return 0
    install -d -m 0700 "$state"
    printf '%s\n' "$conf" >"$state/settings"
  fi
  rm -f "$conf" "$conf.new"
  reload_server
  if [ "$allow_restart" = yes ] && restart_pending; then
    restart_server "$(server_unit)" || fail "$server does not come back; read 'journalctl -u postgresql' there"
  fi
  rm -f "$state/settings" "$state/unread"
}
