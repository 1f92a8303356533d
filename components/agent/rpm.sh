#!/bin/sh
# What Red Hat's and SUSE's kin share: what family.sh says, by rpm. Run after family.sh and before dnf.sh and zypper.sh.
case $family in dnf | zypper) ;; *) return 0 ;; esac
keyring=/etc/pki/rpm-gpg/RPM-GPG-KEY-datadog
# Signed packages of before 6.14; Datadog's own script takes it out, too.
OLD_KEY=gpg-pubkey-4172a230-55dd14f6

# as_laid KEY: what the repository's file says, for a script that is not told.
as_laid() {
  sed -n "s/^$1=//p" "$repository_file" 2>/dev/null | head -n 1
}

# No proxy but the stack's and no retry but those of the host's own configuration.
family_fetch() (
  [ -z "$repository_proxy" ] || export http_proxy="$repository_proxy" https_proxy="$repository_proxy" no_proxy=
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --max-time 60 --output "$2" "$1" >&2
  elif command -v wget >/dev/null; then
    wget --quiet --timeout 60 --output-document "$2" "$1"
  else
    for python3 in python3 /usr/libexec/platform-python; do
      if command -v "$python3" >/dev/null; then
        "$python3" -c 'import sys, urllib.request as u; open(sys.argv[2], "wb").write(u.urlopen(sys.argv[1], timeout=60).read())' "$1" "$2"
        return
      fi
    done
    printf '%s\n' "$lookout_host: there is none of curl, wget and python3 to fetch it" >&2
    return 1
  fi
)

family_prerequisites() { :; }

family_after_install() { :; }

family_state() {
  ! rpm -q "${1:-$agent_package}" >/dev/null 2>&1 || printf installed
}

family_version() {
  [ -z "$(family_state)" ] || installed_versions | sort -V | tail -n 1
}

installed_versions() {
  rpm -q --queryformat '%{EPOCHNUM}:%{VERSION}-%{RELEASE}\n' "$agent_package"
}

# Killed in an upgrade, rpm has both: the new one's files are all there, the old one's are not yet taken away.
family_finish_interrupted() {
  [ -n "$(family_state)" ] || return 0
  installed_versions | sort -V | sed '$d' >"$scratch/older"
  while read -r older; do
    patiently without_lock rpm -e --nodeps --noscripts "$agent_package-$older" || :
  done <"$scratch/older"
}

# rpm itself waits for its lock, without an end and without a word.
without_lock() {
  holder=$(rpm_lock_holder)
  [ -z "$holder" ] || {
    printf 'the lock of rpm is held by %s\n' "$holder"
    return 1
  }
  "$@"
}

rpm_lock_holder() {
  lock=$(rpm --eval '%{_dbpath}')/.rpm.lock
  [ -e "$lock" ] || return 0
  process=$(awk -v inode=":$(stat -c %i "$lock")" '$2 != "->" && index($6 "$", inode "$") { print $5; exit }' /proc/locks)
  [ -z "$process" ] || printf 'process %s (%s)' "$process" "$(cat "/proc/$process/comm" 2>/dev/null)"
}

family_lock_holder() {
  said=$(sed -n 's/.*held by \(process .*\)/\1/p; s/.*[Pp][Ii][Dd] \([0-9]*\).*/process \1/p' "$1" | head -n 1)
  case $said in *' ('*) ;; 'process '*) said="$said ($(cat "/proc/${said#process }/comm" 2>/dev/null))" ;; esac
  printf '%s' "${said:-'lslocks' there names it}"
}

# write_keyring: what was gathered, for rpm, which checks packages, and for what reads the repository.
write_keyring() {
  gather_keys
  : >"$scratch/keyring"
  for key in "$scratch"/keys/*.gpg; do
    cat "${key%.gpg}" >>"$scratch/keyring"
    import_key "${key%.gpg}" "$(fingerprints_of "$key" | head -n 1)"
  done
  install -d -m 0755 "${keyring%/*}"
  lay "$scratch/keyring" "$keyring"
  if rpm -q "$OLD_KEY" >/dev/null 2>&1; then patiently without_lock rpm -e "$OLD_KEY"; fi
}

# import_key FILE FINGERPRINT: noted first. A host's policy may refuse an old one, without which a newer package does.
import_key() {
  short=$(printf '%s' "$2" | tail -c 8 | tr '[:upper:]' '[:lower:]')
  [ -z "$(known_keys "$short")" ] || return 0
  note "made gpg-pubkey-$short"
  patiently without_lock rpm --import "$1" ||
    printf '%s\n' "$lookout_host: rpm does not take the key $2; packages that it signed can't be installed" >&2
}

# known_keys SHORT: rpm's own names of the keys that end so; a newer rpm has the whole fingerprint in them.
known_keys() {
  rpm -q --queryformat '%{NAME}-%{VERSION}-%{RELEASE}\n' gpg-pubkey 2>/dev/null | grep "$1-[0-9a-f]*\$" || :
}

family_conflicts() {
  for file in "${repository_file%/*}"/*.repo; do
    if [ -f "$file" ] && [ "$file" != "$repository_file" ] && grep -q '^\[datadog\]' "$file"; then printf '%s\n' "$file"; fi
  done
}

# ours_or_all OURS ALL WORD...: what the Agent needs is there, or of the host's other repositories, which the second command
# sees, too.
ours_or_all() {
  ours=$1 all=$2
  shift 2
  "$ours" "$@" >"$scratch/ours" 2>&1 && return 0
  if family_busy "$scratch/ours"; then
    cat "$scratch/ours"
    return 1
  fi
  "$all" "$@"
}
