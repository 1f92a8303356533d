#!/bin/sh
# Another package of the Agent makes room, as when the stack is destroyed: they have the same files. Run after claim.sh,
# the family's, with those that remove, and foreign-files.sh.

# other_flavors: those that are here, by the mark Lookout's; another's stopped the run before.
other_flavors() {
  for flavor in datadog-agent datadog-iot-agent datadog-fips-agent; do
    [ "$flavor" = "$agent_package" ] || [ -z "$(family_state "$flavor")" ] || printf '%s\n' "$flavor"
  done
}

# replace_flavors: called once the repository is there. What can't be had takes nothing's place.
replace_flavors() {
  others=$(other_flavors)
  [ -n "$others" ] || return 0
  family_refresh ||
    fail "the package repository ($(cat "$repository_file")) does not answer or is not signed by its keys, and the other flavor stays; check agent.repository"
  family_offers >"$scratch/offers"
  grep -qxF "$version" "$scratch/offers" ||
    fail "$agent_package $version can't be installed, and the other flavor stays; the repository offers: $(tr '\n' ' ' <"$scratch/offers")"
  wanted=$agent_package
  for agent_package in $others; do remove_package; done
  agent_package=$wanted
}

# destroy gives back what was taken over, and could not.
if grep -qxs 'adopted package' "$mark" && [ -n "$(other_flavors)" ]; then
  fail "$(other_flavors) was taken over here and is not the stack's to remove; declare agent.flavor: $(other_flavors), or take the host out of the stack, remove the package there, and take the host in again"
fi
