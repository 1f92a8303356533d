#!/bin/sh
# Makes a MySQL or MariaDB server ready for the Agent and proves it: accounts, login, what Database Monitoring needs, each
# privilege tried as the user, each option that the server must be able to serve. On a replica the accounts come from its
# source, and are only proved. The last line printed is the proof, as JSON. Run after own-server.sh,
# connection.sh, accounts.sh, release.sh, dbm.sh, restart.sh, drop-in.sh, server-settings.sh and prove.sh with $replica set.

cd / || exit 1
need_secrets password ${admin_user:+admin_password}
: >"$scratch/withheld"
: >"$scratch/missing"
connect_as_admin
prove_server
[ "$replica" = yes ] || check_server
choose_host_parts
if [ "$manage_settings" = yes ]; then manage_settings; else unmanage_settings; fi
check_options
if [ "$replica" = yes ]; then
  check_replica
else
  check_accounts
  make_accounts
  check_login
  drop_other_accounts
fi
probe_privileges
if [ "$dbm" = yes ]; then
  if [ "$replica" = yes ]; then schemas; else prepare_schemas; fi
  probe_dbm
  say_missing
elif [ "$replica" = no ]; then
  clear_schemas
fi
proof
