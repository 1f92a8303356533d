#!/bin/sh
# Takes Lookout's files away from the Agent and stops it; one that was here before has its own again. Run after
# host/library.sh, host/whole.sh, mark.sh, foreign-files.sh, adopted.sh and wheels.sh.
manifest=/var/lib/lookout/agent-files

# Another entry of the stack may have taken this host over since.
is_ours || exit 0
if ! is_adopted && systemctl is-active --quiet datadog-agent; then systemctl stop datadog-agent; fi
if [ -e "$manifest" ]; then give_files_back <"$manifest"; fi
remove_all_wheels
if is_adopted && [ -e "$manifest" ]; then give_service_back; fi
rm -f "$manifest" "$owed"
