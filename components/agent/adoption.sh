#!/bin/sh
# An adoption, before the package's own script looks at the host. Run after adopt.sh and before package.sh.
if [ -n "$family" ]; then
  if ! mark_is_whole && is_here; then adopt_agent; fi
  if is_adopted; then quiet_other_sources; fi
fi
