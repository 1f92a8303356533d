#!/bin/sh
# The monitoring role and its login. Run after connection.sh with $connection_limit, $adopt and $more_databases (base64, one
# a line) set and the role's password among the secrets.

# Before 14, psql cuts a new password off without a word.
check_client() {
  client=$(psql --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
  [ "${client:-0}" -ge 14 ] || [ "$(wc -c <"$scratch/secrets/password")" -le 99 ] ||
    fail "psql $client here sends no password longer than 99 bytes; install PostgreSQL's client 14 or newer, or choose a shorter password"
}

check_server() {
  [ "$standby" = false ] ||
    fail "$server is a standby, where no role can be made; its primary is $(primary): declare the database there, and name that server here in replicaOf"
  [ "$version" -ge 100000 ] || fail "$server is older than 10, which has no pg_monitor; upgrade it"
}

# A role that somebody else made has a password that somebody uses, and one of another entry is that one's. An entry that
# was here before is the same one under another name, or its standby that was promoted. Sets $whose and $known.
check_role() {
  known=no
  [ ! -e "$state/entry" ] || known=yes
  found=$(
    admin_sql <<'SQL'
SELECT CASE WHEN comment LIKE 'made by Lookout for %' THEN 'made' WHEN comment LIKE 'adopted by Lookout for %' THEN 'adopted' ELSE 'foreign' END
  || coalesce(substring(comment FROM '^(?:made|adopted) by Lookout for( .*)$'), ' ')
FROM (SELECT shobj_description(oid, 'pg_authid') AS comment FROM pg_roles WHERE rolname = :'role') AS r;
SQL
  )
  whose=${found%% *}
  case $whose in
    made | adopted) check_entry "${found#* }" ;;
    foreign) check_adoption ;;
  esac
}

check_entry() {
  if [ "$1" = "$lookout_host" ] || [ "$known" = yes ]; then return 0; fi
  handed_over="'$mark'"
  [ "$whose" = made ] || handed_over="NULL, and say adopt: true"
  fail "role $role on $server is $whose by the stack's entry $1: monitor the server from one entry, or choose another user;" \
    "if $1 is gone, hand the role over: COMMENT ON ROLE $role IS $handed_over"
}

check_adoption() {
  [ "$adopt" = yes ] || fail "role $role is there already on $server, and not made by Lookout: choose another user," \
    "or say adopt: true to give it a new password and what the Agent needs until destroy ($(role_words))"
  facts=$(
    admin_sql <<'SQL'
SELECT concat_ws(' ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolname = current_user THEN 'admin' END, CASE WHEN NOT rolinherit THEN 'noinherit' END)
FROM pg_roles WHERE rolname = :'role';
SQL
  )
  case $facts in
    *superuser*) fail "role $role on $server is a superuser, whose password the Agent must not have; choose another user" ;;
    *admin*) fail "role $role is admin.user itself, whose password would become another one; choose another user" ;;
    *noinherit*) [ "$version" -ge 160000 ] ||
      fail "role $role on $server is NOINHERIT, so that pg_monitor would give it nothing; ALTER ROLE $role INHERIT, or choose another user" ;;
  esac
}

role_words() {
  admin_sql <<'SQL'
SELECT concat_ws(', ', CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, CASE WHEN rolsuper THEN 'SUPERUSER' END,
  CASE WHEN NOT rolinherit THEN 'NOINHERIT' END, 'CONNECTION LIMIT ' || rolconnlimit, 'VALID UNTIL ' || rolvaliduntil,
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
  # From 16 on a membership says itself whether its privileges are inherited.
  membership=NULL
  [ "$version" -lt 160000 ] || membership="'GRANT pg_monitor TO %I WITH INHERIT FALSE;'"
  install -d -m 0700 "$state"
  admin_sql >"$scratch/role-was" <<SQL
SELECT format('ALTER ROLE %I %s CONNECTION LIMIT %s', rolname, CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END, rolconnlimit)
  || coalesce(' VALID UNTIL ' || quote_literal(rolvaliduntil), '') || $password || ';' FROM $table WHERE rolname = :'role';
SELECT format(CASE WHEN EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid AND roleid = 'pg_monitor'::regrole) THEN $membership
  ELSE 'REVOKE pg_monitor FROM %I;' END, rolname) FROM pg_roles r WHERE rolname = :'role' AND NOT pg_has_role(oid, 'pg_monitor', 'USAGE');
SELECT format('COMMENT ON ROLE %I IS %L;', rolname, shobj_description(oid, 'pg_authid')) FROM pg_roles WHERE rolname = :'role';
SQL
  # What an earlier adoption gave was taken back, or given by somebody else since.
  rm -f "$state/granted"
  install -m 0600 "$scratch/role-was" "$state/role-was"
  sync "$state/role-was"
  whose=adopted
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
  inherit=
  [ "$version" -lt 160000 ] || inherit=' WITH INHERIT TRUE'
  # Not every administrator of a managed server may pass it on: what is missing without it is found below, and said.
  admin_value "SELECT format('GRANT pg_monitor TO %I$inherit', :'role') WHERE NOT pg_has_role(:'role', 'pg_monitor', 'USAGE') \\gexec" \
    2>"$scratch/error" || [ -n "$admin_user" ] || fail "pg_monitor can't be granted to $role: $(said)"
}

