#!/bin/sh
# The Python side: the custom checks, what proves the Agent on a host, and the stand-in of the Agent.
set -eu
cd "$(dirname "$0")/.."
.sandbox/python/bin/python -m pytest -q --junit-xml="$1" checks tests/python sandbox/agent/tests
