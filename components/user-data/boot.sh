#!/bin/sh
# Run by cloud-init as root at a machine's first boot, and by whoever mends what stopped it: lays the Agent by the scripts
# that SSH brings to hosts, with the API key that the machine fetches itself. What it calls at the end is of the machines'
# own settings.
set -eu
umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
folder=${0%/*}
lookout_host=$(uname -n | tr -cd 'A-Za-z0-9.-')
key=

# fail MESSAGE: what was wrong and what to do, where cloud-init's log shows it last.
fail() {
  printf '%s: %s. Then run: sh %s\n' "$lookout_host" "$*" "$0" >&2
  exit 1
}

# take_key FROM: standard input is the key, whose text nothing shows.
take_key() {
  key=$(tr -d ' \r\n')
  case $key in
    *[!0-9a-f]*) key= ;;
  esac
  [ "${#key}" -eq 32 ] || fail "$1 gives no API key; expected 32 hexadecimal digits and nothing else"
}

# key_of_file FILE: one that nobody but its owner reads.
key_of_file() {
  [ -f "$1" ] || fail "there is no $1, which the image should have with the API key; make it, with mode 0600"
  case $(stat -c %a "$1") in
    400 | 600) ;;
    *) fail "others may read $1, which has the API key; run 'chmod 0600 $1' when the image is made" ;;
  esac
  take_key "the file with the API key" <"$1"
}

# key_of_command: of the declared one; the rights of a machine that was just made take some seconds to arrive.
key_of_command() {
  left=6
  until sh "$folder/api-key-command" >"$folder/key" 2>"$folder/said" </dev/null; do
    left=$((left - 1))
    [ "$left" -gt 0 ] ||
      fail "the command that fetches the API key fails ($(tail -n 1 "$folder/said")); mend its rights, or the command ($folder/api-key-command)"
    sleep 5
  done
  take_key "the command that fetches the API key" <"$folder/key"
  rm "$folder/key"
}

# script: what it runs on hosts, with what is this machine's own.
script() {
  address=
  if grep -q lookout-host-address "$folder/script"; then address=$(hostname -I | cut -d ' ' -f 1); fi
  sed "s/lookout-host-name/$lookout_host/g; s/lookout-host-address/$address/g" "$folder/script"
}

# lay WHAT [NAME=VALUE]...: as a command over SSH does, whose input this is.
lay() {
  {
    printf 'script %s\n' "$(script | gzip -c | base64 -w 0)"
    printf 'secrets\n'
    if [ "$1" = configuration ] && [ -n "$key" ]; then
      printf 'api_key %s\n' "$(printf '"%s"' "$key" | base64 -w 0)"
    fi
  } >"$folder/input"
  printf 'end %s\n' "$(sha256sum <"$folder/input" | cut -d ' ' -f 1)" >>"$folder/input"
  what=$1
  shift
  flock --close --wait @SECONDS@ /run/lock /bin/sh "$folder/receive" \
    "$lookout_host" "boot-$what" "$lookout_host-$what" "$@" <"$folder/input"
  rm "$folder/input"
}
