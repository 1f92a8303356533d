#!/bin/sh
# Whether the server that answers at the local socket is the one that the Agent will reach. Run after host/library.sh
# with $address, $port and $socket set.

# here ADDRESS: it is one of this host's own.
here() {
  case $1 in 127.* | ::1) return 0 ;; esac
  { hostname -I 2>/dev/null || ip -o addr 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }'; } | tr ' ' '\n' | grep -qxF "$1"
}

# little_endian ADDRESS: an IPv4 address as /proc/net has it.
little_endian() {
  echo "$1" | awk -F. '{ printf "%02X%02X%02X%02X", $4, $3, $2, $1 }'
}

# listeners ADDRESS: the inodes of the sockets that take what comes for it at $port. Of an IPv6 address only the port is
# compared.
listeners() {
  case $1 in *:*) wanted=' ' ;; *) wanted=$(little_endian "$1") ;; esac
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf '%04X' "$port")" -v wanted="$wanted" '
    $4 == "0A" && split($2, place, ":") == 2 && place[2] == port &&
      (place[1] ~ /^0+$/ || wanted == " " && length(place[1]) == 32 || substr(place[1], length(place[1]) - 7) == wanted) { print $10 }'
}

# prove_own WHAT PID: before anything is changed there. Two servers of a host may share a port, on two addresses.
prove_own() {
  [ -z "$socket" ] || return 0
  addresses=$(getent ahosts "$address" | awk '{ print $1 }' | sort -u)
  [ -n "$addresses" ] || fail "$address is no address and no name that this host knows; nothing was changed"
  for one in $addresses; do
    here "$one" || continue
    for inode in $(listeners "$one"); do
      if find "/proc/$2/fd" -lname "socket:\[$inode\]" 2>/dev/null | grep -q .; then return 0; fi
    done
  done
  fail "$1 at the local socket (process ${2:-unknown}) is not what listens at $address:$port, and would be the wrong one; nothing was changed." \
    "Declare where it listens, or its socket; for another host's server admin, who makes the user there over the network, or manageUser: false"
}
