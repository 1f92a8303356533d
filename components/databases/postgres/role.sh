#!/bin/sh
# The monitoring role and its login. Run after connection.sh with $connection_limit and $adopt set and the role's
# password among the secrets.

check_server() {
  if [ "$(admin_value 'SELECT pg_is_in_recovery()')" != f ]; then
    primary=$(
      admin_sql 2>/dev/null <<'SQL' || :
SELECT coalesce((SELECT concat_ws(':', sender_host, sender_port) FROM pg_stat_wal_receiver),
  substring(current_setting('primary_conninfo', true) FROM 'host=''?([^ '']+)'), 'unknown');
SQL
    )
    fail "$server is a standby, where no role can be made; its primary is ${primary:-unknown}: declare the database there, and name that server here in replicaOf"
  fi
  [ "$(admin_value 'SHOW server_version_num')" -ge 100000 ] ||
    fail "$server is older than 10, which has no pg_monitor; upgrade it"
}

# A role that somebody else made has a password that somebody uses.
check_role() {
  whose=$(
    admin_sql <<'SQL'
SELECT CASE WHEN comment LIKE 'made by Lookout for %' THEN 'made' WHEN comment LIKE 'adopted by Lookout for %' THEN 'adopted' ELSE 'foreign' END
FROM (SELECT shobj_description(oid, 'pg_authid') AS comment FROM pg_roles WHERE rolname = :'role') AS r;
SQL
  )
  [ "$whose" = foreign ] || return 0
  [ "$adopt" = yes ] || fail "role $role is there already on $server, and not made by Lookout: choose another user," \
    "or say adopt: true to give it a new password and what the Agent needs until destroy ($(role_words))"
  adopt_role
  whose=adopted
}

role_words() {
  admin_sql <<'SQL'
SELECT concat_ws(', ', CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN rolsuper THEN 'SUPERUSER' END,
  'CONNECTION LIMIT ' || rolconnlimit, 'VALID UNTIL ' || rolvaliduntil,
  (SELECT 'member of ' || string_agg(m.roleid::regrole::text, ', ') FROM pg_auth_members m WHERE m.member = r.oid))
FROM pg_roles r WHERE rolname = :'role';
SQL
}

# Keeps how the role was, as the statements that bring it back. Only a superuser may read the old password's verifier.
adopt_role() {
  was=$(role_words)
  verifier=$(admin_value "SELECT CASE WHEN rolsuper THEN 'rolpassword' ELSE 'NULL' END FROM pg_roles WHERE rolname = current_user")
  table=pg_authid
  password="coalesce(' PASSWORD ' || quote_literal(rolpassword), ' PASSWORD NULL')"
  if [ "$verifier" = NULL ]; then
    table=pg_roles
    password="''"
    printf '%s: %s may not read the old password of %s: destroy can not bring it back\n' "$lookout_host" "$admin_user" "$role" >&2
  fi
  install -d -m 0700 "$state"
  admin_sql >"$scratch/role-was" <<SQL
SELECT format('ALTER ROLE %I %s CONNECTION LIMIT %s', rolname, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, rolconnlimit)
  || coalesce(' VALID UNTIL ' || quote_literal(rolvaliduntil), '') || $password || ';' FROM $table WHERE rolname = :'role';
SELECT format('REVOKE pg_monitor FROM %I;', :'role')
  WHERE NOT EXISTS (SELECT FROM pg_auth_members WHERE member = (SELECT oid FROM pg_roles WHERE rolname = :'role') AND roleid = 'pg_monitor'::regrole);
SELECT format('COMMENT ON ROLE %I IS %L;', rolname, shobj_description(oid, 'pg_authid')) FROM pg_roles WHERE rolname = :'role';
SQL
  install -m 0600 "$scratch/role-was" "$state/role-was"
  sync "$state/role-was"
  printf '%s: role %s was there and is adopted (%s): now LOGIN, CONNECTION LIMIT %s, pg_monitor and a new password, until destroy\n' \
    "$lookout_host" "$role" "$was" "$connection_limit" >&2
}

