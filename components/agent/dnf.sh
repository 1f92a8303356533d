#!/bin/sh
# Red Hat's kin: what family.sh says, by dnf, or yum before it. Run after rpm.sh.
[ "$family" = dnf ] || return 0
dnf=$(dnf_of_host)
family_programs="$dnf or rpm"
repository_file=/etc/yum.repos.d/datadog.repo
repository=${yum_repository-$(as_laid baseurl)}
repository_proxy=${repository_proxy-$(as_laid proxy)}

# As dnf says it, microdnf, yum, dnf5, which waits for the first of its locks by itself, and rpm below them.
family_busy() {
  grep -q \
    -e 'the lock of rpm is held' \
    -e '^\(cachedir\|metadata\|RPMDB\|log\) already locked by [0-9]' \
    -e '\[process\] already locked by ' \
    -e 'another copy is running as pid\|Another app is currently holding the yum lock' \
    -e 'Failed to obtain rpm transaction lock' \
    -e "can't create transaction lock on .*(Resource temporarily unavailable)" "$1"
}

quiet_dnf() {
  without_lock "$dnf" -y --setopt=exit_on_lock=True "$@"
}

only_our_repository() {
  quiet_dnf --disablerepo='*' --enablerepo=datadog "$@"
}

# Its metadata's signature can't be checked on 8.1: https://bugzilla.redhat.com/show_bug.cgi?id=1792506. The hold is the
# last line but one: of our repository no other version is seen. A plugin for locks is not on every host.
dnf_repository() {
  printf '%s\n' '[datadog]' 'name=Datadog, Inc.' "baseurl=$repository" enabled=1 gpgcheck=1 \
    "repo_gpgcheck=$(! grep -qs '^VERSION_ID="\?8\.1"\?$' /etc/os-release && echo 1 || echo 0)" \
    priority=1 ${repository_proxy:+"proxy=$repository_proxy"} "includepkgs=$agent_package-${version#*:}" "gpgkey=file://$keyring"
}

family_add_repository() {
  write_keyring
  lay_repository
}

lay_repository() {
  dnf_repository >"$scratch/list"
  lay "$scratch/list" "$repository_file"
}

family_refresh() {
  patiently only_our_repository makecache
}

family_install() {
  verb=install
  if [ -n "$(family_state)" ] && is_older "$1" "$(family_version)"; then verb=downgrade; fi
  patiently ours_or_all only_our_repository quiet_dnf "$verb" "$agent_package-$1"
}

family_offers() {
  mkdir -p "$scratch/repositories"
  dnf_repository | grep -v '^includepkgs=' >"$scratch/repositories/datadog.repo"
  only_our_repository -q --setopt=reposdir="$scratch/repositories" list --showduplicates "$agent_package" 2>/dev/null |
    awk -v name="$agent_package." 'index($1, name) == 1 { print $2 }' | sort -uV
}

family_hold() {
  family_held || lay_repository
}

family_unhold() { :; }

family_held() {
  grep -qs "^includepkgs=$agent_package-[0-9]" "$repository_file"
}

family_removal_words() {
  printf '%s -y remove %s' "$dnf" "$*"
}
