#!/bin/sh
# Takes the Agent, its repository and all that they left away. Run after host/library.sh and apt.sh.

# Another entry of the stack may have taken this host over since: a host that was renamed keeps its Agent.
leave_unless_ours() {
  grep -qxs "host $lookout_host" "$mark" && return 0
  printf '%s: the Agent here is not of this entry, or is gone; it is left as it is\n' "$lookout_host" >&2
  exit 0
}

purge_package() {
  [ -n "$(package_state)" ] || return 0
  finish_interrupted
  apt-mark unhold datadog-agent >/dev/null
  patiently apt-get -qq -y -o Dpkg::Use-Pty=0 purge datadog-agent ||
    fail "datadog-agent can't be removed; mend what apt says above and run it again"
}

# apt keeps what it fetched of a repository under the repository's own name.
remove_index() {
  [ -e "$list" ] || return 0
  index=$(apt-get indextargets -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- --format "\$(FILENAME)" 2>/dev/null |
    sed -n '1s/_dists_.*//p')
  [ -z "$index" ] || rm -f "$index"_dists_*
  rm -f /var/cache/apt/archives/datadog-agent_*.deb "$list" "$keyring"
}

# What the package's own purge leaves, or takes too much.
remove_remains() {
  rm -rf /etc/datadog-agent /opt/datadog-agent /var/log/datadog
  grep -qxs 'had /opt/datadog-packages' "$mark" || rm -rf /opt/datadog-packages
  if grep -qxs 'had /opt' "$mark"; then install -d -m 0755 /opt; fi
  if id dd-agent >/dev/null 2>&1; then userdel dd-agent; fi
  if getent group dd-agent >/dev/null; then groupdel dd-agent; fi
  rm -f "$mark"
  rmdir --ignore-fail-on-non-empty "${mark%/*}" 2>/dev/null || :
}

leave_unless_ours
purge_package
remove_index
remove_remains
