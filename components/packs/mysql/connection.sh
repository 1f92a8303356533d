#!/bin/sh
# The ways to a MySQL or MariaDB server: as who administers it, and as the monitoring user over the very path of the
# Agent. Run after host/library.sh with $user, $address, $port, $socket, $tls_* and $admin_user set; what is not set is
# empty.
mark="made by Lookout for $lookout_host"
# What only root may read: whose the server's user is, its accounts, how adopted ones were. These servers keep no
# comment with an account that all of them know.
state=/var/lib/lookout/mysql-$(printf '%s' "$address-$port$socket-$user" | tr -c 'A-Za-z0-9.-' _)
server="the server at $address:$port"
# No person's configuration decides where a login goes, or as whom: neither the environment nor what is in a home.
for name in $(env | sed -n 's/^\(\(MYSQL\|MARIADB\|LIBMYSQL\)_[A-Z0-9_]*\)=.*/\1/p'); do unset "$name"; done
export HOME="$scratch" MYSQL_TEST_LOGIN_FILE="$scratch/none" MYSQL_HISTFILE=/dev/null
# Its option file may hold root's password, and that alone is taken from it.
root_options=$(getent passwd root | cut -d: -f6)/.my.cnf

# option NAME FILE: an option whose value is in FILE.
option() {
  printf '%s="%s"\n' "$1" "$(sed 's/[\\"]/\\&/g' "$2")"
}

# setting NAME VALUE: likewise, of what is no secret.
setting() {
  printf '%s' "$2" | option "$1" -
}

# tls_options MODE: an administrator's password is hidden where the server can; what is proved of the user is what the
# Agent does, which encrypts only if it is told to.
tls_options() {
  if [ "$maria_client" = yes ]; then
    case $1 in
      preferred) echo 'skip-ssl-verify-server-cert' ;;
      disabled) echo 'skip-ssl' ;;
      required) printf 'ssl\nskip-ssl-verify-server-cert\n' ;;
      verify-ca | verify-identity) printf 'ssl\nssl-verify-server-cert\n' ;;
    esac
  else
    printf 'ssl-mode=%s\n' "$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')"
  fi
  [ -z "$tls_root_certificate" ] || setting ssl-ca "$tls_root_certificate"
  if [ -n "$tls_certificate" ]; then setting ssl-cert "$tls_certificate" && setting ssl-key "$tls_key"; fi
}

# network_options MODE
network_options() {
  setting host "$address"
  printf 'port=%s\nprotocol=tcp\n' "$port"
  tls_options "$1"
  # Without TLS the password goes encrypted with the server's key.
  [ "$maria_client" = yes ] || echo get-server-public-key
}

# at_socket PLACE: the client's own where it is empty.
at_socket() {
  echo protocol=socket
  [ -z "$1" ] || setting socket "$1"
}

# write_options NAME USER PASSWORD-FILE WAY [TLS-MODE]: what a client reads in place of arguments, which others would see.
write_options() {
  {
    printf '[client]\nconnect-timeout=10\ndefault-character-set=utf8mb4\n'
    setting user "$2"
    option password "$3"
    if [ "$4" = network ]; then network_options "$5"; else at_socket "$socket"; fi
  } >"$scratch/$1.cnf"
}

find_client() {
  # MariaDB's says at each start under the old name that it is old.
  client=$(command -v mariadb || command -v mysql) ||
    fail "no mysql or mariadb client here; install one (apt-get install default-mysql-client), or drop the database from this host's settings"
  if "$client" --version | grep -qi mariadb; then maria_client=yes; else maria_client=no; fi
}

# in_time COMMAND...: says so where timeout(1), of which it is called, ended it: a server may not answer at all.
in_time() {
  "$@" && return 0
  code=$?
  [ "$code" -ne 124 ] || printf 'ERROR: %s has not answered for a minute; see in SHOW PROCESSLIST whether somebody holds a lock, as of a backup\n' "$server" >&2
  return "$code"
}

# run_client OPTION-FILE-ARGUMENT [ARGUMENT...] <SQL
run_client() {
  options=$1
  shift
  # Names and passwords are escaped for this mode, whatever the server's own is.
  # Somebody's lock, as of a backup, is not waited for for ever. Statements on accounts know no bound but the client's.
  { printf "SET NAMES utf8mb4; SET SESSION sql_mode = '', SESSION lock_wait_timeout = 30;\n"; cat; } |
    in_time timeout -k 5 60 "$client" "$options" --batch --skip-column-names --raw "$@"
}

# admin_sql [ARGUMENT...] <SQL
admin_sql() {
  if [ -n "$admin_user" ]; then
    run_client --defaults-file="$scratch/admin.cnf" "$@"
  else
    run_client --defaults-file="$scratch/root.cnf" "$@"
  fi
}

