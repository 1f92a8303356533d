#!/bin/sh
# What the package's scripts share. Run after host/library.sh with $package_wait_seconds set.
keyring=/usr/share/keyrings/datadog-archive-keyring.gpg
list=/etc/apt/sources.list.d/datadog.list
# No questions, no restarts of other services.
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1

# patiently COMMAND...: again while another apt or dpkg holds a lock, as at a machine's first boot, for
# $package_wait_seconds. apt's own option waits for dpkg's lock alone.
patiently() {
  waited=0
  until "$@" >"$scratch/apt" 2>&1 </dev/null; do
    if ! grep -q 'Could not get lock \|is another process using it?\|locked by another process' "$scratch/apt"; then
      tail -n 5 "$scratch/apt" >&2
      return 1
    fi
    [ "$waited" -lt "$package_wait_seconds" ] ||
      fail "another apt or dpkg has held its lock for $package_wait_seconds s ($(lock_holder)); let it end, or wait longer: agent.packageWaitSeconds"
    sleep 3
    waited=$((waited + 3))
  done
}

# As apt or dpkg said, else as the kernel knows.
lock_holder() {
  said=$(sed -n 's/.*held by \(process [0-9]* ([^)]*)\).*/\1/p; s/.*\(process with pid [0-9]*\).*/\1/p' "$scratch/apt" | head -n 1)
  [ -n "$said" ] || said=$(lslocks --noheadings --output PID,COMMAND,PATH 2>/dev/null |
    awk '$3 ~ "^/var/(lib/(dpkg|apt)|cache/(apt|debconf))/" { print "process " $1 " (" $2 ")"; exit }')
  printf '%s' "${said:-\'lslocks\' there names it}"
}

# Whatever the host's own apt.conf allows, an unsigned package is none.
quiet_apt() {
  apt-get -qq -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowWeakRepositories=false \
    -o Acquire::AllowDowngradeToInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false "$@"
}

only_our_list() {
  quiet_apt -o Dir::Etc::sourcelist="$list" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 "$@"
}

# package_state [PACKAGE]: dpkg's word, nothing where it knows none.
package_state() {
  dpkg-query -W -f '${db:Status-Status}' "${1:-datadog-agent}" 2>/dev/null | sed 's/^not-installed$//'
}

installed_version() {
  [ "$(package_state)" != installed ] || dpkg-query -W -f '${Version}' datadog-agent
}

# A run that was killed, or a host that lost its power, may have left dpkg or the package half done, which apt does not
# touch. Of other packages nothing is configured.
finish_interrupted() {
  # dpkg's journal: every command that may write folds it in, and this one does nothing else.
  if [ -n "$(find /var/lib/dpkg/updates -name '[0-9]*' 2>/dev/null)" ]; then patiently dpkg --set-selections || :; fi
  case $(package_state) in
    # Its files are not whole: nothing but another installation mends that.
    half-installed) patiently dpkg --remove --force-remove-reinstreq datadog-agent || : ;;
    unpacked | half-configured | triggers-*) patiently dpkg --configure datadog-agent || : ;;
  esac
}
