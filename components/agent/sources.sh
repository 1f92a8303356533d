#!/bin/sh
# Other sources of our repository. Run after host/library.sh.

# sources_that COMMAND FOLDER: the files of apt's folder of which the command holds. It asks apt itself, of one file after
# the other: $file is alone in $scratch/parts.
sources_that() {
  for file in "$2/sources.list" "$2"/sources.list.d/*.list "$2"/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    rm -rf "$scratch/parts"
    mkdir "$scratch/parts"
    cp "$file" "$scratch/parts"
    ! "$1" || printf '%s\n' "$file"
  done
}

# conflicting_sources LINE FOLDER: the files of apt's folder with which apt would stop on the whole host if LINE were a
# source too, because they name its repository with other keys.
conflicting_sources() {
  printf '%s\n' "$1" >"$scratch/our.list"
  sources_that conflict "$2"
}

conflict() {
  [ "${file##*/}" != datadog.list ] &&
    ! apt-get indextargets -o Dir::Etc::sourcelist="$scratch/our.list" -o Dir::Etc::sourceparts="$scratch/parts" \
      >"$scratch/said" 2>&1 && grep -q 'Conflicting values set' "$scratch/said"
}
