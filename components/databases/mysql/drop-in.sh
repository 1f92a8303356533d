#!/bin/sh
# The server's restart, and the end of the drop-in. Run after connection.sh with $allow_restart set.

variable() {
  admin_value "SHOW GLOBAL VARIABLES LIKE '$1'" | cut -f 2
}

server_unit() {
  ps -o unit= -p "$(cat "$(variable pid_file)")"
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

# The drop-in goes; what it set stays until the next restart, which is made where that is allowed.
unmanage_settings() {
  [ -e "$state/settings" ] || return 0
  rm -f "$(cat "$state/settings")"
  if [ "$allow_restart" = yes ]; then
    unit=$(server_unit)
    restart_server "$unit" || fail "$server does not come back; read 'journalctl -u $unit' there"
  fi
  rm -f "$state/settings"
}
