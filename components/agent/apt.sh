#!/bin/sh
# Debian, Ubuntu and their kin: what family.sh says, by apt and dpkg. Run after family.sh.
[ "$family" = apt ] || return 0
family_programs='apt or dpkg'
keyring=/usr/share/keyrings/datadog-archive-keyring.gpg
repository_file=/etc/apt/sources.list.d/datadog.list
# The way there. Others fetch our index, too, as the host's own timers do.
proxy_file=/etc/apt/apt.conf.d/95lookout-datadog
# What the package datadog-signing-keys brings: Datadog's keys, and each that follows them.
signing_keys=/opt/datadog-signing-keys/datadog-archive-keyring.gpg
# No questions, no restarts of other services.
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1

# apt's own option waits for dpkg's lock alone.
family_busy() {
  grep -q 'Could not get lock \|is another process using it?\|locked by another process' "$1"
}

# As apt or dpkg said, else as the kernel knows.
family_lock_holder() {
  said=$(sed -n 's/.*held by \(process [0-9]* ([^)]*)\).*/\1/p; s/.*\(process with pid [0-9]*\).*/\1/p' "$1" | head -n 1)
  [ -n "$said" ] || said=$(lslocks --noheadings --output PID,COMMAND,PATH 2>/dev/null |
    awk '$3 ~ "^/var/(lib/(dpkg|apt)|cache/(apt|debconf))/" { print "process " $1 " (" $2 ")"; exit }')
  printf '%s' "${said:-'lslocks' there names it}"
}

# Whatever the host's own apt.conf allows, an unsigned package is none.
quiet_apt() {
  apt-get -qq -y -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowWeakRepositories=false \
    -o Acquire::AllowDowngradeToInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false "$@"
}

only_our_list() {
  quiet_apt -o Dir::Etc::sourcelist="$repository_file" -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 "$@"
}

apt_source() {
  printf 'deb [signed-by=%s] %s stable 7\n' "$keyring" "$repository"
}

family_conflicts() {
  conflicting_sources "$(apt_source)" /etc/apt
}

# family_state [PACKAGE]: dpkg's word, nothing where it knows none.
family_state() {
  dpkg-query -W -f '${db:Status-Status}' "${1:-$agent_package}" 2>/dev/null | sed 's/^not-installed$//'
}

family_version() {
  [ "$(family_state)" != installed ] || dpkg-query -W -f '${Version}' "$agent_package"
}

family_hold() {
  apt-mark hold "$agent_package" >/dev/null
}

family_held() {
  apt-mark showhold | grep -qx "$agent_package"
}

# A run that was killed, or a host that lost its power, may have left dpkg or the package half done, which apt does not
# touch. Of other packages nothing is configured.
family_finish_interrupted() {
  # dpkg's journal: every command that may write folds it in, and this one does nothing else.
  if [ -n "$(find /var/lib/dpkg/updates -name '[0-9]*' 2>/dev/null)" ]; then patiently dpkg --set-selections || :; fi
  case $(family_state) in
    # Its files are not whole: nothing but another installation mends that.
    half-installed) patiently dpkg --remove --force-remove-reinstreq "$agent_package" || : ;;
    unpacked | half-configured | triggers-*) patiently dpkg --configure "$agent_package" || : ;;
  esac
}

# Minimal images lack what older versions' own scripts call, and what https needs. Without them a newer one may still do.
family_prerequisites() {
  set --
  command -v adduser >/dev/null || set -- "$@" adduser
  [ -e /etc/ssl/certs/ca-certificates.crt ] || set -- "$@" ca-certificates
  if [ $# -gt 0 ]; then
    come_along "$@" || { patiently quiet_apt update && come_along "$@"; } ||
      printf '%s\n' "$lookout_host: $* can't be installed, which the Agent may need; install it from this host's own sources" >&2
  fi
}

# come_along PACKAGE...: with what they bring, noted first.
come_along() {
  quiet_apt -s --no-install-recommends install "$@" >"$scratch/simulated" 2>/dev/null || return 1
  made=$(sed -n 's/^Inst \([^ ]*\).*/made \1/p' "$scratch/simulated")
  # shellcheck disable=SC2046 # a package's name has no white space
  (IFS='
'; set -f; note $made)
  patiently quiet_apt --no-install-recommends install "$@"
}

# apt-helper would resume what is there.
family_fetch() {
  rm -f "$2"
  patiently /usr/lib/apt/apt-helper -qq download-file "$1" "$2"
}

family_add_repository() {
  gather_keys
  cat "$scratch"/keys/*.gpg >"$scratch/keyring"
  if [ -e "$signing_keys" ]; then cat "$signing_keys" >>"$scratch/keyring"; fi
  lay "$scratch/keyring" "$keyring"
  apt_source >"$scratch/list"
  lay "$scratch/list" "$repository_file"
}

family_refresh() {
  patiently only_our_list -o APT::Update::Error-Mode=any update
}

family_install() {
  patiently only_our_list --no-install-recommends --allow-downgrades --allow-change-held-packages \
    install "$agent_package=$1"
}

family_offers() {
  apt-cache madison "$agent_package" | awk '{ print $3 }'
}

# With Datadog's own keys, the package that follows their rotation; it would overwrite a mirror's.
family_after_install() {
  ! grep -qv '^https://keys\.datadoghq\.com/' "$scratch"/bodies/keys/apt/* || return 0
  [ -z "$(family_state datadog-signing-keys)" ] || return 0
  only_our_list -s install datadog-signing-keys >/dev/null 2>&1 || return 0
  note "made datadog-signing-keys"
  patiently only_our_list --no-install-recommends install datadog-signing-keys || :
}

family_removal_words() {
  printf 'apt-get purge -y --allow-change-held-packages %s' "$*"
}
