#!/bin/sh
# Takes the Agent, its repository and all that they left away. Run after host/library.sh.
keyring=/usr/share/keyrings/datadog-archive-keyring.gpg
list=/etc/apt/sources.list.d/datadog.list
mark=/var/lib/lookout/agent-package
export DEBIAN_FRONTEND=noninteractive

purge_package() {
  dpkg-query -W datadog-agent >/dev/null 2>&1 || return 0
  dpkg --configure -a >&2
  apt-mark unhold datadog-agent >/dev/null
  apt-get -qq -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 purge datadog-agent >"$scratch/apt" 2>&1 || {
    tail -n 5 "$scratch/apt" >&2
    fail "datadog-agent can't be removed; mend what apt says above and run it again"
  }
}

# apt keeps what it fetched of a repository under the repository's own name.
remove_index() {
  [ -e "$list" ] || return 0
  index=$(apt-get indextargets -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- --format "\$(FILENAME)" 2>/dev/null |
    sed -n '1s/_dists_.*//p')
  [ -z "$index" ] || rm -f "$index"_dists_*
  rm -f /var/cache/apt/archives/datadog-agent_*.deb "$list" "$keyring"
}

# What the package's own purge leaves when it was interrupted.
remove_remains() {
  rm -rf /etc/datadog-agent /opt/datadog-agent /var/log/datadog
  if id dd-agent >/dev/null 2>&1; then userdel dd-agent; fi
  if getent group dd-agent >/dev/null; then groupdel dd-agent; fi
  if grep -qxs /opt "$mark"; then install -d -m 0755 /opt; fi
  rm -f "$mark"
  rmdir --ignore-fail-on-non-empty "${mark%/*}" 2>/dev/null || :
}

purge_package
remove_index
remove_remains
