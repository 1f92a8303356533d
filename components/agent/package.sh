#!/bin/sh
# The Agent's package at a pinned, held version, from a signed repository. Run after host/library.sh, host/whole.sh,
# mark.sh, the family's, claim.sh, maybe flavor.sh, keys.sh and pinned.sh with $version and each family's repository set,
# and what keys.sh needs.
family_prerequisites
family_add_repository
if command -v replace_flavors >/dev/null; then replace_flavors; fi
install_pinned
note "version $version"
family_after_install
