#!/bin/sh
# The monitoring user's accounts, one for each host part, and its login. Run after connection.sh with $host_parts,
# $connection_limit, $adopt, $dbm and $schema_sizes set and the user's password among the secrets.

check_server() {
  if [ "$flavour" = MariaDB ]; then oldest='10 2 3'; else oldest='5 7 8'; fi
  # shellcheck disable=SC2086 # three numbers
  at_least $oldest || fail "$server is older than $(echo "$oldest" | tr ' ' .), the first that Lookout knows; upgrade it"
  # A reader of Aurora is read-only in its storage alone.
  [ "$(admin_value "SELECT @@global.read_only IN ('0', 'OFF') AND @@global.innodb_read_only IN ('0', 'OFF')")" = 1 ] || {
    source=$(replica_status 2>/dev/null | awk '$1 ~ /^(Source|Master)_Host:$/ { host = $2 } $1 ~ /^(Source|Master)_Port:$/ { print host ":" $2; exit }')
    fail "$server is read-only, where no user can be made${source:+; its source is $source}: declare the database there, and name that server here in replicaOf"
  }
}

# Where the administrator comes from, as the server sees it: the Agent will come from there too.
choose_host_parts() {
  [ -z "$host_parts" ] || return 0
  if [ -n "$admin_user" ]; then
    host_parts=$(admin_value "SELECT SUBSTRING_INDEX(USER(), '@', -1)")
  else
    host_parts='localhost 127.0.0.1'
  fi
}

account() {
  printf "'%s'@'%s'" "$user" "$1"
}

account_exists() {
  count=$(admin_value "SELECT COUNT(*) FROM mysql.user WHERE User = '$user' AND Host = '$1'" 2>"$scratch/error") ||
    fail "${admin_user:-root} may not see which users there are on $server ($(said)); grant it SELECT on mysql.user"
  [ "$count" != 0 ]
}

# MySQL keeps a comment with an account; so that ours is known again from another host, or after this one was rebuilt.
keeps_comments() {
  [ "$flavour" = MySQL ] && at_least 8 0 21
}

marked_ours() {
  keeps_comments && [ "$(admin_value "SELECT COUNT(*) FROM information_schema.USER_ATTRIBUTES
    WHERE USER = '$user' AND HOST = '$1' AND JSON_UNQUOTE(JSON_EXTRACT(ATTRIBUTE, '\$.comment')) = '$mark'")" = 1 ]
}

# An account that somebody else made has a password that somebody uses. Written down before it is made or changed.
check_accounts() {
  for part in $host_parts; do
    grep -qxsF "account $part" "$state/accounts" && continue
    if account_exists "$part" && ! marked_ours "$part"; then
      [ "$adopt" = yes ] || fail "user $(account "$part") is there already on $server, and not made by Lookout: choose another user," \
        "or say adopt: true to give it a new password and what the Agent needs until destroy"
      adopt_account "$part"
    fi
    note_account "$part"
  done
  printf '%s\n' "$lookout_host" >"$state/entry"
}

# That it is Lookout's.
note_account() {
  install -d -m 0700 "$state"
  grep -qxsF "account $1" "$state/accounts" || printf 'account %s\n' "$1" >>"$state/accounts"
  sync "$state/accounts"
}

# privileges: those that the user needs, as "PRIVILEGE|OBJECT". MariaDB took apart what MySQL calls REPLICATION CLIENT:
# that one does not show a replica's status there.
privileges() {
  echo 'PROCESS|*.*'
  if [ "$flavour" = MariaDB ] && at_least 10 5 2; then
    printf 'BINLOG MONITOR|*.*\nSLAVE MONITOR|*.*\n'
  else
    echo 'REPLICATION CLIENT|*.*'
  fi
  printf 'SELECT|performance_schema.*\nSELECT|mysql.innodb_index_stats\n'
  # Sizes are shown of tables that one has a privilege on; this is the least.
  [ "$schema_sizes" = no ] || echo 'SHOW VIEW|*.*'
}

# lacks PART PRIVILEGE OBJECT
lacks() {
  case $3 in
    '*.*') where="information_schema.USER_PRIVILEGES WHERE" ;;
    *'.*') where="information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = '${3%.*}' AND" ;;
    *) where="information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = '${3%%.*}' AND TABLE_NAME = '${3#*.}' AND" ;;
  esac
  [ "$(admin_value "SELECT COUNT(*) FROM $where PRIVILEGE_TYPE = '$2' AND GRANTEE = CONCAT(QUOTE('$user'), '@', QUOTE('$1'))")" = 0 ]
}

