#!/bin/sh
# An Agent that is not Lookout's. Run after host/library.sh, mark.sh and the family's.

# check_for_other_agent: what an earlier Agent left is named, all of it, with the commands that remove it.
check_for_other_agent() {
  packages=
  for package in datadog-agent datadog-signing-keys; do
    [ -z "$(family_state "$package")" ] || packages="$packages $package"
  done
  files=
  for file in /etc/datadog-agent/datadog.yaml "$repository_file" "$keyring"; do
    [ ! -e "$file" ] || files="$files $file"
  done
  [ -n "$packages$files" ] || return 0
  # shellcheck disable=SC2086 # a list of names
  remove=${packages:+"$(family_removal_words $packages) && "}
  fail "an Agent is here already, and not by Lookout:$packages$files. Remove it ('${remove}rm -f$files')," \
    "or hand it over, to be removed at destroy ('mkdir -p ${mark%/*} && echo end >$mark')"
}
