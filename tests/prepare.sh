#!/bin/sh
# What the tests need beside the npm packages: shellcheck, and a Python environment with the Agent's own libraries.
set -eu
cd "$(dirname "$0")/.."
venv=.sandbox/python
requirements="sandbox/agent/requirements.txt sandbox/agent/requirements-test.txt"

if ! command -v shellcheck >/dev/null; then
  echo "installing shellcheck"
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends shellcheck >/dev/null
fi

# shellcheck disable=SC2086 # a list of files
wanted=$(cat $requirements | sha256sum)
if [ "$(cat "$venv/.made-of" 2>/dev/null)" != "$wanted" ]; then
  echo "making a Python environment"
  mkdir -p .sandbox
  chmod 700 .sandbox
  rm -rf "$venv"
  python3 -m venv "$venv" 2>/dev/null || {
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
    python3 -m venv "$venv"
  }
  "$venv/bin/pip" install --quiet -r sandbox/agent/requirements.txt -r sandbox/agent/requirements-test.txt
  printf '%s\n' "$wanted" >"$venv/.made-of"
fi
