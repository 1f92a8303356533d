#!/bin/sh
# What the package's scripts share. Run after host/library.sh.
keyring=/usr/share/keyrings/datadog-archive-keyring.gpg
list=/etc/apt/sources.list.d/datadog.list
# Says whose the package is: lines "host NAME", and "had FOLDER" for what was there before and may go with the package.
mark=/var/lib/lookout/agent-package
# No questions, no restarts of other services.
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1

# patiently COMMAND...: again for two minutes while another apt or dpkg holds a lock, as at a machine's first boot.
# apt's own option waits for dpkg's lock alone.
patiently() {
  waited=0
  until "$@" >"$scratch/apt" 2>&1; do
    if ! grep -q 'lock' "$scratch/apt"; then
      tail -n 5 "$scratch/apt" >&2
      return 1
    fi
    [ "$waited" -lt 120 ] || fail "another apt or dpkg holds its lock for two minutes; see 'lslocks' there, then run it again"
    sleep 3
    waited=$((waited + 3))
  done
}

package_state() {
  dpkg-query -W -f '${db:Status-Status}' datadog-agent 2>/dev/null || :
}

# A run that was killed may have left the package half done, which apt does not touch.
finish_interrupted() {
  case $(package_state) in
    unpacked | half-configured | triggers-*) patiently dpkg --configure datadog-agent || : ;;
  esac
}
