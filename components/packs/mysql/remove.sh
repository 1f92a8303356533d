#!/bin/sh
# Takes away what Lookout made on a MySQL or MariaDB server, or brings adopted accounts back to what they were. Run after
# connection.sh, release.sh, dbm.sh, restart.sh and drop-in.sh with $replica set.

# What would go on with the rights of an account that is gone.
list_owned() {
  for part in $parts; do
    admin_sql <<SQL
SELECT CONCAT('  ', LOWER(ROUTINE_TYPE), ' ', ROUTINE_SCHEMA, '.', ROUTINE_NAME) FROM information_schema.ROUTINES WHERE DEFINER = '$user@$part';
SELECT CONCAT('  view ', TABLE_SCHEMA, '.', TABLE_NAME) FROM information_schema.VIEWS WHERE DEFINER = '$user@$part';
SELECT CONCAT('  trigger ', TRIGGER_SCHEMA, '.', TRIGGER_NAME) FROM information_schema.TRIGGERS WHERE DEFINER = '$user@$part';
SELECT CONCAT('  event ', EVENT_SCHEMA, '.', EVENT_NAME) FROM information_schema.EVENTS WHERE DEFINER = '$user@$part';
SQL
  done
}

server_installed() {
  command -v mysqld >/dev/null || command -v mariadbd >/dev/null || [ -x /usr/libexec/mysqld ] || [ -x /usr/libexec/mariadbd ]
}

forget() {
  rm -rf "$state"
  rmdir --ignore-fail-on-non-empty "${state%/*}" 2>/dev/null || :
}

cd / || exit 1
need_secrets ${admin_user:+admin_password}
if [ "$(cat "$state/entry" 2>/dev/null)" != "$lookout_host" ]; then
  printf '%s: user %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$user" >&2
  exit 0
fi
# The server went before its user did.
if [ -z "$admin_user" ] && ! server_installed && ! (connect_as_admin) 2>/dev/null; then
  printf '%s: there is no MySQL or MariaDB here any more; nothing is left of user %s to drop\n' "$lookout_host" "$user" >&2
  forget
  exit 0
fi
connect_as_admin
if ! (prove_server) 2>"$scratch/error"; then
  printf '%s: what listens at %s is not this host'"'"'s own server, which is left as it is\n' "$lookout_host" "$address:$port" >&2
  exit 0
fi
# A replica's accounts are its source's.
if [ "$replica" = yes ]; then
  unmanage_settings
  forget
  exit 0
fi
all_parts=$(sed -n 's/^account //p' "$state/accounts")
parts=$all_parts
for part in $all_parts; do
  [ ! -e "$(kept was "$part")" ] || parts=$(echo "$parts" | grep -vxF "$part" || :)
done
list_owned >"$scratch/owned"
[ ! -s "$scratch/owned" ] || fail "user $user is the definer of what Lookout did not make; make it anew with another one:
$(cat "$scratch/owned")"
clear_schemas
for part in $all_parts; do
  release_account "$part"
done
unmanage_settings
forget
