#!/bin/sh
# The scripts of a host's commands where root keeps them, each in a folder of its digest's name. Run before receive.sh.
#
# What a user's file brings is kept only where it has its digest, and of what is kept only that is run whose digest the
# command's text names. A script stays until its command was removed, or has had two others: a run that was killed may
# have made a command of which the state still has the one before.
lookout_store=/var/lib/lookout/scripts
# In memory, for a removal whose end the state did not hear of, and for what is made after it.
lookout_removed=/run/lookout/scripts

# stored_script HOST WHAT NAME DIGEST: becomes $scratch/script.
stored_script() {
  lookout_host=$1 lookout_what=$2 lookout_name=$3 lookout_digest=${4#*=}
  if grep -q '^bundle$' "$scratch/input"; then
    store_bundle || store_full || exit 1
  fi
  if [ ! -e "$lookout_store/$lookout_digest" ] && [ -e "$lookout_removed/$lookout_digest" ]; then
    restore_removed || store_full || exit 1
  fi
  cp -R "$lookout_store/$lookout_digest" "$scratch/stored" 2>/dev/null || mkdir "$scratch/stored"
  if [ "$(stored_digest "$scratch/stored")" != "$lookout_digest" ]; then
    printf '%s\n' "$1: the script of $3 is gone from $lookout_store, and nothing was changed. Then run: pulumi up --replace '**::$1-scripts'" >&2
    exit 1
  fi
  mv "$scratch/stored/script" "$scratch/script"
}

stored_digest() {
  cat "$1/login" "$1/script" 2>/dev/null | sha256sum | cut -c -32
}

store_full() {
  rm -rf "$lookout_store/new"
  printf '%s\n' "$lookout_host: $lookout_store can't be written; make room on its disk. Then run: pulumi up" >&2
  return 1
}

# Others run what is not root's part.
make_store() {
  install -d -m 0755 "${lookout_store%/*}" "$lookout_store" "$lookout_store/used"
}

# store_bundle: each of its scripts, and which command has which.
store_bundle() {
  sed '1,/^bundle$/d; $d' "$scratch/input" >"$scratch/bundle"
  sed '/^#/q' "$scratch/bundle" >"$scratch/login"
  sed '1,/^#/d' "$scratch/bundle" | cut -d ' ' -f 1,2 | grep -xE '[A-Za-z0-9._-]+ [0-9a-f]{32}' >"$scratch/table" || :
  make_store || return 1
  while read -r _ lookout_one; do
    [ ! -e "$lookout_store/$lookout_one" ] || continue
    rm -rf "$lookout_store/new"
    install -d -m 0755 "$lookout_store/new" && install -m 0644 "$scratch/login" "$lookout_store/new/login" &&
      sed -n "s/^[^ ]* $lookout_one //p" "$scratch/bundle" | head -n 1 | base64 -d | gzip -d >"$lookout_store/new/script" &&
      sync "$lookout_store/new/login" "$lookout_store/new/script" || return 1
    [ "$(stored_digest "$lookout_store/new")" = "$lookout_one" ] || continue
    mv "$lookout_store/new" "$lookout_store/$lookout_one" || return 1
  done <"$scratch/table"
  rm -rf "$lookout_store/new"
  install -m 0600 "$scratch/table" "$lookout_store/table"
}

restore_removed() {
  make_store || return 1
  for lookout_one in "$lookout_removed"/*/; do
    [ -e "$lookout_store/$(basename "$lookout_one")" ] || cp -Rp "$lookout_one" "$lookout_store" || return 1
  done
  touch "$lookout_store/table" && sort -u -o "$lookout_store/table" "$lookout_store/table" "$lookout_removed/table"
}

# record_script: called where a script has ended well, by library.sh.
record_script() {
  if [ "$lookout_what" = delete ]; then rm -f "$lookout_store/used/$lookout_name"; else record_use || store_full || return 1; fi
  if [ -z "$(ls "$lookout_store/used")" ]; then
    install -d -m 0755 "${lookout_removed%/*}" "$lookout_removed" &&
      cp -Rp "$lookout_store/." "$lookout_removed" && rm -rf "$lookout_store"
    rmdir --ignore-fail-on-non-empty "${lookout_store%/*}" 2>/dev/null || :
    return 0
  fi
  for lookout_one in "$lookout_store"/*/; do
    lookout_one=$(basename "$lookout_one")
    [ "$lookout_one" = used ] || grep -rqs "$lookout_one" "$lookout_store/table" "$lookout_store/used" ||
      rm -rf "${lookout_store:?}/$lookout_one"
  done
}

# record_use: the scripts that the command has, with which it is removed, and those that it had before.
record_use() {
  lookout_used=$lookout_store/used/$lookout_name
  { sed -n "s/^$lookout_name //p" "$lookout_store/table" 2>/dev/null; printf '%s\n' "$lookout_digest"; } |
    sort -u >"$scratch/used"
  if [ -e "$lookout_used" ] && sed '/^$/,$d' "$lookout_used" | cmp -s - "$scratch/used"; then return 0; fi
  if [ -e "$lookout_used" ]; then { echo; sed '/^$/,$d' "$lookout_used"; } >>"$scratch/used"; fi
  install -m 0600 "$scratch/used" "$lookout_used.new" && mv "$lookout_used.new" "$lookout_used"
}
