#!/bin/sh
# Other sources of our repository. Run after host/library.sh.

# conflicting_sources LINE FOLDER: the files of apt's folder with which apt would stop on the whole host if LINE were a
# source too, because they name its repository with other keys. apt itself is asked, of one file after the other.
conflicting_sources() {
  printf '%s\n' "$1" >"$scratch/our.list"
  for file in "$2/sources.list" "$2"/sources.list.d/*.list "$2"/sources.list.d/*.sources; do
    if [ ! -f "$file" ] || [ "${file##*/}" = datadog.list ]; then continue; fi
    rm -rf "$scratch/parts"
    mkdir "$scratch/parts"
    cp "$file" "$scratch/parts"
    apt-get indextargets -o Dir::Etc::sourcelist="$scratch/our.list" -o Dir::Etc::sourceparts="$scratch/parts" \
      >"$scratch/said" 2>&1 || ! grep -q 'Conflicting values set' "$scratch/said" || printf '%s\n' "$file"
  done
}
