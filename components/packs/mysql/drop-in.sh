#!/bin/sh
# The end of the drop-in. Run after connection.sh and restart.sh with $allow_restart set.

variable() {
  admin_value "SHOW GLOBAL VARIABLES LIKE '$1'" | cut -f 2
}

server_unit() {
  ps -o unit= -p "$(cat "$(variable pid_file)")"
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
