#!/bin/sh
# Files that the stack no longer has. Run after host/library.sh, mark.sh, foreign-files.sh and adopted.sh, and before
# configuration.sh.

# remove_dropped: of an Agent that was taken over the file that was there before comes back.
remove_dropped() {
  [ -e "$manifest" ] || return 0
  grep -vxF -f "$scratch/manifest" "$manifest" >"$scratch/dropped" || return 0
  : >"$owed"
  give_files_back <"$scratch/dropped"
}
