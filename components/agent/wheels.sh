#!/bin/sh
# A team's wheels in the Agent's own Python, by its own pip and as its user, as Datadog documents it:
# https://docs.datadoghq.com/developers/guide/custom-python-package/. Run after host/library.sh and host/whole.sh, with the
# wheels below $scratch/bodies/wheels, each in base64. Another version of the Agent comes without them.
python=/opt/datadog-agent/embedded/bin/python3
# The wheels that are Lookout's: "SHA256 NAME VERSION FILE" a line. Before one is installed its digest is "-".
wheels=/var/lib/lookout/agent-wheels
# While it exists a restart of the Agent is owed, whatever became of the run that made it.
owed=/var/lib/lookout/agent-files.restart

# agent_pip WORD...: nothing of a person's configuration decides where a package comes from, or goes.
agent_pip() {
  cd /
  runuser -u dd-agent -- env -i PATH="$PATH" HOME=/nonexistent PIP_CONFIG_FILE=/dev/null LC_ALL=C.UTF-8 \
    "$python" -m pip --disable-pip-version-check --no-input --no-cache-dir "$@"
}

# wheel_version NAME: as files have it; nothing where the Agent's Python has no package of the name.
wheel_version() {
  "$python" -c 'import importlib.metadata as m, sys
for one in m.distributions():
    name = one.metadata["Name"] or ""
    if name.replace("-", "_").replace(".", "_").lower() == sys.argv[1]:
        print(one.version.replace("-", "_"))
        break' "$1" 2>/dev/null || :
}

# wanted_wheels: as the manifest has them.
wanted_wheels() {
  for wheel in "$scratch"/bodies/wheels/*.whl; do
    [ -e "$wheel" ] || continue
    file=${wheel##*/}
    rest=${file#*-}
    name=$(printf '%s' "${file%%-*}" | tr '[:upper:].' '[:lower:]_')
    printf '%s %s %s %s\n' "$(base64 -d <"$wheel" | sha256sum | cut -d ' ' -f 1)" "$name" "${rest%%-*}" "$file"
  done
}

# note_wheels: standard input becomes the manifest.
note_wheels() {
  cat >"$scratch/noted"
  keep "$wheels" 0600 <"$scratch/noted"
}

# remove_wheels NAME...: those that are there.
remove_wheels() {
  for name in "$@"; do
    [ -n "$(wheel_version "$name")" ] || continue
    agent_pip uninstall --yes "$name" >"$scratch/pip" 2>&1 ||
      fail "the wheel $name can't be taken out of the Agent's Python: $(tail -n 1 "$scratch/pip")"
  done
}

# install_pending: those of $scratch/pending, all in one run, since they may need each other.
install_pending() {
  folder=$(mktemp -d /run/lookout.XXXXXX)
  while read -r _ _ _ file; do base64 -d <"$scratch/bodies/wheels/$file" >"$folder/$file"; done <"$scratch/pending"
  chmod -R u=rwX,go=rX "$folder"
  agent_pip install --no-index --no-deps --force-reinstall "$folder"/*.whl >"$scratch/pip" 2>&1 || {
    rm -rf "$folder"
    fail "the wheels $(cut -d ' ' -f 4 "$scratch/pending" | tr '\n' ' ')can't be installed in the Agent's Python: $(grep -m 1 '^ERROR' "$scratch/pip" || tail -n 1 "$scratch/pip")"
  }
  rm -rf "$folder"
}

# check_needs: what a wheel needs is the Agent's, or a wheel, too.
check_needs() {
  agent_pip check >"$scratch/pip" 2>&1 || :
  while read -r _ name _; do
    awk -v name="$name" '{ first = tolower($1); gsub(/[-.]/, "_", first) } first == name' "$scratch/pip"
  done <"$scratch/wheels" >"$scratch/needs"
  [ ! -s "$scratch/needs" ] ||
    fail "a wheel needs what the Agent's Python has not: $(tr '\n' ' ' <"$scratch/needs")give that one's wheel, too"
}

# update_wheels: what is there as it is wanted is left alone.
update_wheels() {
  wanted_wheels >"$scratch/wheels"
  [ -s "$scratch/wheels" ] || [ -e "$wheels" ] || return 0
  touch "$wheels"
  dropped=$(awk 'FILENAME == ARGV[1] { wanted[$2]; next } !($2 in wanted) { print $2 }' "$scratch/wheels" "$wheels")
  : >"$scratch/pending"
  while read -r sha256 name version file; do
    there=$(wheel_version "$name")
    if ! grep -q "^[^ ]* $name " "$wheels" && [ -n "$there" ]; then
      fail "the wheel $file is of a package that the Agent's Python has itself, $name $there, and that its checks need; take the wheel out, or give what needs it one that does with $there"
    fi
    if grep -qxF "$sha256 $name $version $file" "$wheels" && [ "$there" = "$version" ]; then continue; fi
    printf '%s %s %s %s\n' "$sha256" "$name" "$version" "$file" >>"$scratch/pending"
  done <"$scratch/wheels"
  if [ -n "$dropped" ] || [ -s "$scratch/pending" ]; then
    : >"$owed"
    {
      awk 'FILENAME == ARGV[1] { pending[$2]; next } !($2 in pending)' "$scratch/pending" "$wheels"
      sed 's/^[^ ]*/-/' "$scratch/pending"
    } | note_wheels
    # shellcheck disable=SC2086 # a list of names
    remove_wheels $dropped
    [ ! -s "$scratch/pending" ] || install_pending
  fi
  check_needs
  if [ -s "$scratch/wheels" ]; then note_wheels <"$scratch/wheels"; else rm -f "$wheels"; fi
}

# remove_all_wheels: where the Agent's Python is gone, they are.
remove_all_wheels() {
  [ -e "$wheels" ] || return 0
  names=$(cut -d ' ' -f 2 "$wheels")
  # shellcheck disable=SC2086 # a list of names
  if [ -x "$python" ]; then remove_wheels $names; fi
  rm -f "$wheels"
}
