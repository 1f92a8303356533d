#!/bin/sh
# What a MySQL or MariaDB server has of the monitoring user. Run after host/library.sh, facts.sh, and the pack's secrets.sh,
# own-server.sh, connection.sh, accounts.sh, release.sh, drop-in.sh, server-settings.sh and prove.sh with the values of its
# command set. Each privilege is tried as the user, as `up` tries it. Changes nothing.

# What stops a run of `up`, or is put on record, is told here.
withhold() {
  tell lacks "$(encoded "$1")" "$(encoded "$2")"
}

# probe WHAT QUERY
probe() {
  user_sql "$2" >/dev/null 2>"$scratch/error" || withhold "$1" "$(said)"
}

# Of what somebody else granted on single schemas, as for a query of one's own, nothing is said.
tell_account() {
  if ! account_exists "$1"; then
    tell account "$1" missing
    return 0
  fi
  tell account "$1" "$(admin_value "SELECT max_user_connections FROM mysql.user WHERE User = '$user' AND Host = '$1'")"
  privileges >"$scratch/privileges"
  while IFS='|' read -r privilege object; do
    ! lacks "$1" "$privilege" "$object" || withhold "$privilege on $object of $(account "$1")" ''
  done <"$scratch/privileges"
  [ ! -e "$(kept was "$1")" ] || return 0
  { echo USAGE; sed 's/|.*//' "$scratch/privileges"; } >"$scratch/declared"
  more=$(admin_value "SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
    WHERE GRANTEE = CONCAT(QUOTE('$user'), '@', QUOTE('$1'))" | grep -vxF -f "$scratch/declared" | paste -sd ',' - || :)
  [ -z "$more" ] || tell more "$1" "$(encoded "$more")"
}

tell_login() {
  if [ "$replica" = yes ] || [ "$left_alone" = yes ]; then
    user_sql 'SELECT 1' >/dev/null 2>"$scratch/error" && return 0
  else
    logs_in && return 0
  fi
  tell refused '' "$(encoded "$(said)")"
  end_telling
  exit 0
}

# The procedure that switches the statement events on is not called, since it changes them.
tell_dbm() {
  schemas
  while read -r encoded_name; do
    name=$(printf '%s' "$encoded_name" | base64 -d)
    explains "$name" || withhold "explain_statement in schema $name" "$(said)"
  done <"$scratch/schemas"
  if [ "$(variable performance_schema)" = ON ]; then
    [ "$(user_sql "SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'datadog' AND ROUTINE_NAME = 'enable_events_statements_consumers'" 2>/dev/null)" = 1 ] ||
      withhold enable_events_statements_consumers 'it is not there for the user'
  fi
  missing_settings >"$scratch/missing"
  while IFS= read -r line; do tell setting "$(encoded "$line")"; done <"$scratch/missing"
}

cd / || exit 1
: >"$scratch/error"
left_alone=no
[ "$admin_user" != "$user" ] || left_alone=yes
if [ "$left_alone" = yes ]; then
  need_secrets password
  find_client
  write_logins
  cp "$scratch/user.cnf" "$scratch/admin.cnf"
  tell_login
  know_server
else
  need_secrets password ${admin_user:+admin_password}
  connect_as_admin
  prove_server
  choose_host_parts
  write_logins
  if [ "$replica" = no ]; then
    for part in $host_parts; do tell_account "$part"; done
  fi
  tell_login
fi
probe_privileges
[ "$dbm" = no ] || tell_dbm
end_telling
