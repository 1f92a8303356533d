#!/bin/sh
# How rpm takes away what was brought. Run after rpm.sh.
case $family in dnf | zypper) ;; *) return 0 ;; esac

family_remove() {
  patiently without_lock rpm -e "$agent_package" || fail "$agent_package can't be removed; mend what rpm says above"
}

# The keys, and a file of locks that has none any more.
family_remove_made() {
  for one in "$@"; do
    case $one in
      gpg-pubkey-*)
        for known in $(known_keys "${one#gpg-pubkey-}"); do patiently without_lock rpm -e "$known" || :; done
        ;;
      /*) grep -qs '^[^#]' "$one" || rm -f "$one" ;;
    esac
  done
}

family_remove_repository() {
  rm -f "$repository_file" "$keyring"
  rm -rf /var/cache/dnf/datadog-* /var/cache/dnf/datadog.solv /var/cache/dnf/datadog-filenames.solvx \
    /var/cache/libdnf5/datadog-* /var/cache/yum/*/*/datadog /var/lib/yum/repos/*/*/datadog /var/lib/dnf/repos/datadog-* \
    /var/cache/zypp/raw/datadog /var/cache/zypp/solv/datadog /var/cache/zypp/packages/datadog
  # No SUSE has them before.
  rmdir --ignore-fail-on-non-empty "${keyring%/*}" /etc/pki 2>/dev/null || :
}
