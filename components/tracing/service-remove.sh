#!/bin/sh
# Takes a traced service away: process, unit, code, environment, secrets, role and user. Run after host/library.sh and
# local-role.sh with $service, $user, $folder and $database_role set.
unit=/etc/systemd/system/$service.service
state=/var/lib/lookout/service-$service
credentials=/etc/lookout/$service

cd / || exit 1
# Another entry of the stack may have taken the service over since.
if [ "$(cat "$state/entry" 2>/dev/null)" != "$lookout_host" ]; then
  printf '%s: the service %s is not of this entry, or is gone; it is left as it is\n' "$lookout_host" "$service" >&2
  exit 0
fi
if [ -e "$unit" ]; then
  systemctl disable --quiet --now "$service" 2>/dev/null || :
  rm -f "$unit"
  systemctl daemon-reload
  systemctl reset-failed "$service" 2>/dev/null || :
fi
rm -rf "$folder" "$credentials"
rmdir --ignore-fail-on-non-empty "${folder%/*}" "${credentials%/*}" 2>/dev/null || :
[ -z "$database_role" ] || remove_local_role
if [ -e "$state/user" ]; then
  if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
  if getent group "$user" >/dev/null; then groupdel "$user"; fi
fi
rm -rf "$state"
rmdir --ignore-fail-on-non-empty "${state%/*}" 2>/dev/null || :
