#!/bin/sh
# The example application, with the real tracer and Datadog's own sink of traces.
set -eu
cd "$(dirname "$0")/../apps/flask"
../../.sandbox/application/bin/python -m pytest -q -p no:cacheprovider --junit-xml="$1"