# give DATABASE <QUERY: grants what the query's rows (base64) name. To an adopted role it is noted before, to be taken back.
give() {
  admin_sql "$1" >"$scratch/lacking" || return
  while read -r grant; do
    if [ "$whose" = adopted ]; then
      printf '%s %s\n' "$(printf '%s' "$1" | base64 -w 0)" "$grant" >>"$state/granted"
      sync "$state/granted"
    fi
    printf 'GRANT %s TO :"role";\n' "$(decoded "$grant")" | admin_sql "$1" || return
  done <"$scratch/lacking"
}

# Not everybody may connect to every database. Where it can't be given, the login tells.
give_connect() {
  give "$admin_database" <<SQL 2>/dev/null || :
SELECT translate(encode(convert_to(format('CONNECT ON DATABASE %I', datname), 'UTF8'), 'base64'), E'\n', '') FROM pg_database
WHERE datname IN (SELECT convert_from(decode(name, 'base64'), 'UTF8') FROM unnest(string_to_array('$(agent_databases | tr '\n' ',')', ',')) AS name)
  AND NOT has_database_privilege(:'role', oid, 'CONNECT');
SQL
}

# psql's own \password computes the verifier here, so that the server, its log and pg_stat_statements never see the
# password. Without a terminal it reads standard input.
set_password() {
  { cat "$scratch/secrets/password"; echo; cat "$scratch/secrets/password"; echo; } |
    PGDATABASE=$admin_database admin_psql -q -c "SET password_encryption = 'scram-sha-256'" -c "\\password $role" \
      >/dev/null 2>"$scratch/error" || fail "the password of $role can't be set on $server: $(said)"
}

# logs_in DATABASE
logs_in() {
  role_sql right "$1" 'SELECT 1' >/dev/null 2>"$scratch/error"
}

check_login() {
  write_passfile right "$scratch/secrets/password"
  printf 'not the password' >"$scratch/not"
  write_passfile wrong "$scratch/not"
  if role_sql wrong "$database" 'SELECT 1' >/dev/null 2>&1; then
    printf '%s: pg_hba.conf trusts everyone at %s: any password of %s is accepted\n' "$lookout_host" "${socket:-$address}" "$role" >&2
    set_password
  fi
  logs_in "$database" || set_password
  agent_databases >"$scratch/agent-databases"
  while read -r encoded; do
    name=$(decoded "$encoded")
    logs_in "$name" || refuse_login "$name" ''
  done <"$scratch/agent-databases"
}

# A standby has its primary's roles, when it has come so far.
check_standby() {
  [ "$standby" = true ] || fail "$server is no standby; drop replicaOf, and it gets a role of its own"
  write_passfile right "$scratch/secrets/password"
  agent_databases >"$scratch/agent-databases"
  while read -r encoded; do
    name=$(decoded "$encoded")
    for _ in $(seq 30); do
      logs_in "$name" && continue 2
      sleep 1
    done
    refuse_login "$name" " with its primary's password; check that it is a standby of the server that replicaOf names, and keeps up"
  done <"$scratch/agent-databases"
}

# refuse_login DATABASE MORE: advice for pg_hba.conf only where it is what refuses.
refuse_login() {
  refusal=$(said)
  advice=
  case $refusal in
    *pg_hba.conf* | *'authentication failed'*)
      client=$(client_address)
      advice="$(deciding_rule "$1"); let pg_hba.conf have, above it: $(wanted_rule "$1")"
      ;;
  esac
  fail "$role can't log in to $1 at ${socket:-$address}:$port ($refusal)$2$advice"
}

