#!/bin/sh
# What a host has of an Agent that is not the stack's. Run after host/library.sh, facts.sh, files.sh, and the Agent's mark.sh,
# its family's and those of an adoption with $paths, $shown and what the
# package's script has set. Changes nothing.

tell_mark() {
  if is_ours; then
    tell mark ours
  elif mark_is_whole; then
    tell mark other
  fi
}

# What the Agent loads beside the stack's files.
tell_foreign() {
  [ -d "$folder_of_agent" ] || return 0
  foreign_files | grep -E '\.(yaml|yml|py)$' | head -n 200 >"$scratch/foreign" || :
  while read -r path; do tell foreign "$(encoded "$path")"; done <"$scratch/foreign"
}

# Names alone: a value may be a secret.
tell_variables() {
  sed -n 's/^[[:space:]]*\(DD_[A-Za-z0-9_]*\)=.*/\1/p' "$folder_of_agent/environment" 2>/dev/null | sort -u >"$scratch/variables" || :
  while read -r name; do tell variable "$name"; done <"$scratch/variables"
}

cd / || exit 1
tell family "$family"
tell package "$(family_state)" "$(family_version)" "$(! family_held || echo hold)"
tell_mark
for package in $(other_packages); do tell other "$package"; done
if is_of_installer; then tell installer; fi
other_sources | while read -r file; do tell source "$(encoded "$file")"; done
# Of apt's the other entry is turned off.
[ "$family" = apt ] || family_conflicts | while read -r file; do tell conflict "$(encoded "$file")"; done
tell_files
tell_foreign
tell_variables
end_telling
