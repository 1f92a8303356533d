# shellcheck shell=sh
# What every script may call. Secrets come on standard input as lines of NAME and base64.
set -eu
umask 077
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
# One script runs at a time: what is there is of one that was killed, its secrets included.
rm -rf /run/lookout.??????
scratch=$(mktemp -d /run/lookout.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# Whoever ran the script is gone, and nobody reads what it says.
trap 'exit 141' PIPE

# fail MESSAGE: what was wrong and what to do, with the host's name, where Pulumi shows it.
fail() {
  printf '%s: %s\n' "${lookout_host:-host}" "$*" >&2
  exit 1
}

# read_secrets: each into a file of its own, in memory, for root only.
read_secrets() {
  mkdir "$scratch/secrets"
  while read -r name value; do
    printf '%s' "$value" | base64 -d >"$scratch/secrets/$name"
  done
}

# body PATH: keeps standard input below $scratch/bodies.
body() {
  mkdir -p "$scratch/bodies/$(dirname "$1")"
  cat >"$scratch/bodies/$1"
}
