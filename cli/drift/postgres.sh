#!/bin/sh
# What a PostgreSQL server has of the monitoring role. Run after host/library.sh, facts.sh, and the pack's secrets.sh,
# own-server.sh, connection.sh, schemas.sh, server-settings.sh and prove.sh with the values of its command set. Each
# privilege is tried as the role, as `up` tries it. Changes nothing.

# What stops a run of `up`, or is put on record, is told here.
withhold() {
  tell lacks "$(encoded "$1")" "$(encoded "$2")"
}

# probe WHAT QUERY
probe() {
  [ "$(role_sql right "$database" "$2" 2>"$scratch/error")" = t ] || withhold "$1" "$(said)"
}

# May it log in, for how long, how often at once; what else it is; whose it says it is.
tell_role() {
  admin_sql >"$scratch/role" 2>"$scratch/error" <<'SQL' || fail "$server does not tell of the role $role: $(said)"
SELECT concat_ws(E'\t', CASE WHEN rolcanlogin THEN 'login' ELSE 'no' END, CASE WHEN rolvaliduntil < 'infinity' THEN 'until' ELSE 'ever' END, rolconnlimit,
  CASE WHEN rolsuper THEN 'superuser' ELSE 'no' END,
  coalesce(nullif(translate(encode(convert_to(concat_ws(', ', CASE WHEN rolcreaterole THEN 'CREATEROLE' END, CASE WHEN rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
    (SELECT 'member of ' || string_agg(m.roleid::regrole::text, ', ' ORDER BY m.roleid::regrole::text) FROM pg_auth_members m
      WHERE m.member = r.oid AND m.roleid <> 'pg_monitor'::regrole)), 'UTF8'), 'base64'), E'\n', ''), ''), '-'),
  CASE WHEN shobj_description(oid, 'pg_authid') ~ '^(made|adopted) by Lookout for ' THEN 'marked' ELSE 'no' END)
FROM pg_roles r WHERE rolname = :'role';
SQL
  if [ -s "$scratch/role" ]; then
    tell role "$(cat "$scratch/role")"
  else
    tell role missing
    end_telling
    exit 0
  fi
}

tell_logins() {
  agent_databases >"$scratch/agent-databases"
  refused=no
  while read -r encoded_name; do
    name=$(decoded "$encoded_name")
    role_sql right "$name" 'SELECT 1' >/dev/null 2>"$scratch/error" || {
      tell refused "$(encoded "$name")" "$(encoded "$(said)")"
      refused=yes
    }
  done <"$scratch/agent-databases"
  if [ "$refused" = yes ]; then
    end_telling
    exit 0
  fi
}

tell_usage() {
  while read -r encoded_name; do
    name=$(decoded "$encoded_name")
    lacking=$(role_sql right "$name" "SELECT string_agg(quote_ident(nspname), ', ' ORDER BY nspname) FROM pg_namespace
      WHERE (nspname = 'public' OR $(schema_among "$schemas")) AND NOT has_schema_privilege(oid, 'USAGE')" 2>/dev/null || :)
    [ -z "$lacking" ] || withhold "USAGE on schemas of database $name" "$lacking"
  done <"$scratch/prepared"
}

cd / || exit 1
left_alone=no
[ "$admin_user" != "$role" ] || left_alone=yes
if [ "$left_alone" = yes ]; then
  need_secrets password
  write_passfile right "$scratch/secrets/password"
  cp "$scratch/right" "$scratch/admin.pgpass"
  address=${socket:-$address}
else
  need_secrets password ${admin_user:+admin_password}
  write_passfile right "$scratch/secrets/password"
  connect_as_admin
  prove_server
  [ "$replica" = yes ] || tell_role
fi
tell_logins
probe_privileges
if [ "$dbm" = yes ]; then
  databases
  cp "$scratch/databases" "$scratch/prepared"
  probe_dbm
  if [ "$replica" = no ] && [ "$left_alone" = no ]; then tell_usage; fi
  missing_settings >"$scratch/missing"
  while IFS= read -r line; do tell setting "$(encoded "${line%"$tab"*}")"; done <"$scratch/missing"
fi
end_telling
