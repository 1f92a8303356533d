#!/bin/sh
# Takes an Agent over that is not Lookout's. Run after host/library.sh, host/whole.sh, mark.sh, the family's, foreign-files.sh
# and adopted.sh.

# Of Datadog's, which can't be beside ours.
other_flavours='datadog-agent datadog-iot-agent datadog-fips-agent datadog-heroku-agent'

# other_packages: those that are here.
other_packages() {
  for package in $other_flavours; do
    [ "$package" = "$agent_package" ] || [ -z "$(family_state "$package")" ] || printf '%s\n' "$package"
  done
}

# is_of_installer: Fleet Automation's own Agent, which no package manager knows.
is_of_installer() {
  [ -z "$(family_state)" ] && [ -e /opt/datadog-packages/datadog-agent/stable ]
}

# other_sources: files of the package manager's that name our repository a second time; of apt's, so far.
other_sources() {
  [ "$family" = apt ] || return 0
  family_sources | grep -vxF "$repository_file" || :
}

check_adoptable() {
  others=$(other_packages | tr '\n' ' ')
  [ -z "$others" ] ||
    fail "${others}can't be taken over as $agent_package, nor stay beside it; remove it ('$(family_removal_words "${others% }")'), or take the host out of the stack"
  conflicting=
  [ "$family" = apt ] || conflicting=$(family_conflicts | tr '\n' ' ')
  [ -z "$conflicting" ] ||
    fail "the repository datadog is in ${conflicting}too, and $family would have it twice; take it out there, and the Agent is taken over"
  ! is_of_installer ||
    fail "the Agent here is Fleet Automation's own, in /opt/datadog-packages, and no package; remove it (datadog-installer remove datadog-agent), or take the host out of the stack"
}

# is_here: an Agent, or a part of one.
is_here() {
  [ -n "$(family_state)$(other_sources)" ] || [ -e "$folder_of_agent/datadog.yaml" ] || [ -e "$repository_file" ] ||
    [ -e "$keyring" ]
}

# adopt_agent: what is here is kept for destroy; the mark follows, and only then something is changed.
adopt_agent() {
  check_adoptable
  sources=$(other_sources)
  # shellcheck disable=SC2086 # a list of files
  (IFS='
'; set -f; keep_adopted $sources "$repository_file" "$keyring")
  there=$(family_version)
  printf '%s\n' "$lookout_host: the Agent that is here${there:+, at $there,} is taken over; what it had is kept in $adopted for destroy" >&2
  if [ -n "$there" ]; then note 'adopted package'; else note 'adopted files'; fi
}

# quiet_other_sources: the package manager is not to find our repository twice.
quiet_other_sources() {
  other_sources >"$scratch/others"
  while read -r file; do
    keep_source "$file"
    family_disable_source "$file"
    printf '%s\n' "$lookout_host: $file names the Agent's repository, too; its entry is turned off, and comes back at destroy" >&2
  done <"$scratch/others"
}
