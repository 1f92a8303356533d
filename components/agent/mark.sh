#!/bin/sh
# The mark of a host's Agent. Run after host/library.sh.
# Says whose the package is: lines "host NAME", "had FOLDER" for what was there before and may go with the package, "made
# PACKAGE" for what came along, "version VERSION" of what was laid last, and "adopted package" or "adopted files" where an
# Agent was taken over. "end" is its last: one that was cut off says nothing, and nothing followed it.
mark=/var/lib/lookout/agent-package

# Marks of before 2026-12 end with the line "host NAME".
mark_is_whole() {
  [ -s "$mark" ] && [ -z "$(tail -c 1 "$mark")" ] && tail -n 1 "$mark" | grep -qx 'end\|host .*'
}

is_ours() {
  mark_is_whole && grep -qxs "host $lookout_host" "$mark"
}

# note LINE...: the mark with these lines more, and this host's name; the first says what was there before. A version takes
# the place of one before. Needs host/whole.sh.
note() {
  kept='version '
  case ${1-} in version*) kept='no other' ;; esac
  install -d -m 0755 "${mark%/*}"
  {
    if mark_is_whole; then
      grep "^had \|^made \|^adopted \|^$kept" "$mark" || :
    else
      for folder in /opt /opt/datadog-packages; do [ ! -d "$folder" ] || printf 'had %s\n' "$folder"; done
    fi
    for line in "$@"; do printf '%s\n' "$line"; done
    printf 'host %s\nend\n' "$lookout_host"
  } | sort -u | sed '/^end$/d; $a end' >"$scratch/mark"
  cmp -s "$scratch/mark" "$mark" || keep "$mark" 0644 <"$scratch/mark"
}