# Keeps how the account was, as the statements that bring it back, and the privileges that it had not.
adopt_account() {
  install -d -m 0700 "$state"
  hex=
  if [ "$flavour" = MySQL ] && at_least 8 0 17; then hex='SET SESSION print_identified_with_as_hex = 1;'; fi
  admin_value "$hex SHOW CREATE USER $(account "$1");" >"$scratch/created" 2>"$scratch/error" ||
    fail "how user $(account "$1") is can't be read on $server, so it could not be given back: $(said)"
  {
    # What is 0 is not written out, nor changed by what is.
    printf 'ALTER USER %s WITH MAX_USER_CONNECTIONS 0;\n' "$(account "$1")"
    # ALTER USER takes no default role among its other clauses; Lookout leaves it as it is.
    sed "s/^CREATE USER/ALTER USER/; s/ DEFAULT ROLE \(\`[^\`]*\`@\`[^\`]*\`,\{0,1\}\)\{1,\}//; s/\$/;/" "$scratch/created"
  } >"$scratch/was"
  privileges | while IFS='|' read -r privilege object; do
    ! lacks "$1" "$privilege" "$object" || printf 'REVOKE %s ON %s FROM %s;\n' "$privilege" "$object" "$(account "$1")"
  done >"$scratch/lacked"
  install -m 0600 "$scratch/lacked" "$(kept lacked "$1")"
  install -m 0600 "$scratch/was" "$(kept was "$1")"
  sync "$(kept was "$1")"
  printf '%s: user %s was there and is adopted (%s): now MAX_USER_CONNECTIONS %s, the privileges for monitoring and a new password, until destroy\n' \
    "$lookout_host" "$(account "$1")" "$(admin_value "SHOW GRANTS FOR $(account "$1")" | sed "s/ IDENTIFIED .*//; s/ TO .*//; s/^GRANT //" | paste -sd ';' -)" "$connection_limit" >&2
}

# Host parts that the settings no longer have.
drop_other_accounts() {
  while read -r _ part; do
    case " $(echo "$host_parts" | tr '\n' ' ') " in *" $part "*) continue ;; esac
    release_account "$part"
  done <"$state/accounts"
}

# Out of MySQL's sight: its logs and statement tables, where the administrator may say so.
unseen() {
  for statement in 'SET SESSION sql_log_off = 1' \
    "UPDATE performance_schema.threads SET INSTRUMENTED = 'NO' WHERE PROCESSLIST_ID = CONNECTION_ID()"; do
    ! admin_value "$statement" >/dev/null 2>&1 || printf '%s;\n' "$statement"
  done
}

# MariaDB takes the hash, so that no log of it can show the password: '*' and SHA1(SHA1(password)), from which no login
# can be made. MySQL's own has a salt that no tool of a bare host can compute: the server hides the literal.
identified() {
  if [ "$flavour" = MariaDB ]; then
    printf "IDENTIFIED VIA mysql_native_password USING '*%s'" "$(sha1sum <"$scratch/secrets/password" | octal | sha1sum | cut -c 1-40 | tr a-f A-F)"
  else
    printf 'IDENTIFIED BY %s' "$(literal <"$scratch/secrets/password")"
  fi
}

# octal <HEX: the bytes. awk, since dash knows no \x.
octal() {
  printf '%b' "$(cut -c 1-40 | awk '{ for (i = 1; i < 40; i += 2) {
    n = 16 * (index("0123456789abcdef", substr($0, i, 1)) - 1) + index("0123456789abcdef", substr($0, i + 1, 1)) - 1
    printf "\\0%03o", n } }')"
}

# Of an account of ours: the server's rules about old passwords are for people.
own_rules() {
  if [ "$flavour" = MariaDB ]; then
    if at_least 10 4 3; then echo 'PASSWORD EXPIRE NEVER'; fi
  elif at_least 8 0 3; then
    printf 'PASSWORD EXPIRE NEVER PASSWORD HISTORY 0 PASSWORD REUSE INTERVAL 0 DAY'
    if keeps_comments; then printf " COMMENT '%s'" "$mark"; fi
  else
    echo 'PASSWORD EXPIRE NEVER'
  fi
}

