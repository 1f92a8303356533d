#!/bin/sh
# An Agent that is not Lookout's. Run after host/library.sh, mark.sh and the family's.

# check_for_other_agent: what an earlier Agent left is named, all of it, with what takes it over and what removes it.
check_for_other_agent() {
  packages=
  for package in datadog-agent datadog-iot-agent datadog-fips-agent datadog-signing-keys; do
    [ -z "$(family_state "$package")" ] || packages="$packages $package"
  done
  files=
  for file in /etc/datadog-agent/datadog.yaml "$repository_file" "$keyring"; do
    [ ! -e "$file" ] || files="$files $file"
  done
  [ -n "$packages$files" ] || return 0
  # shellcheck disable=SC2086 # a list of names
  remove=${packages:+"$(family_removal_words $packages) && "}
  fail "an Agent is here already, and not by Lookout:$packages$files. To have it taken over say agent.adopt: true" \
    "('lookout adoption' tells what that changes), or remove it ('${remove}rm -f$files')"
}
