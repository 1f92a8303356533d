#!/bin/sh
# What a host has of a traced service. Run after host/library.sh, facts.sh and the service's local-role.sh with $service,
# $user, $paths, $shown, $database_role and $database_port set. Changes nothing.
cd / || exit 1
tell_files
tell_unit "$service"
id "$user" >/dev/null 2>&1 || tell nobody "$user"
if [ -n "$database_role" ]; then
  found=$(printf '%s\n' "SELECT count(*) FROM pg_roles WHERE rolname = :'role' AND rolcanlogin" | local_sql) ||
    fail "PostgreSQL on port $database_port does not answer postgres at its local socket ($(head -n 1 "$scratch/error"))"
  tell role "$found"
fi
end_telling
