#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh with
# $version and $repository set and the repository's keys, or their URLs, below $scratch/bodies/keys.
keyring=/usr/share/keyrings/datadog-archive-keyring.gpg
list=/etc/apt/sources.list.d/datadog.list
# Says that the package is Lookout's to remove, and whether /opt was there, which dpkg removes with its last package;
# made before the package is installed, so that an interrupted run counts too.
mark=/var/lib/lookout/agent-package
export DEBIAN_FRONTEND=noninteractive

only_our_list() {
  apt-get -qq -o DPkg::Lock::Timeout=120 -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- \
    -o APT::Get::List-Cleanup=0 "$@"
}

installed_version() {
  dpkg-query -W -f '${db:Status-Status} ${Version}' datadog-agent 2>/dev/null | sed -n 's/^installed //p'
}

check_host() {
  command -v apt-get >/dev/null || fail "no apt-get here; Lookout installs the Agent on Debian and Ubuntu so far"
  if [ ! -e "$mark" ] && [ -n "$(installed_version)" ]; then
    fail "datadog-agent $(installed_version) is installed already, and not by Lookout; remove it (apt-get purge datadog-agent)," \
      "or hand it over, to be removed at destroy: mkdir -p ${mark%/*} && touch $mark"
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
      key=$scratch/key
      origin=$(cat "$source")
      /usr/lib/apt/apt-helper -qq download-file "$origin" "$key" >&2 ||
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
  if [ "$(installed_version)" != "$version" ]; then
    # A run that was killed may have left a package half configured.
    dpkg --configure -a >&2
    only_our_list update >&2 ||
      fail "the package repository $repository does not answer or is not signed by its keys; check agent.repository"
    apt-get -qq -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 --no-install-recommends \
      --allow-downgrades --allow-change-held-packages install "datadog-agent=$version" >"$scratch/apt" 2>&1 || {
      tail -n 5 "$scratch/apt" >&2
      fail "datadog-agent $version can't be installed; it offers: $(apt-cache madison datadog-agent | awk '{ printf "%s ", $3 }')"
    }
  fi
  apt-mark hold datadog-agent >/dev/null
  [ "$(installed_version)" = "$version" ] || fail "datadog-agent is at $(installed_version), not at $version"
}

check_host
install -d -m 0755 "${mark%/*}"
[ -e "$mark" ] || { if [ -d /opt ]; then echo /opt; fi >"$mark"; }
write_keyring
write_list
install_package
