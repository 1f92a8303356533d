#!/bin/sh
# All files of the Agent, one restart if one of them changed, and the proof that it works. Run after host/library.sh,
# host/whole.sh, the family's, pinned.sh, wheels.sh and, but for a machine's first boot, dropped.sh, with the files below
# $scratch/bodies/files and the secrets for their SECRET(name) on standard input. $checks says how many instances of each
# check must run without an error, $traces the port of declared services' traces, $version the pinned one.
config=/etc/datadog-agent
# The files that are Lookout's; any other is a person's, and left alone.
manifest=/var/lib/lookout/agent-files

owned() {
  [ -e "$manifest" ] && grep -qxF "$1" "$manifest"
}

# filled BODY: with each secret, a quoted YAML scalar, in its place at a line's end.
filled() {
  awk -v secrets="$scratch/secrets" '
    match($0, /SECRET\([a-z0-9_]+\)$/) {
      file = secrets "/" substr($0, RSTART + 7, RLENGTH - 8)
      if ((getline value < file) <= 0) exit 3
      close(file)
      $0 = substr($0, 1, RSTART - 1) value
    }
    { print }' "$1"
}

# Written beside its place and renamed, so that the Agent never reads half a file.
write_file() {
  path=$1
  target=$config/$path
  mode=640
  [ "$path" != lookout-secrets.yaml ] || mode=400
  case $path in
    *.yaml) filled "$scratch/bodies/files/$path" >"$scratch/filled" || fail "no value came for a secret of $path" ;;
    *) cp "$scratch/bodies/files/$path" "$scratch/filled" ;;
  esac
  printf '%s\n' "$path" >>"$scratch/manifest"
  if cmp -s "$scratch/filled" "$target" && [ "$(stat -c %U:%G:%a "$target")" = "dd-agent:dd-agent:$mode" ]; then return 0; fi
  [ ! -e "$target" ] || owned "$path" || printf '%s\n' "$lookout_host: $target was not Lookout's and is replaced" >&2
  [ -d "${target%/*}" ] || install -d -o dd-agent -g dd-agent -m 0755 "${target%/*}"
  : >"$owed"
  keep "$target" "0$mode" dd-agent:dd-agent <"$scratch/filled"
}

report_foreign() {
  cd "$config"
  # Not all that is there: the package brings profiles and defaults of its own.
  for path in conf.d/*.yaml conf.d/*.d/conf.yaml checks.d/*.py; do
    if [ -e "$path" ] && ! grep -qxF "$path" "$scratch/manifest"; then
      printf '%s\n' "$lookout_host: $config/$path is not in the stack; it is left as it is" >&2
    fi
  done
  cd /
}

# Somebody may have changed the package by hand since it was installed.
ensure_package() {
  if [ "$(family_version)" != "$version" ]; then
    [ -e "$repository_file" ] || fail "$agent_package is gone with its repository: somebody removed it; run pulumi up --target-replace '**::$lookout_host-package' --target-replace '**::$lookout_host-configuration'"
    there=$(family_version)
    printf '%s\n' "$lookout_host: $agent_package is ${there:+at $there, }not at the pinned $version: somebody changed it; it is put back" >&2
    : >"$owed"
    install_pinned
  elif ! family_held; then
    printf '%s\n' "$lookout_host: $agent_package was not held any more; it is held again" >&2
    family_hold
  fi
}

restart_if_changed() {
  case $(systemctl is-enabled datadog-agent 2>/dev/null || :) in
    masked*) fail "datadog-agent.service is masked and never starts; run 'systemctl unmask datadog-agent' there" ;;
    enabled) ;;
    *) systemctl enable --quiet datadog-agent 2>/dev/null || : ;;
  esac
  if [ ! -e "$owed" ] && systemctl is-active --quiet datadog-agent; then return 0; fi
  # Where it does not start the proof says why, and the restart is owed again.
  systemctl restart datadog-agent 2>/dev/null || :
  rm -f "$owed"
}

install -d -m 0755 "${manifest%/*}"
ensure_package
update_wheels
read_secrets
: >"$scratch/manifest"
cd "$scratch/bodies/files" || exit 1
for path in $(find . -type f | sed 's,^\./,,' | sort); do
  write_file "$path"
done
cd /
if command -v remove_dropped >/dev/null; then remove_dropped; fi
cmp -s "$scratch/manifest" "$manifest" || keep "$manifest" 0600 <"$scratch/manifest"
report_foreign
restart_if_changed
# shellcheck disable=SC2086 # a list of names
"${prover:-$python}" "$scratch/bodies/verify.py" --host="$lookout_host" --version="$version" --secrets="$scratch/secrets" \
  ${traces:+"--traces=$traces"} ${checks-} || {
  # The Agent asks about its key when it starts: what was mended elsewhere is seen after a restart.
  : >"$owed"
  fail "the Agent is not proved; mend what stands above"
}
