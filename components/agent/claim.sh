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

check_host
# Before the package is installed, so that an interrupted run counts too.
note
