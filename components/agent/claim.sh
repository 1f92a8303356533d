#!/bin/sh
# Sees that the host may have the Agent's package, and marks it. Run after host/library.sh, host/whole.sh, mark.sh, the
# family's and other-agent.sh.

# Nothing that somebody else put there is taken over without a word, and nothing written before that is known.
check_host() {
  [ -n "$family" ] ||
    fail "there is none of apt-get, dnf, yum and zypper here; Lookout installs the Agent by one of these"
  conflicting=$(family_conflicts | tr '\n' ' ')
  [ -z "$conflicting" ] ||
    fail "the repository $repository is among this host's sources with other keys ($conflicting), and $family stops where one repository has two; take it out there, or say agent.adopt: true"
  mark_is_whole || check_for_other_agent
}

# note LINE...: the mark with these lines more, and this host's name. A version takes the place of one before.
note() {
  kept='version '
  case ${1-} in version*) kept='no other' ;; esac
  install -d -m 0755 "${mark%/*}"
  {
    ! mark_is_whole || grep "^had \|^made \|^adopted \|^$kept" "$mark" || :
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

check_host
write_mark
