#!/bin/sh
# SUSE's kin: what family.sh says, by zypper. Run after rpm.sh.
[ "$family" = zypper ] || return 0
family_programs='zypper or rpm'
repository_file=/etc/zypp/repos.d/datadog.repo
repository=${zypper_repository-$(as_laid baseurl)}
repository_proxy=${repository_proxy-$(as_laid proxy)}
locks=/etc/zypp/locks

family_busy() {
  grep -q 'the lock of rpm is held\|System management is locked by the application with pid' "$1"
}

# Of its codes these say that it is done, and something beside, such as that a restart is due.
quiet_zypper() {
  code=0
  without_lock zypper --non-interactive "$@" || code=$?
  case $code in 0 | 10[0-3] | 106 | 107) ;; *) return "$code" ;; esac
}

# Older ones respect the first of several keys, but they are all in one file, and with rpm.
zypper_repository() {
  printf '%s\n' '[datadog]' 'name=Datadog, Inc.' enabled=1 autorefresh=1 "baseurl=$repository" type=rpm-md gpgcheck=1 \
    repo_gpgcheck=1 ${repository_proxy:+"proxy=$repository_proxy"} "gpgkey=file://$keyring"
}

family_add_repository() {
  [ -e "$locks" ] || note "made $locks"
  write_keyring
  zypper_repository >"$scratch/list"
  lay "$scratch/list" "$repository_file"
}

family_refresh() {
  patiently quiet_zypper refresh datadog
}

family_install() {
  family_unhold
  patiently ours_or_all install_of_ours install_of_all "$agent_package=$1"
}

install_of_ours() {
  quiet_zypper --no-refresh install --no-recommends --oldpackage --repo datadog "$@"
}

install_of_all() {
  quiet_zypper install --no-recommends --oldpackage "$@"
}

family_offers() {
  zypper --non-interactive --quiet --no-refresh search --details --type package --match-exact --repo datadog "$agent_package" 2>/dev/null |
    awk -F ' *[|] *' -v name="$agent_package" '$2 == name { print $4 }' | sort -uV
}

family_hold() {
  family_held || patiently quiet_zypper addlock "$agent_package"
}

family_unhold() {
  ! family_held || patiently quiet_zypper removelock "$agent_package"
}

family_held() {
  grep -qs "^solvable_name: $agent_package\$" "$locks"
}

family_removal_words() {
  printf 'zypper --non-interactive remove %s' "$*"
}