# Where the login comes from, as the server sees it.
client_address() {
  if [ -n "$socket" ]; then return 0; fi
  if [ -n "$admin_user" ]; then
    admin_value 'SELECT host(inet_client_addr())' 2>/dev/null || :
    return 0
  fi
  # Of a name's addresses, psql says which one answered.
  tried=$(sed -n 's/.*connection to server at "[^"]*" (\([^)]*\)).*/\1/p' "$scratch/error" | tail -n 1)
  getent ahosts "${tried:-$address}" | sed -n '1s/[ %].*//p'
}

# A name as pg_hba.conf reads it.
in_rule() {
  case $1 in
    *[!A-Za-z0-9_]* | all | sameuser | samerole | samegroup | replication) printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')" ;;
    *) printf '%s' "$1" ;;
  esac
}

wanted_rule() {
  where="host $(in_rule "$1") $role"
  case ${socket:+socket}$client in
    socket) echo "local $(in_rule "$1") $role scram-sha-256" ;;
    '') echo "$where ADDRESS scram-sha-256, with this host's address" ;;
    *:*) echo "$where $client/128 scram-sha-256" ;;
    *) echo "$where $client/32 scram-sha-256" ;;
  esac
}

# Whether the refused attempt was encrypted: by the server's words, or by what was asked for.
encrypted() {
  case $refusal in
    *'no encryption'* | *'SSL off'*) echo f ;;
    *'SSL encryption'* | *'SSL on'*) echo t ;;
    *)
      case $PGSSLMODE in
        disable | allow) echo f ;;
        prefer) admin_value "SELECT current_setting('ssl')::bool" 2>/dev/null || echo f ;;
        *) echo t ;;
      esac
      ;;
  esac
}

# The first line of pg_hba.conf that is about this login, where the administrator may read them: without its options,
# which hold other servers' secrets.
deciding_rule() {
  order=line_number file="current_setting('hba_file')" way=host
  [ "$version" -lt 160000 ] || order=rule_number file=file_name
  [ -z "$socket" ] || way=local
  rule=$(
    admin_value "
WITH rules AS (
  SELECT *, $order AS n, line_number || ' of ' || $file AS place,
    CASE WHEN address ~ '^[0-9.]+\$|:' AND netmask IS NOT NULL THEN address::inet END AS network,
    CASE WHEN netmask IS NOT NULL THEN netmask::inet END AS mask
  FROM pg_hba_file_rules WHERE error IS NULL
), login AS (
  SELECT :'role'::text AS role, convert_from(decode('$(printf '%s' "$1" | base64 -w 0)', 'base64'), 'UTF8') AS name, nullif('$client', '')::inet AS client
)
SELECT concat_ws(' ', 'line ' || place || ' decides:', type, array_to_string(database, ','), array_to_string(user_name, ','),
  coalesce(host(network) || '/' || (SELECT max(bits) FROM generate_series(0, CASE family(network) WHEN 4 THEN 32 ELSE 128 END) AS bits
    WHERE host(netmask(set_masklen(network, bits))) = host(mask)), address), auth_method)
FROM rules, login
WHERE CASE WHEN '$way' = 'local' THEN type = 'local'
    ELSE type IN ('host', 'hostnogssenc', CASE WHEN '$(encrypted)' = 't' THEN 'hostssl' ELSE 'hostnossl' END) END
  AND EXISTS (SELECT FROM unnest(database) AS d WHERE d IN ('all', name) OR d = 'sameuser' AND role = name
    OR CASE WHEN d IN ('samerole', 'samegroup') THEN EXISTS (SELECT FROM pg_roles g WHERE g.rolname = name AND pg_has_role(role, g.oid, 'member'))
      WHEN $version >= 160000 AND d LIKE '/%' THEN name ~ substr(d, 2) END)
  AND EXISTS (SELECT FROM unnest(user_name) AS u WHERE u IN ('all', role)
    OR CASE WHEN u LIKE '+%' THEN EXISTS (SELECT FROM pg_roles g WHERE g.rolname = substr(u, 2) AND pg_has_role(role, g.oid, 'member'))
      WHEN $version >= 160000 AND u LIKE '/%' THEN role ~ substr(u, 2) END)
  AND ('$way' = 'local' OR address IN ('all', 'samehost', 'samenet') OR address = 'localhost' AND client <<= ANY ('{127.0.0.0/8,::1}'::inet[])
    OR CASE WHEN family(network) = family(client) THEN network & mask = client & mask END)
ORDER BY n LIMIT 1" 2>/dev/null || :
  )
  [ -z "$rule" ] || printf '; %s' "$rule"
}
