#!/bin/sh
# Takes a traced service away. Run after host/library.sh, local-role.sh and service-end.sh.

cd / || exit 1
# Another entry of the stack may have taken the service over since: a host that was renamed keeps it.
if [ "$(cat "$state/entry" 2>/dev/null)" != "$lookout_host" ]; then
  printf '%s: the service %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$service" >&2
  exit 0
fi
remove_service
