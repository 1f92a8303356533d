#!/bin/sh
# What the host had of an Agent that was taken over, for `destroy` to give back. Run after host/library.sh, mark.sh and
# foreign-files.sh. Root's alone, since datadog.yaml has the API key: "agent" is the Agent's folder, below "sources" what the
# package manager had by its path, "was" has lines: "package VERSION", "hold", "enabled", "active".
adopted=/var/lib/lookout/agent-adopted

# is_adopted: as the mark says, which is written after all is kept, and goes before it does.
is_adopted() {
  grep -qs '^adopted ' "$mark"
}

# was WORD: whether it was so, and what follows the word.
was() {
  sed -n "s/^$1\$/yes/p; s/^$1 //p" "$adopted/was" | grep .
}

# keep_adopted FILE...: all that will be changed, with these of the package manager's. Whole or not at all.
keep_adopted() {
  rm -rf "$adopted" "$adopted.new"
  if ! {
    install -d -m 0755 "${adopted%/*}" && install -d -m 0700 "$adopted.new" "$adopted.new/sources" &&
      { [ ! -d "$folder_of_agent" ] || cp -a "$folder_of_agent" "$adopted.new/agent"; } &&
      copy_sources "$@" &&
      as_it_is >"$adopted.new/was" && sync -f "$adopted.new" && mv "$adopted.new" "$adopted"
  }; then
    rm -rf "$adopted.new"
    fail "what the Agent here has can't be kept in $adopted, and nothing is changed; make room on its disk"
  fi
}

copy_sources() {
  for file; do [ ! -e "$file" ] || copy_source "$file" "$adopted.new" || return 1; done
}

# copy_source FILE FOLDER: below the folder's "sources", by its path.
copy_source() {
  install -d -m 0700 "$2/sources${1%/*}" && cp -a "$1" "$2/sources$1"
}

as_it_is() {
  [ "$(family_state)" != installed ] || printf 'package %s\n' "$(family_version)"
  if family_held; then echo hold; fi
  if systemctl is-enabled --quiet datadog-agent 2>/dev/null; then echo enabled; fi
  if systemctl is-active --quiet datadog-agent; then echo active; fi
}

# keep_source FILE: one that was found later.
keep_source() {
  if [ -e "$adopted/sources$1" ]; then return 0; fi
  copy_source "$1" "$adopted" ||
    fail "$1 can't be kept in $adopted; make room on its disk"
}

# give_back FROM TO: a file as it was, in one step.
give_back() {
  if ! { cp -a "$1" "$2.lookout" && mv -f "$2.lookout" "$2"; }; then
    rm -f "$2.lookout"
    fail "$2 can't be written; make room on its disk"
  fi
}

# give_files_back: standard input names those of the stack, which make room for those that were there, if any were.
give_files_back() {
  while read -r path; do
    if is_adopted && [ -e "$adopted/agent/$path" ]; then
      install -d "$(dirname "$folder_of_agent/$path")"
      give_back "$adopted/agent/$path" "$folder_of_agent/$path"
    else
      rm -f "$folder_of_agent/$path"
      [ "$(dirname "$path")" = . ] || rmdir --ignore-fail-on-non-empty "$(dirname "$folder_of_agent/$path")" 2>/dev/null || :
    fi
  done
}

# give_service_back: by one restart.
give_service_back() {
  [ -e "$adopted/was" ] || return 0
  was enabled >/dev/null || systemctl disable --quiet datadog-agent 2>/dev/null || :
  if ! was active >/dev/null; then
    systemctl stop datadog-agent
  elif ! systemctl restart datadog-agent; then
    printf '%s\n' "$lookout_host: the Agent does not start with its former files; read 'journalctl -u datadog-agent' there" >&2
  fi
}

# package_stays: since it was there before, whatever its version.
package_stays() {
  grep -qxs 'adopted package' "$mark"
}

# give_package_back: at the version that it has, since an older one may not be had any more.
give_package_back() {
  [ -e "$adopted/was" ] || return 0
  there=$(family_version)
  before=$(was package)
  [ "$there" = "$before" ] || printf '%s\n' "$lookout_host: $agent_package was at $before and stays at $there" >&2
  was hold >/dev/null || family_unhold
  printf '%s\n' "$lookout_host: the Agent was here before Lookout, and stays with its former files" >&2
}

# give_sources_back: after ours are gone.
give_sources_back() {
  [ -d "$adopted/sources" ] || return 0
  (cd "$adopted/sources" && find . ! -type d | sed 's,^\.,,') >"$scratch/sources"
  while read -r file; do
    install -d "$(dirname "$file")"
    give_back "$adopted/sources$file" "$file"
  done <"$scratch/sources"
}

# give_leftovers_back: of an Agent whose package was gone already. Its user is gone: they are root's.
give_leftovers_back() {
  [ -d "$adopted/agent" ] || return 0
  chown -R root:root "$adopted/agent"
  install -d "$folder_of_agent"
  cp -an "$adopted/agent/." "$folder_of_agent/"
}
