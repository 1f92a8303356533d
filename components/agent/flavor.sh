#!/bin/sh
# Another package of the Agent makes room, as when the stack is destroyed: they have the same files. Run after claim.sh,
# the family's, with those that remove, and foreign-files.sh.

# replace_flavors FLAVOR...: those that Lookout laid, by the mark; another's stopped the run before.
replace_flavors() {
  wanted=$agent_package
  for agent_package; do
    if [ "$agent_package" = "$wanted" ] || [ -z "$(family_state)" ]; then continue; fi
    family_finish_interrupted
    set_foreign_aside
    family_unhold
    family_remove
    put_foreign_back
  done
  agent_package=$wanted
}

replace_flavors datadog-agent datadog-iot-agent datadog-fips-agent
