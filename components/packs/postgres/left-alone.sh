#!/bin/sh
# A role that somebody else made: nothing is made, changed or dropped. Its login is proved over the Agent's own path, and
# what it may see; what it may not is said. Run after secrets.sh, connection.sh, server-settings.sh and prove.sh with
# $more_databases, $dbm and the role as its own administrator ($admin_user) set.

enter() {
  role_sql right "$1" 'SELECT 1' >/dev/null 2>"$scratch/error" ||
    fail "$role can't log in to $1 at $address:$port ($(said)); it is left alone (manageUser: false): check the password, pg_hba.conf there and the network between"
}

cd / || exit 1
need_secrets password
: >"$scratch/withheld"
: >"$scratch/missing"
address=${socket:-$address}
write_passfile right "$scratch/secrets/password"
cp "$scratch/right" "$scratch/admin.pgpass"
for encoded in $(agent_databases); do
  enter "$(decoded "$encoded")"
done
ask_server || fail "$server does not say which version it is: $(said)"
probe_privileges
if [ "$dbm" = yes ]; then
  databases
  cp "$scratch/databases" "$scratch/prepared"
  probe_dbm
  say_missing
fi
proof
