#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh, host/whole.sh,
# mark.sh, the family's, pinned.sh and other-agent.sh with $version and $repository set and the repository's keys, or their
# URLs, below $scratch/bodies/keys.

# Nothing that somebody else put there is taken over without a word, and nothing written before that is known.
check_host() {
  [ -n "$family" ] ||
    fail "there is none of apt-get, dnf, yum and zypper here; Lookout installs the Agent by one of these"
  conflicting=$(family_conflicts | tr '\n' ' ')
  [ -z "$conflicting" ] ||
    fail "the repository $repository is among this host's sources with other keys ($conflicting), and $family stops where one repository has two; take it out there"
  mark_is_whole || check_for_other_agent
}

# note LINE...: the mark with these lines more, and this host's name.
note() {
  install -d -m 0755 "${mark%/*}"
  {
    ! mark_is_whole || grep '^had \|^made ' "$mark" || :
    for line in "$@"; do printf '%s\n' "$line"; done
    printf 'host %s\nend\n' "$lookout_host"
  } | sort -u | sed '/^end$/d; $a end' >"$scratch/mark"
  cmp -s "$scratch/mark" "$mark" || keep "$mark" 0644 <"$scratch/mark"
}

# Made before the package is installed, so that an interrupted run counts too.
write_mark() {
  set --
  if ! mark_is_whole; then
    for folder in /opt /opt/datadog-packages; do
      [ ! -d "$folder" ] || set -- "$@" "had $folder"
    done
  fi
  note "$@"
}

# lay FILE PLACE: for a package manager that may read it as a user of its own; root's alone to write.
lay() {
  if cmp -s "$1" "$2" && [ "$(stat -c %U:%G:%a "$2")" = root:root:644 ]; then return 0; fi
  keep "$2" 0644 <"$1"
}

check_host
write_mark
family_prerequisites
family_add_repository
install_pinned
family_after_install
