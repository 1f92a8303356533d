#!/bin/sh
# The package at its version. Run after host/library.sh and the family's with $version set.

# install_pinned: the package at $version from our repository, held.
install_pinned() {
  family_finish_interrupted
  if [ "$(family_version)" != "$version" ]; then
    family_refresh ||
      fail "the package repository ($(cat "$repository_file")) does not answer or is not signed by its keys; check agent.repository"
    family_install "$version" ||
      fail "$agent_package $version can't be installed; it offers: $(family_offers | tr '\n' ' ')"
  fi
  family_hold
  [ "$(family_version)" = "$version" ] || fail "$agent_package is at $(family_version), not at $version"
}
