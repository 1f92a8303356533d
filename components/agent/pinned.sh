#!/bin/sh
# The package at its version. Run after host/library.sh and apt.sh with $version set.

# install_pinned: the package at $version from our list, held.
install_pinned() {
  finish_interrupted
  if [ "$(installed_version)" != "$version" ]; then
    patiently only_our_list -o APT::Update::Error-Mode=any update ||
      fail "the package repository ($(cat "$list")) does not answer or is not signed by its keys; check agent.repository"
    patiently only_our_list --no-install-recommends --allow-downgrades --allow-change-held-packages \
      install "datadog-agent=$version" ||
      fail "datadog-agent $version can't be installed; it offers: $(apt-cache madison datadog-agent | awk '{ printf "%s ", $3 }')"
  fi
  apt-mark hold datadog-agent >/dev/null
  [ "$(installed_version)" = "$version" ] || fail "datadog-agent is at $(installed_version), not at $version"
}
