#!/bin/sh
# Takes away what Lookout made on a PostgreSQL server, or brings an adopted role back to what it was. Run after
# connection.sh, dbm-end.sh, restart.sh and drop-in.sh with $replica set.

# The shared catalogue's rows of what the role owns.
owned="pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o'
  AND refobjid = (SELECT oid FROM pg_roles WHERE rolname = :'role')"

# What the role owns. The shared catalogue tells in which databases; only there it has a name.
list_owned() {
  : >"$scratch/owned"
  admin_sql <<SQL >"$scratch/owning" 2>"$scratch/error" || fail "$server does not tell what $role owns: $(said)"
SELECT translate(encode(convert_to(datname, 'UTF8'), 'base64'), E'\n', '') FROM pg_database d
WHERE EXISTS (SELECT FROM $owned AND dbid IN (d.oid, CASE WHEN datname = current_database() THEN 0 ELSE d.oid END))
ORDER BY datname;
SQL
  while read -r encoded; do
    name=$(decoded "$encoded")
    admin_sql "$name" <<SQL >>"$scratch/owned" 2>"$scratch/error" ||
SELECT DISTINCT format('  %s in database %s', pg_describe_object(classid, objid, objsubid), current_database())
FROM $owned AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()));
SQL
      printf '  something in database %s (%s)\n' "$name" "$(said)" >>"$scratch/owned"
  done <"$scratch/owning"
}

# Whatever stops the removal stops it before anything is done.
check_removable() {
  [ "$standby" = false ] ||
    fail "$server has become a standby, where role $role can't be taken away; its primary is $(primary): declare the server as a replica (replicaOf) of that one, whose entry then has the role, run 'pulumi up', and take it away then"
  [ "$comment" = "$mark" ] || return 0
  list_owned
  [ ! -s "$scratch/owned" ] || fail "role $role owns what Lookout did not make; give it to another owner (ALTER … OWNER TO):
$(cat "$scratch/owned")"
}

# An administrator who is no superuser ends and drops only what is of roles that he is a member of: from PostgreSQL 16 on,
# who made a role is none.
become_member() {
  [ -n "$admin_user" ] || return 0
  admin_value 'GRANT :"role" TO CURRENT_USER;' 2>/dev/null || :
}

end_sessions() {
  admin_sql <<'SQL' 2>"$scratch/error" || fail "the sessions of $role can't be ended: $(said)"
ALTER ROLE :"role" NOLOGIN;
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = :'role' \g /dev/null
SQL
}

# DROP OWNED takes back what the role was granted; what it owns would go too, so it must own nothing at that very moment.
drop_grants() {
  admin_sql "$1" <<SQL 2>"$scratch/error" || fail "what role $role was granted in database $1 can't be taken back: $(said)"
BEGIN;
SELECT format('DROP OWNED BY %I RESTRICT', :'role') WHERE NOT EXISTS (SELECT FROM $owned AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))) \gexec
COMMIT;
SQL
}

drop_role() {
  become_member
  end_sessions
  enter_databases
  clear_databases
  while read -r encoded; do
    drop_grants "$(decoded "$encoded")"
  done <"$scratch/databases"
  admin_value 'DROP ROLE :"role";' 2>"$scratch/error" || fail "role $role can't be dropped: $(said 5)"
}

# What an adopted role was given, in the databases that are still there.
take_back() {
  [ -e "$state/granted" ] || return 0
  while read -r encoded grant; do
    grep -qxF "$encoded" "$scratch/databases" || continue
    { echo '\set VERBOSITY verbose'; printf 'REVOKE %s FROM :"role";\n' "$(decoded "$grant")"; } |
      admin_sql "$(decoded "$encoded")" 2>"$scratch/error" && continue
    # 3F000: the schema is gone, and with it what was granted.
    grep -qE ': +3F000: ' "$scratch/error" ||
      fail "$(decoded "$grant") in database $(decoded "$encoded") can't be taken back from $role: $(said)"
  done <"$state/granted"
}

# The statement log would show the old password's verifier. Only a superuser may keep it silent.
restore_role() {
  enter_databases
  clear_databases
  [ -e "$state/role-was" ] || {
    printf '%s: how role %s was before is not known; it is left as it is\n' "$lookout_host" "$role" >&2
    return 0
  }
  take_back
  superuser=$(admin_value 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')
  {
    [ "$superuser" != t ] || echo "SET log_statement = 'none'; SET log_min_duration_statement = -1; SET log_min_error_statement = 'panic'; SET pg_stat_statements.track_utility = off;"
    cat "$state/role-was"
  } | admin_sql 2>"$scratch/error" || fail "role $role can't be brought back to what it was ($(said)); its statements are in $state/role-was"
}

# One that somebody else dropped leaves what was made beside it.
leave_role() {
  printf '%s: role %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$role" >&2
  if [ -n "$comment" ] || [ "$standby" = true ]; then return 0; fi
  enter_databases
  clear_databases
}

cd / || exit 1
need_secrets ${admin_user:+admin_password}
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
if ! (prove_server) 2>"$scratch/error"; then
  printf '%s: what listens at %s is not this host'"'"'s own PostgreSQL, which is left as it is\n' "$lookout_host" "$address:$port" >&2
  exit 0
fi
# A standby's role is its primary's.
comment='a replica'
if [ "$replica" = no ]; then
  comment=$(admin_value "SELECT coalesce(shobj_description(oid, 'pg_authid'), 'none') FROM pg_roles WHERE rolname = :'role'" 2>"$scratch/error") ||
    fail "$server does not tell whose role $role is: $(said)"
fi
case $comment in "$mark" | "$adopted_mark") check_removable ;; esac
unmanage_settings
case $comment in
  'a replica') ;;
  "$mark") drop_role ;;
  "$adopted_mark") restore_role ;;
  *) leave_role ;;
esac
rm -rf "$state"
rmdir --ignore-fail-on-non-empty "${state%/*}" 2>/dev/null || :
