#!/bin/sh
# Takes Lookout's files away from the Agent and stops it. Run after host/library.sh, host/whole.sh,
# mark.sh and wheels.sh.
config=/etc/datadog-agent
manifest=/var/lib/lookout/agent-files

# Another entry of the stack may have taken this host over since.
is_ours || exit 0
if systemctl is-active --quiet datadog-agent; then systemctl stop datadog-agent; fi
if [ -e "$manifest" ]; then
  while read -r path; do
    rm -f "$config/$path"
    [ "$(dirname "$path")" = . ] || rmdir --ignore-fail-on-non-empty "$(dirname "$config/$path")" 2>/dev/null || :
  done <"$manifest"
fi
remove_all_wheels
rm -f "$manifest" "$owed"
