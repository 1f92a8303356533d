#!/bin/sh
# A user that somebody else made: nothing is made, changed or dropped. Its login is proved over the Agent's own path, and
# what it may see; what it may not is said. Run after secrets.sh, connection.sh, drop-in.sh, server-settings.sh and
# prove.sh with $dbm and the user as its own administrator ($admin_user) set.

cd / || exit 1
need_secrets password
: >"$scratch/withheld"
: >"$scratch/missing"
find_client
write_logins
cp "$scratch/user.cnf" "$scratch/admin.cnf"
admin_value 'SELECT 1' >/dev/null 2>"$scratch/error" ||
  fail "$user can't log in at ${socket:-$address:$port} ($(said)); it is left alone (manageUser: false): check the password, its host part there and the network between"
know_server
check_options
probe_privileges
if [ "$dbm" = yes ]; then
  schemas
  probe_dbm
  say_missing
fi
proof
