#!/bin/sh
# How apt takes away what it brought. Run after apt.sh.
[ "$family" = apt ] || return 0

family_unhold() {
  apt-mark unhold "$agent_package" >/dev/null
}

family_remove() {
  patiently quiet_apt purge "$agent_package" ||
    fail "$agent_package can't be removed; mend what apt says above"
}

family_remove_made() {
  others=$(quiet_apt -s purge "$@" | awk -v made=" $* " '/^(Purg|Remv) / && !index(made, " " $2 " ") { print $2 }')
  if [ -n "$others" ]; then
    printf '%s\n' "$lookout_host: $* came with the Agent and stay: $(printf '%s' "$others" | tr '\n' ' ')needs them" >&2
    return 0
  fi
  patiently quiet_apt purge "$@" || fail "$* can't be removed; mend what apt says above"
}

# apt keeps what it fetched of a repository under the repository's own name.
family_remove_repository() {
  [ -e "$repository_file" ] || return 0
  index=$(apt-get indextargets -o Dir::Etc::sourcelist="$repository_file" -o Dir::Etc::sourceparts=- --format "\$(FILENAME)" 2>/dev/null |
    sed -n '1s/_dists_.*//p')
  [ -z "$index" ] || rm -f "$index"_dists_*
  rm -f /var/cache/apt/archives/"${agent_package}"_*.deb "$repository_file"
}
