#!/bin/sh
# Makes a PostgreSQL server ready for the Agent and proves it: role, login, what Database Monitoring needs, and each
# privilege tried as the role. On a standby all of it comes from the primary, and is only proved. The last line printed is
# the proof, as JSON. Run after own-server.sh, connection.sh, role.sh, schemas.sh, dbm.sh, dbm-end.sh, restart.sh,
# drop-in.sh, server-settings.sh and prove.sh with $dbm and $replica set.

cd / || exit 1
need_secrets password ${admin_user:+admin_password}
: >"$scratch/withheld"
: >"$scratch/missing"
connect_as_admin
prove_server
whose='' known=no
if [ "$replica" = no ]; then
  check_client
  check_server
  check_role
  [ "$dbm" = no ] || check_databases
  [ "$whose" != foreign ] || adopt_role
fi
install -d -m 0700 "$state"
printf '%s\n' "$lookout_host" >"$state/entry"
if [ "$manage_settings" = yes ]; then manage_settings; else unmanage_settings; fi
if [ "$replica" = yes ]; then
  check_standby
else
  make_role
  give_connect
  check_login
fi
probe_privileges
if [ "$dbm" = yes ]; then
  if [ "$replica" = yes ]; then find_databases; else prepare_databases; fi
  probe_dbm
  [ "$replica" = yes ] || probe_schemas
  say_missing
elif [ "$replica" = no ] && [ -e "$state/dbm" ]; then
  enter_databases
  find_dropped_schemas
  while read -r encoded; do
    take_back_schemas "$(decoded "$encoded")"
  done <"$scratch/databases"
  rm -f "$state/schemas"
  clear_databases
fi
proof