set_password() {
  : >"$state/password-owed"
  {
    unseen
    for part in $host_parts; do
      if account_exists "$part"; then
        printf 'ALTER USER %s %s;\n' "$(account "$part")" "$(identified)"
      else
        printf 'CREATE USER %s %s %s;\n' "$(account "$part")" "$(identified)" "$(own_rules)"
      fi
    done
  } >"$scratch/set-password"
  admin_sql <"$scratch/set-password" >/dev/null 2>"$scratch/error" ||
    fail "user $user can't be made, or given its password, on $server: $(said)$(password_remedy)"
}

# A plugin that judges passwords can't judge a hash.
password_remedy() {
  case $(said) in
    *1290*strict* | *strict-password-validation*)
      printf '; Lookout sends no password in clear: SET GLOBAL strict_password_validation = OFF, at least while it runs' ;;
  esac
}

grant_privileges() {
  privileges >"$scratch/privileges"
  while IFS='|' read -r privilege object; do
    grant "$privilege" "$object"
  done <"$scratch/privileges"
}

# grant PRIVILEGE OBJECT: to each account.
grant() {
  for part in $host_parts; do
    admin_value "GRANT $1 ON $2 TO $(account "$part");" 2>"$scratch/error" && continue
    if [ -n "$admin_user" ]; then withhold "$1 on $2" "$(said)"; else fail "$1 on $2 can't be granted to $user on $server: $(said)"; fi
  done
}

make_accounts() {
  for part in $host_parts; do
    account_exists "$part" || : >"$state/password-owed"
  done
  write_logins
  if [ -e "$state/password-owed" ] || ! logs_in; then set_password; fi
  for part in $host_parts; do
    admin_value "ALTER USER $(account "$part") WITH MAX_USER_CONNECTIONS $connection_limit;" 2>"$scratch/error" ||
      fail "user $user can't be limited to $connection_limit connections on $server: $(said)"
    # An adopted one may be locked; older servers know no locks.
    admin_value "ALTER USER $(account "$part") ACCOUNT UNLOCK;" 2>/dev/null || :
  done
  grant_privileges
  [ "$schema_sizes" = yes ] || revoke_sizes
}

# Sizes are not wanted any more.
revoke_sizes() {
  for part in $host_parts; do
    [ -e "$(kept was "$part")" ] || admin_value "REVOKE SHOW VIEW ON *.* FROM $(account "$part");" 2>/dev/null || :
  done
}

# As the Agent, and as a person at the host would.
logs_in() {
  user_sql 'SELECT 1' >/dev/null 2>"$scratch/error" || return 1
  [ -z "$admin_user" ] || return 0
  case " $host_parts " in *" localhost "*) user_sql 'SELECT 1' local >/dev/null 2>"$scratch/error" ;; esac
}

check_login() {
  logs_in || fail "$user can't log in at ${socket:-$address:$port} to $server: $(said)$(login_remedy)"
  rm -f "$state/password-owed"
}

# What was made on the source is Lookout's here too, if this server is promoted; what was adopted there is not.
note_replicated() {
  install -d -m 0700 "$state"
  for part in $host_parts; do
    if [ "$adopt" = no ] && account_exists "$part"; then note_account "$part"; fi
  done
  [ "$dbm" = no ] || : >"$state/dbm"
  printf '%s\n' "$lookout_host" >"$state/entry"
}

# A replica has its source's accounts, when it has come so far.
check_replica() {
  [ -n "$(replica_status 2>/dev/null)" ] || fail "$server is no replica; drop replicaOf, and it gets a user of its own"
  write_logins
  for _ in $(seq 30); do
    if user_sql 'SELECT 1' >/dev/null 2>"$scratch/error"; then
      note_replicated
      return 0
    fi
    sleep 1
  done
  fail "$user can't log in at ${socket:-$address:$port} to $server with its source's password ($(said));" \
    "check that it is a replica of the server that replicaOf names and keeps up (SHOW REPLICA STATUS), and that accounts are replicated"
}

login_remedy() {
  [ "$(admin_value 'SELECT @@global.skip_name_resolve' 2>/dev/null)" != 1 ] ||
    printf '; the server resolves no names (skip_name_resolve): let hostParts have the address that it sees'
}
