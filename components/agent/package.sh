#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh, host/whole.sh,
# mark.sh, the family's, claim.sh, maybe flavor.sh, keys.sh and pinned.sh with $version and each family's repository set, and what keys.sh
# needs.

# lay FILE PLACE: for a package manager that may read it as a user of its own; root's alone to write.
lay() {
  if cmp -s "$1" "$2" && [ "$(stat -c %U:%G:%a "$2")" = root:root:644 ]; then return 0; fi
  keep "$2" 0644 <"$1"
}

family_prerequisites
family_add_repository
if command -v replace_flavors >/dev/null; then replace_flavors; fi
install_pinned
note "version $version"
family_after_install
