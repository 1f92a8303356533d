#!/bin/sh
# Takes away what Lookout made on a PostgreSQL server, or brings an adopted role back to what it was. Run after
# connection.sh, dbm.sh and drop-in.sh with $replica set.

# In each database, what the role owns there; shared objects are listed with any.
list_owned() {
  while read -r encoded; do
    name=$(printf '%s' "$encoded" | base64 -d)
    admin_sql "$name" <<'SQL' | sed "s/^/  /"
SELECT DISTINCT format('%s in database %s', pg_describe_object(classid, objid, objsubid), current_database())
FROM pg_shdepend
WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = :'role')
  AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()));
SQL
  done <"$scratch/databases"
}

end_sessions() {
  admin_sql <<'SQL'
ALTER ROLE :"role" NOLOGIN;
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :'role' \g /dev/null
SQL
}

# From PostgreSQL 16 on, who made a role is not a member of it, and may not drop what it was granted.
become_member() {
  [ -n "$admin_user" ] || return 0
  admin_value 'GRANT :"role" TO CURRENT_USER;' 2>/dev/null || :
}

drop_role() {
  list_owned >"$scratch/owned"
  [ ! -s "$scratch/owned" ] || fail "role $role owns what Lookout did not make; give it to another owner (ALTER … OWNER TO), then run it again:
$(cat "$scratch/owned")"
  end_sessions
  clear_databases
  become_member
  while read -r encoded; do
    printf 'DROP OWNED BY :"role" RESTRICT;\n' | admin_sql "$(printf '%s' "$encoded" | base64 -d)" 2>"$scratch/error" ||
      fail "what role $role was granted in database $(printf '%s' "$encoded" | base64 -d) can't be taken back: $(said)"
  done <"$scratch/databases"
  admin_value 'DROP ROLE :"role";' 2>"$scratch/error" || fail "role $role can't be dropped: $(said 5)"
}

# The statement log would show the old password's verifier.
restore_role() {
  clear_databases
  [ -e "$state/role-was" ] || {
    printf '%s: how role %s was before is not known; it is left as it is\n' "$lookout_host" "$role" >&2
    return 0
  }
  {
    [ -n "$admin_user" ] || echo "SET log_statement = 'none'; SET log_min_duration_statement = -1; SET log_min_error_statement = 'panic'; SET pg_stat_statements.track_utility = off;"
    cat "$state/role-was"
  } | admin_sql 2>"$scratch/error" || fail "role $role can't be brought back to what it was ($(said)); its statements are in $state/role-was"
  rm -f "$state/role-was"
}

cd / || exit 1
read_secrets
# The server went before its role did: nothing is left to drop.
if [ -z "$admin_user" ]; then
  if ! command -v psql >/dev/null || ! id postgres >/dev/null 2>&1; then exit 0; fi
fi
# Another entry of the stack may have taken the server over since: a host that was renamed keeps its role.
if [ -e "$state/entry" ] && [ "$(cat "$state/entry")" != "$lookout_host" ]; then
  printf '%s: role %s is of another entry by now; it is left as it is\n' "$lookout_host" "$role" >&2
  exit 0
fi
connect_as_admin
unmanage_settings
# A standby's role is its primary's.
if [ "$replica" = no ]; then
  databases
  case $(admin_value "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = :'role'") in
    "$mark") drop_role ;;
    "$adopted_mark") restore_role ;;
    *) printf '%s: role %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$role" >&2 ;;
  esac
fi
rm -rf "$state"
rmdir --ignore-fail-on-non-empty "${state%/*}" 2>/dev/null || :
