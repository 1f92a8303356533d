#!/bin/sh
# A database server's restart. Run after its connection.sh.

# restart_server UNIT: and waits until it answers.
restart_server() {
  systemctl restart "$1" 2>/dev/null || return 1
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    admin_value 'SELECT 1' >/dev/null 2>&1 && return 0
    sleep 1
  done
  return 1
}
