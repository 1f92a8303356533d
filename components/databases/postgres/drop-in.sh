#!/bin/sh
# The server's reload and restart, and the end of the drop-in. Run after connection.sh with $allow_restart set.

server_unit() {
  ps -o unit= -p "$(head -n 1 "$(admin_value 'SHOW data_directory')/postmaster.pid")"
}

reload_server() {
  before=$(admin_value 'SELECT pg_conf_load_time()')
  admin_value 'SELECT pg_reload_conf()' >/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(admin_value 'SELECT pg_conf_load_time()')" = "$before" ] || return 0
    sleep 0.2
  done
}

# restart_server UNIT: and waits until it answers.
restart_server() {
  systemctl restart "$1" 2>/dev/null || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    admin_value 'SELECT 1' >/dev/null 2>&1 && return 0
    sleep 1
  done
  return 1
}

# The drop-in goes; what it set and only a restart undoes is undone where that is allowed.
unmanage_settings() {
  [ -e "$state/settings" ] || return 0
  rm -f "$(cat "$state/settings")"
  reload_server
  if [ "$allow_restart" = yes ] && [ "$(admin_value "SELECT count(*) FROM pg_settings WHERE pending_restart")" != 0 ]; then
    restart_server "$(server_unit)" || fail "$server does not come back; read 'journalctl -u postgresql' there"
  fi
  rm -f "$state/settings"
}
