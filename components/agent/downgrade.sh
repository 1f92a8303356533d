#!/bin/sh
# A lower version than the one that is there is installed where it is asked for, or where somebody on the host has put the
# higher one in the place of what the stack laid. Run after host/library.sh, mark.sh and the family's, and before
# anything is changed, with $version and $allow_downgrade set.

check_version() {
  there=$(family_version)
  if [ -z "$there" ] || ! is_older "$version" "$there" || [ "$allow_downgrade" = yes ]; then return 0; fi
  laid=$(sed -n 's/^version //p' "$mark" 2>/dev/null || :)
  if [ -n "$laid" ] && ! is_older "$version" "$laid"; then return 0; fi
  fail "$agent_package is at $there here, and the stack's $version is lower; nothing was changed. Declare agent.version $there, or, where the older one is meant, agent.allowDowngrade: true"
}

# Another's Agent, where it is not to be taken over, is told of by other-agent.sh.
if [ -n "$family" ] && { mark_is_whole || [ "${adopt-}" = yes ]; }; then check_version; fi
