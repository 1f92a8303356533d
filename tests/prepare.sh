#!/bin/sh
# What the tests need beside the npm packages: a browser, and Python environments: the Agent's own libraries, the example
# application's, linters, and Pulumi's own for a stack that is not Lookout's.
set -eu
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null; then
  echo "installing chromium"
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi

# environment FOLDER FILE...: a virtual environment of these requirements, made anew where they change.
environment() {
  venv=$1
  shift
  wanted=$(cat "$@" | sha256sum)
  if [ "$(cat "$venv/.made-of" 2>/dev/null)" = "$wanted" ]; then return 1; fi
  echo "making a Python environment: $venv"
  mkdir -p .sandbox
  chmod 700 .sandbox
  rm -rf "$venv"
  python3 -m venv "$venv" 2>/dev/null || {
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends python3-venv >/dev/null
    python3 -m venv "$venv"
  }
}

made() {
  printf '%s\n' "$wanted" >"$venv/.made-of"
}

tracer=sandbox/agent/requirements-tracer.txt
if environment .sandbox/python sandbox/agent/requirements.txt sandbox/agent/requirements-test.txt "$tracer"; then
  "$venv/bin/pip" install --quiet -r sandbox/agent/requirements.txt -r sandbox/agent/requirements-test.txt
  # Beside it and not in it: the Agent's own libraries hold another version.
  "$venv/bin/pip" install --quiet --no-deps --target "$venv/tracer" -r "$tracer"
  made
fi
if environment .sandbox/application apps/flask/requirements.txt apps/flask/requirements-test.txt; then
  "$venv/bin/pip" install --quiet --require-hashes -r apps/flask/requirements.txt
  "$venv/bin/pip" install --quiet -r apps/flask/requirements-test.txt
  made
fi
if environment .sandbox/linters tests/requirements-linters.txt; then
  "$venv/bin/pip" install --quiet -r tests/requirements-linters.txt
  # Its package for Python would load a program from elsewhere.
  GOBIN="$PWD/$venv/bin" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
  made
fi
if environment .sandbox/pulumi tests/requirements-pulumi.txt; then
  "$venv/bin/pip" install --quiet -r tests/requirements-pulumi.txt
  made
fi
