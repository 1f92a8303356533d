#!/bin/sh
# The schemas whose statements with parameters get plans: the check PREPAREs them as the role, which takes USAGE. Run after
# connection.sh and role.sh with $schemas (base64, one a line) set.

# schema_among NAMES: a condition on pg_namespace.
schema_among() {
  printf "nspname IN (SELECT convert_from(decode(name, 'base64'), 'UTF8') FROM unnest(string_to_array('%s', ',')) AS name)" \
    "$(printf '%s' "$1" | tr '\n' ',')"
}

# What an earlier run gave and the settings no longer have. What somebody else gave stays, and an adopted role has all of
# it taken back at destroy.
find_dropped_schemas() {
  printf '%s\n' "$schemas" >"$scratch/schemas"
  dropped=$(grep -vxsFf "$scratch/schemas" "$state/schemas" || :)
  [ "$whose" != adopted ] || dropped=
}

take_back_schemas() {
  [ -n "$dropped" ] || return 0
  admin_sql "$1" <<SQL 2>"$scratch/error" || withhold "the end of USAGE on schemas of database $1" "$(said)"
SELECT format('REVOKE USAGE ON SCHEMA %I FROM %I', nspname, :'role') FROM pg_namespace WHERE $(schema_among "$dropped") \gexec
SQL
}

# Written down before they are given.
note_schemas() {
  printf '%s\n' "$dropped" "$schemas" | sed '/^$/d' | sort -u >"$state/schemas"
  sync "$state/schemas"
}

# Of the schemas that were asked for, those that no database has; and in each database, those whose plans nobody makes.
probe_schemas() {
  : >"$scratch/found"
  while read -r encoded; do
    name=$(decoded "$encoded")
    role_sql right "$name" "SELECT encode(convert_to(nspname, 'UTF8'), 'base64') FROM pg_namespace WHERE $(schema_among "$schemas")" \
      2>/dev/null >>"$scratch/found" || :
    lacking=$(role_sql right "$name" "SELECT string_agg(quote_ident(nspname), ', ' ORDER BY nspname) FROM pg_namespace
      WHERE nspname !~ '^pg_|^information_schema$' AND NOT has_schema_privilege(oid, 'USAGE')" 2>/dev/null || :)
    [ -z "$lacking" ] ||
      printf '%s: of statements with parameters on schemas %s of database %s there are no plans: let schemas name those that matter\n' "$lookout_host" "$lacking" "$name" >&2
  done <"$scratch/prepared"
  for encoded in $schemas; do
    grep -qxF "$encoded" "$scratch/found" ||
      printf '%s: no database of %s has a schema %s, which schemas names\n' "$lookout_host" "$server" "$(decoded "$encoded")" >&2
  done
}
