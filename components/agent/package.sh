#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh and apt.sh with
# $version and $repository set and the repository's keys, or their URLs, below $scratch/bodies/keys.

only_our_list() {
  apt-get -qq -y -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 \
    -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

installed_version() {
  [ "$(package_state)" != installed ] || dpkg-query -W -f '${Version}' datadog-agent
}

# Nothing that somebody else put there is taken over without a word.
check_host() {
  command -v apt-get >/dev/null || fail "no apt-get here; Lookout installs the Agent on Debian and Ubuntu so far"
  [ ! -e "$mark" ] || return 0
  for other in /etc/datadog-agent "$list" "$keyring"; do
    [ ! -e "$other" ] || fail "$other is there already, and not by Lookout; remove the Agent that it belongs to" \
      "(apt-get purge datadog-agent), or hand it over, to be removed at destroy: mkdir -p ${mark%/*} && touch $mark"
  done
}

# Made before the package is installed, so that an interrupted run counts too.
write_mark() {
  install -d -m 0755 "${mark%/*}"
  if [ -e "$mark" ]; then
    sed -i "s/^host .*/host $lookout_host/" "$mark"
    grep -q '^host ' "$mark" || printf 'host %s\n' "$lookout_host" >>"$mark"
  else
    for folder in /opt /opt/datadog-packages; do
      [ ! -d "$folder" ] || printf 'had %s\n' "$folder"
    done >"$scratch/mark"
    printf 'host %s\n' "$lookout_host" >>"$scratch/mark"
    mv "$scratch/mark" "$mark"
  fi
}

# One armoured key as the bytes that it stands for; gpg is not on every host.
dearmoured() {
  awk '/^-----BEGIN/ { head = 1; next } /^-----END/ { exit } head && /^\r?$/ { head = 0; body = 1; next } body && !/^=/' "$1" |
    base64 -d || fail "$2 is not an ASCII-armoured public key"
}

write_keyring() {
  : >"$scratch/keyring"
  for source in "$scratch"/bodies/keys/*; do
    key=$source
    origin="the key ${source##*/}"
    if ! grep -q '^-----BEGIN' "$source"; then
      origin=$(cat "$source")
      # A file of its own: apt would resume the one before.
      key=$scratch/fetched.${source##*/}
      patiently /usr/lib/apt/apt-helper -qq download-file "$origin" "$key" ||
        fail "the repository's key can't be fetched from $origin; check the URL and the host's way there, or write the key itself into agent.repository.keys"
    fi
    dearmoured "$key" "$origin" >>"$scratch/keyring"
  done
  cmp -s "$scratch/keyring" "$keyring" || install -m 0644 "$scratch/keyring" "$keyring"
}

write_list() {
  printf 'deb [signed-by=%s] %s stable 7\n' "$keyring" "$repository" >"$scratch/list"
  cmp -s "$scratch/list" "$list" || install -m 0644 "$scratch/list" "$list"
}

install_package() {
  finish_interrupted
  if [ "$(installed_version)" != "$version" ]; then
    patiently only_our_list update ||
      fail "the package repository $repository does not answer or is not signed by its keys; check agent.repository"
    patiently only_our_list --no-install-recommends --allow-downgrades --allow-change-held-packages \
      install "datadog-agent=$version" ||
      fail "datadog-agent $version can't be installed; it offers: $(apt-cache madison datadog-agent | awk '{ printf "%s ", $3 }')"
  fi
  apt-mark hold datadog-agent >/dev/null
  [ "$(installed_version)" = "$version" ] || fail "datadog-agent is at $(installed_version), not at $version"
}

check_host
write_mark
write_keyring
write_list
install_package
