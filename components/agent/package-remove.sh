#!/bin/sh
# Takes the Agent, its repository and all that they left away; one that was here before is given back. Run after
# host/library.sh, mark.sh, the family's, with those that remove, foreign-files.sh and adopted.sh.

# Another entry of the stack may have taken this host over since: a host that was renamed keeps its Agent.
leave_unless_ours() {
  is_ours && return 0
  printf '%s: the Agent here is not of this entry, or is gone; it is left as it is\n' "$lookout_host" >&2
  exit 0
}

# What came along, where nothing else has come to need it.
remove_made() {
  made=$(sed -n 's/^made //p' "$mark" | tr '\n' ' ')
  # shellcheck disable=SC2086 # a list of names
  [ -z "$made" ] || family_remove_made $made
}

# What the package makes there is its own; single-step instrumentation installs beside it, and every process loads that.
remove_packages_folder() {
  folder=/opt/datadog-packages
  if [ ! -d "$folder" ] || grep -qxs "had $folder" "$mark"; then return 0; fi
  for part in run tmp datadog-agent; do
    grep -qsF "$folder/$part/" /etc/ld.so.preload || rm -rf "${folder:?}/$part"
  done
  rmdir --ignore-fail-on-non-empty "$folder"
  [ ! -d "$folder" ] || printf '%s\n' "$lookout_host: $folder holds more than the Agent's own, and is left: $(find "$folder" -mindepth 1 -maxdepth 1 -printf '%f ')" >&2
}

# What the package's own removal leaves, or takes too much.
remove_remains() {
  rm -rf /opt/datadog-agent /var/log/datadog
  remove_packages_folder
  if grep -qxs 'had /opt' "$mark"; then install -d -m 0755 /opt; fi
  if id dd-agent >/dev/null 2>&1; then userdel dd-agent; fi
  if getent group dd-agent >/dev/null; then groupdel dd-agent; fi
}

leave_unless_ours
if package_stays; then give_package_back; else remove_package; fi
remove_made
# Where the repository was before, so was what was fetched of it.
if package_stays; then rm -f "$repository_file"; else family_remove_repository; fi
rm -f "$keyring" ${proxy_file:+"$proxy_file"}
package_stays || remove_remains
if is_adopted; then
  package_stays || give_leftovers_back
  give_sources_back
fi
rm -f "$mark"
rm -rf "$adopted"
rmdir --ignore-fail-on-non-empty "${mark%/*}" 2>/dev/null || :
