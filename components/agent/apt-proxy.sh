#!/bin/sh
# apt's way to our repository by $repository_proxy, in its place before the repository is; away where that is empty. Run after
# host/whole.sh, apt.sh and claim.sh. A machine's first boot without a proxy does without.
[ "$family" = apt ] || return 0

# apt_proxy URL: the way to its host, and to no other.
apt_proxy() {
  [ -n "$repository_proxy" ] || return 0
  host=$(printf '%s' "$1" | sed 's,^[a-z]*://,,; s,[:/].*,,')
  for scheme in http https; do
    printf 'Acquire::%s::Proxy::%s "%s";\n' "$scheme" "$host" "$repository_proxy"
  done
}

family_fetch() {
  rm -f "$2"
  apt_proxy "$1" >"$scratch/proxy"
  patiently /usr/lib/apt/apt-helper -qq -c "$scratch/proxy" download-file "$1" "$2"
}

apt_proxy "$repository" >"$scratch/proxy"
if [ ! -s "$scratch/proxy" ]; then
  rm -f "$proxy_file"
else
  lay "$scratch/proxy" "$proxy_file"
fi
