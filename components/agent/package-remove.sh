#!/bin/sh
# Takes the Agent, its repository and all that they left away. Run after host/library.sh, mark.sh, apt.sh and
# foreign-files.sh.

# Another entry of the stack may have taken this host over since: a host that was renamed keeps its Agent.
leave_unless_ours() {
  is_ours && return 0
  printf '%s: the Agent here is not of this entry, or is gone; it is left as it is\n' "$lookout_host" >&2
  exit 0
}

purge_package() {
  finish_interrupted
  [ -n "$(package_state)" ] || return 0
  apt-mark unhold datadog-agent >/dev/null
  patiently quiet_apt purge datadog-agent ||
    fail "datadog-agent can't be removed; mend what apt says above"
}

# What came along, where nothing else has come to need it.
purge_made() {
  made=$(sed -n 's/^made //p' "$mark" | tr '\n' ' ')
  [ -n "$made" ] || return 0
  # shellcheck disable=SC2086 # a list of names
  others=$(quiet_apt -s purge $made | awk -v made=" $made" '/^(Purg|Remv) / && !index(made, " " $2 " ") { print $2 }')
  if [ -n "$others" ]; then
    printf '%s\n' "$lookout_host: ${made}came with the Agent and stay: $(printf '%s' "$others" | tr '\n' ' ')needs them" >&2
    return 0
  fi
  # shellcheck disable=SC2086 # a list of names
  patiently quiet_apt purge $made || fail "${made}can't be removed; mend what apt says above"
}

# apt keeps what it fetched of a repository under the repository's own name.
remove_index() {
  [ -e "$list" ] || return 0
  index=$(apt-get indextargets -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- --format "\$(FILENAME)" 2>/dev/null |
    sed -n '1s/_dists_.*//p')
  [ -z "$index" ] || rm -f "$index"_dists_*
  rm -f /var/cache/apt/archives/datadog-agent_*.deb "$list"
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

# What the package's own purge leaves, or takes too much.
remove_remains() {
  rm -rf /opt/datadog-agent /var/log/datadog "$keyring"
  remove_packages_folder
  if grep -qxs 'had /opt' "$mark"; then install -d -m 0755 /opt; fi
  if id dd-agent >/dev/null 2>&1; then userdel dd-agent; fi
  if getent group dd-agent >/dev/null; then groupdel dd-agent; fi
  rm -f "$mark"
  rmdir --ignore-fail-on-non-empty "${mark%/*}" 2>/dev/null || :
}

leave_unless_ours
set_foreign_aside
purge_package
put_foreign_back
purge_made
remove_index
remove_remains
