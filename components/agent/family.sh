#!/bin/sh
# The host's family of packages, by the package manager that owns its files. Run after host/library.sh with
# $package_wait_seconds set, and before the files of the families, of which those of this one define:
#   $repository_file, $keyring          what Lookout writes for the package manager
#   family_fetch URL FILE               by what the host has for that
#   family_conflicts                    prints files that name our repository otherwise, with which it would stop
#   family_prerequisites                installs what minimal images lack; notes what came along
#   family_add_repository               writes the keyring and the repository
#   family_refresh                      fetches the repository's index
#   family_install VERSION              from our repository, whatever is there and held
#   family_offers                       prints the versions that the repository has
#   family_after_install                what else comes with the package
#   family_state [PACKAGE]              "installed", another word for what is half there, or nothing
#   family_version                      the installed version with its epoch, or nothing
#   family_hold, family_held
#   family_finish_interrupted           mends what a killed run left
#   family_removal_words PACKAGE...     prints the command by which a person removes packages
#   family_sources                      prints files that name our repository, our own among them
#   family_disable_source FILE          turns off its entries of our repository
#   family_busy FILE                    whether this output says that another holds a lock
#   family_lock_holder FILE             prints who, as that output or the kernel knows
# and those of apt-remove.sh and its like:
#   family_unhold                       of zypper.sh and dnf.sh themselves
#   family_remove                       the package, which is there, with its configuration
#   family_remove_made PACKAGE...       what came along, where nothing else needs it
#   family_remove_repository            the repository, and what was fetched of it
: "${agent_package:=datadog-agent}"

# family_of_host: two may be installed; the one with a database of this host's packages owns it.
family_of_host() {
  if command -v apt-get >/dev/null && [ -s /var/lib/dpkg/status ]; then
    printf apt
  elif command -v zypper >/dev/null && { [ -z "$(dnf_of_host)" ] || grep -qs '^ID\(_LIKE\)\?=.*suse' /etc/os-release; }; then
    printf zypper
  elif [ -n "$(dnf_of_host)" ]; then
    printf dnf
  fi
}

# dnf_of_host: which of dnf's kin is here. yum is dnf itself where both are.
dnf_of_host() {
  for one in dnf dnf5 yum microdnf; do
    if command -v "$one" >/dev/null; then
      printf %s "$one"
      return
    fi
  done
}

# patiently COMMAND...: again while another package manager holds a lock, as at a machine's first boot, for
# $package_wait_seconds.
patiently() {
  waited=0
  until "$@" >"$scratch/said" 2>&1 </dev/null; do
    if ! family_busy "$scratch/said"; then
      tail -n 5 "$scratch/said" >&2
      return 1
    fi
    [ "$waited" -lt "$package_wait_seconds" ] ||
      fail "another $family_programs has held its lock for $package_wait_seconds s ($(family_lock_holder "$scratch/said")); let it end, or wait longer: agent.packageWaitSeconds"
    sleep 3
    waited=$((waited + 3))
  done
}

# lay FILE PLACE: for a package manager that may read it as a user of its own; root's alone to write. Needs host/whole.sh.
lay() {
  if cmp -s "$1" "$2" && [ "$(stat -c %U:%G:%a "$2")" = root:root:644 ]; then return 0; fi
  keep "$2" 0644 <"$1"
}

# is_older VERSION OTHER: of versions with an epoch and a release, but no letters.
is_older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

family=$(family_of_host)
