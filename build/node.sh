#!/bin/sh
# Prints the folder of the Node.js that this repository runs on, to be first on PATH: the installed one where it is as new
# as package.json asks, else the default one from the npm registry, in the cache that clones share (sandbox/cache.ts).
# LOOKOUT_NODE=22 or =24 is that release, whatever is installed.
set -eu
cd "$(dirname "$0")"

default=24

fail() {
  printf 'build/node.sh: %s\n' "$1" >&2
  exit 1
}

# is_at_least 1.9 v1.10.0
is_at_least() {
  printf '%s\n' "$1" "${2#v}" | sort --version-sort --check 2>/dev/null
}

floor=$(sed -n 's/.*"node": ">=\([0-9.]*\)".*/\1/p' ../package.json)
release=${LOOKOUT_NODE:-}
if [ -z "$release" ]; then
  if installed=$(command -v node) && is_at_least "$floor" "$(node --version)"; then
    dirname "$installed"
    exit
  fi
  release=$default
fi

manifest=node-$release
[ -d "$manifest" ] || fail "there is no Node.js $release here; LOOKOUT_NODE is one of:$(printf ' %s' node-*/ | sed 's/node-//g; s|/||g')"
cache=${LOOKOUT_CACHE:-$HOME/.cache/lookout}/node
folder=$cache/$(cat "$manifest/package-lock.json" | sha256sum | cut -c 1-16)
if [ ! -d "$folder" ]; then
  command -v npm >/dev/null || fail "npm is not on PATH; install Node.js $floor or newer"
  echo "getting Node.js $release from the npm registry, once" >&2
  # Complete or not at all, and for one clone's builds and another's at the same time.
  unfinished=$folder.building-$$
  mkdir -p "$unfinished"
  trap 'rm -rf "$unfinished"' EXIT
  trap 'exit 1' HUP INT TERM
  cp "$manifest/package.json" "$manifest/package-lock.json" "$unfinished/"
  npm ci --prefix "$unfinished" --ignore-scripts --no-fund --no-audit --loglevel=error >&2 ||
    fail "npm could not get it; install Node.js $floor or newer"
  set -- "$unfinished"/node_modules/node-linux-*/bin/node
  [ -x "$1" ] || fail "the npm registry has none for $(uname -m); install Node.js $floor or newer"
  mkdir "$unfinished/bin"
  mv "$1" "$unfinished/bin/"
  rm -rf "$unfinished/node_modules"
  mv -T "$unfinished" "$folder" 2>/dev/null || [ -d "$folder" ]
fi
echo "$folder/bin"
