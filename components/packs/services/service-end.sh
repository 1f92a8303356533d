#!/bin/sh
# The end of a traced service: process, role, unit, code, environment, secrets and user. Run after host/library.sh and
# local-role.sh with $service, $user, $folder and $database_role set.
unit=/etc/systemd/system/$service.service
credentials=/etc/lookout/$service
# Whose the service is; what root alone may read of it.
state=/var/lib/lookout/service-$service

remove_service() {
  if [ -e "$unit" ]; then systemctl disable --quiet --now "$service" 2>/dev/null || :; fi
  # Before its files, so that what stands in the way is said while all else is still there.
  [ -z "$database_role" ] || remove_local_role
  if [ -e "$unit" ]; then
    rm -f "$unit" "$unit.lookout"
    systemctl daemon-reload
    systemctl reset-failed "$service" 2>/dev/null || :
  fi
  rm -rf "$folder" "$credentials" "$credentials.new"
  rmdir --ignore-fail-on-non-empty "${folder%/*}" "${credentials%/*}" 2>/dev/null || :
  if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
  if getent group "$user" >/dev/null; then groupdel "$user"; fi
  rm -rf "$state"
  rmdir --ignore-fail-on-non-empty "${state%/*}" 2>/dev/null || :
}
