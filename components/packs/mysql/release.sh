#!/bin/sh
# Gives one account back. Run after connection.sh.

# kept WHAT PART: a file about an account; a part may be a network, with a slash.
kept() {
  printf '%s/%s-%s' "$state" "$1" "$(printf '%s' "$2" | tr / _)"
}

# release_account PART: dropped, or as it was before it was adopted.
release_account() {
  who="'$user'@'$1'"
  if [ -e "$(kept was "$1")" ]; then restore_account "$1"; else drop_account "$1"; fi
  sed -i "/^account $(printf '%s' "$1" | sed 's,[./%],\\&,g')\$/d" "$state/accounts"
  # Last: without it, the account would be taken for one of ours.
  rm -f "$(kept was "$1")" "$(kept lacked "$1")"
}

restore_account() {
  # A privilege that was withheld, or never came to be granted, can't be revoked.
  admin_sql --force <"$(kept lacked "$1")" >/dev/null 2>&1 || :
  {
    [ -n "$admin_user" ] || echo 'SET SESSION sql_log_off = 1;'
    cat "$(kept was "$1")"
  } | admin_sql >/dev/null 2>"$scratch/error" ||
    fail "user $who can't be brought back to what it was on $server ($(said)); its statements are in $(kept was "$1")"
}

drop_account() {
  admin_value "ALTER USER IF EXISTS $who ACCOUNT LOCK;" >/dev/null 2>&1 || :
  sessions_of "$1" | sed 's/.*/KILL &;/' | admin_sql --force >/dev/null 2>&1 || :
  admin_value "DROP USER IF EXISTS $who;" >/dev/null 2>"$scratch/error" || fail "user $who can't be dropped on $server: $(said)"
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    remaining=$(sessions_of "$1" 2>/dev/null | wc -l)
    [ "$remaining" -ne 0 ] || return 0
    sleep 0.2
  done
  printf '%s: %s sessions of %s go on until they end: %s may not kill them\n' "$lookout_host" "$remaining" "$who" "${admin_user:-root}" >&2
}

# sessions_of PART: their ids; a session outlives its account. It is of this account if it came from where the part says,
# and a part with wild cards speaks for the sessions of other accounts of that name too: then none is known to be of it.
sessions_of() {
  admin_sql <<SQL
SELECT p.ID FROM (
  SELECT ID, CASE WHEN HOST LIKE '%:%' THEN LEFT(HOST, CHAR_LENGTH(HOST) - CHAR_LENGTH(SUBSTRING_INDEX(HOST, ':', -1)) - 1) ELSE HOST END AS origin
  FROM information_schema.PROCESSLIST WHERE USER = '$user' AND COMMAND NOT IN ('Killed')
) AS p
WHERE origin = '$1' OR '$1' IN ('127.0.0.1', '::1') AND origin = 'localhost'
  OR '$1' LIKE '%\\%%' AND origin LIKE '$1' AND NOT EXISTS (SELECT 1 FROM mysql.user WHERE User = '$user' AND Host <> '$1');
SQL
}
