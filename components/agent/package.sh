#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh, host/whole.sh,
# mark.sh, apt.sh, sources.sh and pinned.sh with $version and $repository set and the repository's keys, or their URLs,
# below $scratch/bodies/keys.
source="deb [signed-by=$keyring] $repository stable 7"
# What the package datadog-signing-keys brings: Datadog's keys, and each that follows them.
signing_keys=/opt/datadog-signing-keys/datadog-archive-keyring.gpg

# Nothing that somebody else put there is taken over without a word, and nothing written before that is known.
check_host() {
  command -v apt-get >/dev/null || fail "no apt-get here; Lookout installs the Agent on Debian and Ubuntu so far"
  conflicting=$(conflicting_sources "$source" /etc/apt | tr '\n' ' ')
  [ -z "$conflicting" ] ||
    fail "the repository $repository is among this host's sources with other keys ($conflicting), and apt stops where one repository has two; take it out there"
  mark_is_whole || check_for_other_agent
}

# check_for_other_agent: what an earlier Agent left is named, all of it, with the commands that remove it.
check_for_other_agent() {
  packages=
  for package in datadog-agent datadog-signing-keys; do
    [ -z "$(package_state "$package")" ] || packages="$packages $package"
  done
  files=
  for file in /etc/datadog-agent/datadog.yaml "$list" "$keyring"; do
    [ ! -e "$file" ] || files="$files $file"
  done
  [ -n "$packages$files" ] || return 0
  purge=${packages:+"apt-get purge -y --allow-change-held-packages$packages && "}
  fail "an Agent is here already, and not by Lookout:$packages$files. Remove it ('${purge}rm -f$files')," \
    "or hand it over, to be removed at destroy ('mkdir -p ${mark%/*} && echo end >$mark')"
}

# note LINE...: the mark with these lines more, and this host's name.
note() {
  install -d -m 0755 "${mark%/*}"
  {
    ! mark_is_whole || grep '^had \|^made ' "$mark" || :
    for line in "$@"; do printf '%s\n' "$line"; done
    printf 'host %s\nend\n' "$lookout_host"
  } | sort -u | sed '/^end$/d; $a end' >"$scratch/mark"
  cmp -s "$scratch/mark" "$mark" || keep "$mark" 0644 <"$scratch/mark"
}

# Made before the package is installed, so that an interrupted run counts too.
write_mark() {
  set --
  if ! mark_is_whole; then
    for folder in /opt /opt/datadog-packages; do
      [ ! -d "$folder" ] || set -- "$@" "had $folder"
    done
  fi
  note "$@"
}

# One armoured key as the bytes that it stands for; gpg is not on every host.
dearmoured() {
  awk '/^-----BEGIN/ { head = 1; next } /^-----END/ { exit } head && /^\r?$/ { head = 0; body = 1; next } body && !/^=/' "$1" |
    base64 -d || fail "$2 is not an ASCII-armoured public key"
}

# lay FILE PLACE: for apt, which reads it as a user of its own; root's alone to write.
lay() {
  if cmp -s "$1" "$2" && [ "$(stat -c %U:%G:%a "$2")" = root:root:644 ]; then return 0; fi
  keep "$2" 0644 <"$1"
}

write_keyring() {
  : >"$scratch/keyring"
  for body in "$scratch"/bodies/keys/*; do
    key=$body
    origin="the key ${body##*/}"
    if ! grep -q '^-----BEGIN' "$body"; then
      origin=$(cat "$body")
      # A file of its own: apt would resume the one before.
      key=$scratch/fetched.${body##*/}
      patiently /usr/lib/apt/apt-helper -qq download-file "$origin" "$key" ||
        fail "the repository's key can't be fetched from $origin; check the URL and the host's way there, or write the key itself into agent.repository.keys"
    fi
    dearmoured "$key" "$origin" >>"$scratch/keyring"
  done
  if [ -e "$signing_keys" ]; then cat "$signing_keys" >>"$scratch/keyring"; fi
  lay "$scratch/keyring" "$keyring"
}

write_list() {
  printf '%s\n' "$source" >"$scratch/list"
  lay "$scratch/list" "$list"
}

# Minimal images lack what older versions' own scripts call, and what https needs. Without them a newer one may still do.
install_prerequisites() {
  set --
  command -v adduser >/dev/null || set -- "$@" adduser
  [ -e /etc/ssl/certs/ca-certificates.crt ] || set -- "$@" ca-certificates
  if [ $# -gt 0 ]; then
    come_along "$@" || { patiently quiet_apt update && come_along "$@"; } ||
      printf '%s\n' "$lookout_host: $* can't be installed, which the Agent may need; install it from this host's own sources" >&2
  fi
}

# come_along PACKAGE...: with what they bring, noted first.
come_along() {
  quiet_apt -s --no-install-recommends install "$@" >"$scratch/simulated" 2>/dev/null || return 1
  made=$(sed -n 's/^Inst \([^ ]*\).*/made \1/p' "$scratch/simulated")
  # shellcheck disable=SC2046 # a package's name has no white space
  (IFS='
'; set -f; note $made)
  patiently quiet_apt --no-install-recommends install "$@"
}

# With Datadog's own keys, the package that follows their rotation; it would overwrite a mirror's.
install_signing_keys() {
  ! grep -qv '^https://keys\.datadoghq\.com/' "$scratch"/bodies/keys/* || return 0
  [ -z "$(package_state datadog-signing-keys)" ] || return 0
  only_our_list -s install datadog-signing-keys >/dev/null 2>&1 || return 0
  note "made datadog-signing-keys"
  patiently only_our_list --no-install-recommends install datadog-signing-keys || :
}

check_host
write_mark
install_prerequisites
write_keyring
write_list
install_pinned
install_signing_keys