make_role() {
  comment=$mark
  [ "$whose" != adopted ] || comment=$adopted_mark
  admin_sql <<SQL 2>"$scratch/error" || fail "role $role can't be made on $server by ${admin_user:-postgres}: $(said)"
BEGIN;
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
COMMENT ON ROLE :"role" IS '$comment';
ALTER ROLE :"role" LOGIN CONNECTION LIMIT $connection_limit;
SELECT format('ALTER ROLE %I VALID UNTIL ''infinity''', rolname) FROM pg_roles WHERE rolname = :'role' AND rolvaliduntil < 'infinity' \gexec
COMMIT;
SQL
  # Not every administrator of a managed server may pass it on: what is missing without it is found below, and said.
  admin_value 'GRANT pg_monitor TO :"role";' 2>"$scratch/error" || [ -n "$admin_user" ] ||
    fail "pg_monitor can't be granted to $role: $(said)"
}

# psql's own \password computes the verifier here, so that the server, its log and pg_stat_statements never see the
# password. Without a terminal it reads standard input.
set_password() {
  { cat "$scratch/secrets/password"; echo; cat "$scratch/secrets/password"; echo; } |
    PGDATABASE=$admin_database admin_psql -q -c "SET password_encryption = 'scram-sha-256'" -c "\\password $role" \
      >/dev/null 2>"$scratch/error" || fail "the password of $role can't be set on $server: $(said)"
}

check_login() {
  write_passfile right "$scratch/secrets/password"
  printf 'not the password' >"$scratch/not"
  write_passfile wrong "$scratch/not"
  if role_sql wrong "$database" 'SELECT 1' >/dev/null 2>&1; then
    printf '%s: pg_hba.conf trusts everyone at %s: any password of %s is accepted\n' "$lookout_host" "${socket:-$address}" "$role" >&2
    set_password
  fi
  role_sql right "$database" 'SELECT 1' >/dev/null 2>&1 || set_password
  role_sql right "$database" 'SELECT 1' >/dev/null 2>"$scratch/error" || {
    refusal=$(said)
    fail "$role can't log in to $database at ${socket:-$address}:$port ($refusal)$(deciding_rule); let pg_hba.conf have, above it: $(wanted_rule)"
  }
}

# A standby has its primary's roles, when it has come so far.
check_standby() {
  [ "$(admin_value 'SELECT pg_is_in_recovery()')" = t ] ||
    fail "$server is no standby; drop replicaOf, and it gets a role of its own"
  write_passfile right "$scratch/secrets/password"
  for _ in $(seq 30); do
    role_sql right "$database" 'SELECT 1' >/dev/null 2>"$scratch/error" && return 0
    sleep 1
  done
  fail "$role can't log in to $database at ${socket:-$address}:$port with its primary's password ($(said))$(deciding_rule);" \
    "check that it is a standby of the server that replicaOf names and keeps up, and its pg_hba.conf"
}

wanted_rule() {
  if [ -n "$socket" ]; then echo "local $database $role scram-sha-256"; else echo "host $database $role ${address:-127.0.0.1}/32 scram-sha-256"; fi
}

# The first line of pg_hba.conf that is about this login, where the administrator may read them.
deciding_rule() {
  line=$(
    admin_sql 2>/dev/null <<'SQL' || :
SELECT line_number FROM pg_hba_file_rules
WHERE error IS NULL
  AND CASE WHEN :'socket' = '' THEN type LIKE 'host%' ELSE type = 'local' END
  AND (database && ARRAY['all', :'database'] OR 'sameuser' = ANY (database) AND :'role' = :'database')
  AND EXISTS (SELECT FROM unnest(user_name) AS u
    WHERE u IN ('all', :'role') OR u LIKE '+%' AND EXISTS (SELECT FROM pg_roles g WHERE g.rolname = substr(u, 2) AND pg_has_role(:'role', g.oid, 'member')))
  AND (:'socket' <> '' OR address IN ('all', 'samehost', 'samenet', 'localhost')
    OR CASE WHEN address ~ '^[0-9.]+$' AND :'address' ~ '^[0-9.]+$' OR address ~ ':' AND :'address' ~ ':'
         THEN (address::inet & netmask::inet) = (:'address'::inet & netmask::inet) END)
ORDER BY line_number LIMIT 1;
SQL
  )
  [ -n "$line" ] || return 0
  file=$(admin_value 'SHOW hba_file')
  # Another host's file can't be read from here.
  [ -r "$file" ] || { printf '; line %s of %s decides' "$line" "$file"; return 0; }
  printf '; line %s of %s decides: %s' "$line" "$file" "$(sed -n "${line}p" "$file" | tr -s ' \t' ' ')"
}