admin_value() {
  printf '%s\n' "$1" | admin_sql
}

# user_sql QUERY [OPTION-FILE]: as the Agent connects.
user_sql() {
  printf '%s\n' "$1" | run_client --defaults-file="$scratch/${2:-user}.cnf"
}

# literal <TEXT: as a string of SQL.
literal() {
  printf "'%s'" "$(sed "s/\\\\/\\\\\\\\/g; s/'/''/g")"
}

# Base64 of each schema's quoted name, since a name may hold anything.
schemas() {
  admin_sql >"$scratch/schemas" <<'SQL'
SELECT REPLACE(TO_BASE64(CONCAT('`', REPLACE(SCHEMA_NAME, '`', '``'), '`')), '\n', '') FROM information_schema.SCHEMATA
WHERE SCHEMA_NAME NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY SCHEMA_NAME;
SQL
}

# Somebody's error as one line; never the statement that it is about, which MariaDB's client prints before it.
said() {
  grep -E '^(ERROR|[a-z]*: )' "$scratch/error" | tail -n 1 | sed "s/ at line [0-9]*//; s/near '.*//
    s/^ERROR 1205 .*/&: somebody holds a lock, as FLUSH TABLES WITH READ LOCK does, which was waited for for half a minute (see SHOW PROCESSLIST)/"
}

# Of root, at the local socket: where that is, the system's files say.
write_root_options() {
  place=${socket:-$("$client" --print-defaults 2>/dev/null | tr ' ' '\n' | sed -n 's/^--socket=//p' | tail -n 1)}
  {
    printf '[client]\nuser=root\nconnect-timeout=10\ndefault-character-set=utf8mb4\n'
    at_socket "$place"
    awk '/^[ \t]*\[/ { ours = $0 ~ /^[ \t]*\[(client|mysql|client-mariadb|mariadb-client)\]/ }
      ours && /^[ \t]*password[ \t]*=/' "$root_options" 2>/dev/null || :
  } >"$scratch/root.cnf"
}

connect_as_admin() {
  find_client
  if [ -n "$admin_user" ]; then
    write_options admin "$admin_user" "$scratch/secrets/admin_password" network "${tls_mode:-preferred}"
    admin_value 'SELECT 1' >/dev/null 2>"$scratch/error" ||
      fail "$server does not let $admin_user in ($(said)); check address, port, admin.user, admin.password and the network between"
  else
    write_root_options
    admin_value 'SELECT 1' >/dev/null 2>"$scratch/error" ||
      fail "MySQL or MariaDB does not answer root at its local socket ($(said)); check that it runs, and that root may log in there (auth_socket, unix_socket or ~/.my.cnf)"
    there=$(admin_value 'SELECT @@global.port')
    [ "$there" = "$port" ] || [ -n "$socket" ] ||
      fail "the server at the local socket listens on port $there, not $port; set port to $there, or socket to the other server's"
  fi
  know_server
}

# Sets $version, $flavour and $server.
know_server() {
  version=$(admin_value 'SELECT VERSION()')
  case $version in *[Mm]aria[Dd][Bb]*) flavour=MariaDB ;; *) flavour=MySQL ;; esac
  server="$flavour ${version%%-*} at $address:$port"
}

# The accounts go where the Agent looks for them.
prove_server() {
  [ -z "$admin_user" ] || return 0
  pid_file=$(admin_value 'SELECT @@global.pid_file')
  case $pid_file in /*) ;; *) pid_file=$(admin_value 'SELECT @@global.datadir')/$pid_file ;; esac
  prove_own "$flavour" "$(cat "$pid_file" 2>/dev/null)"
}

replica_status() {
  if [ "$flavour" = MariaDB ]; then
    echo 'SHOW ALL SLAVES STATUS'
  elif at_least 8 0 22; then
    echo 'SHOW REPLICA STATUS'
  else
    echo 'SHOW SLAVE STATUS'
  fi | admin_sql --vertical --column-names
}

write_logins() {
  if [ -n "$socket" ]; then way=socket; else way=network; fi
  write_options user "$user" "$scratch/secrets/password" "$way" "${tls_mode:-disabled}"
  write_options local "$user" "$scratch/secrets/password" socket
}

# at_least MAJOR MINOR PATCH
at_least() {
  printf '%s.0.0\n' "${version%%-*}" | awk -F. -v a="$1" -v b="$2" -v c="$3" \
    '{ exit !($1 * 1000000 + $2 * 1000 + $3 >= a * 1000000 + b * 1000 + c) }'
}
