#!/bin/sh
# What a host has of its Agent. Run after host/library.sh, facts.sh, files.sh, and the Agent's mark.sh, its family's, wheels.sh
# and foreign-files.sh with $paths, $shown and $wheel_names set, one a line, and what the package's script has. Changes nothing.
signing_keys=/opt/datadog-signing-keys/datadog-archive-keyring.gpg

digest() {
  sha256sum | cut -d ' ' -f 1
}

# The digest of all, and where it ends with the keys of the package datadog-signing-keys, of what is before them.
tell_keyring() {
  [ -f "$keyring" ] || return 0
  rest=
  if [ -s "$signing_keys" ]; then
    length=$(stat -c %s "$signing_keys")
    before=$(($(stat -c %s "$keyring") - length))
    if [ "$before" -ge 0 ] && tail -c "$length" "$keyring" | cmp -s - "$signing_keys"; then
      rest=$(head -c "$before" "$keyring" | digest)
    fi
  fi
  tell keyring "$(digest <"$keyring")" "$rest"
}

# Where the host itself makes its repository's text, it says whether that is there.
tell_repository() {
  [ "$family" != apt ] || return 0
  if [ ! -e "$repository_file" ]; then
    tell repository "$(encoded "$repository_file")" missing
  elif ! "${family}_repository" | cmp -s - "$repository_file"; then
    tell repository "$(encoded "$repository_file")" differs
  fi
  [ -s "$keyring" ] || tell repository "$(encoded "$keyring")" missing
}

tell_mark() {
  if ! mark_is_whole; then
    tell mark "$([ -e "$mark" ] && echo cut || echo missing)"
  elif is_ours; then
    tell mark ours
  else
    tell mark other "$(encoded "$(sed -n 's/^host //p' "$mark" | head -n 1)")"
  fi
}

# What the Agent loads beside the stack's files; neither the package's, nor made by the Agent as it runs.
tell_foreign() {
  [ -d "$folder_of_agent" ] || return 0
  foreign_files | grep -E '\.(yaml|yml|py)$|^environment$' | head -n 100 >"$scratch/foreign" || :
  while read -r path; do tell foreign "$(encoded "$folder_of_agent/$path")"; done <"$scratch/foreign"
}

cd / || exit 1
tell package "$(family_state)" "$(family_version)" "$(! family_held || echo hold)"
tell family "$family"
tell_files
tell_keyring
tell_repository
tell_mark
if [ -e /var/lib/lookout/agent-files ]; then tell manifest "$(base64 -w 0 /var/lib/lookout/agent-files)"; fi
if [ -e "$wheels" ]; then tell wheels "$(base64 -w 0 "$wheels")"; fi
for name in $wheel_names; do tell wheel "$name" "$(wheel_version "$name")"; done
tell_foreign
tell_unit datadog-agent
if [ -e "$owed" ]; then tell owed; fi
end_telling
