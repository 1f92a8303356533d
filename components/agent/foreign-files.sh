#!/bin/sh
# What people put into the Agent's folder outlives the package, whose removal takes the folder away. Run after
# host/library.sh and the family's.
folder_of_agent=/etc/datadog-agent
aside=/var/lib/lookout/agent-foreign

package_files() {
  case $family in
    apt) dpkg-query -L "$agent_package" 2>/dev/null ;;
    *) rpm -ql "$agent_package" 2>/dev/null ;;
  esac
}

# foreign_files: by their paths in the folder; neither the package's, nor Lookout's, nor made by the Agent as it runs.
foreign_files() {
  {
    package_files | sed -n "s,^$folder_of_agent/,,p"
    cat /var/lib/lookout/agent-files 2>/dev/null || :
    printf '%s\n' auth_token ipc_cert.pem install_info install.json datadog.yaml
  } >"$scratch/known"
  (cd "$folder_of_agent" && find . ! -type d ! -name '*.pyc' ! -name '*.lookout' ! -name '*.dpkg-*' | sed 's,^\./,,' | grep -vxF -f "$scratch/known") || :
}

# On disk, so that a run that is killed loses nothing.
set_foreign_aside() {
  if [ -d "$aside" ] || [ ! -d "$folder_of_agent" ]; then return 0; fi
  foreign_files >"$scratch/foreign"
  [ -s "$scratch/foreign" ] || return 0
  rm -rf "$aside.new"
  install -d -m 0700 "$aside.new"
  (cd "$folder_of_agent" && tar -cf - --verbatim-files-from -T "$scratch/foreign") | tar -xpf - -C "$aside.new" ||
    fail "the files in $folder_of_agent that are not the stack's can't be set aside in $aside.new; make room on its disk"
  mv "$aside.new" "$aside"
}

# put_foreign_back: without anything else of the folder. The Agent's user is gone: they are root's.
put_foreign_back() {
  rm -rf "$folder_of_agent"
  [ -d "$aside" ] || return 0
  chown -R root:root "$aside"
  (cd "$aside" && find . ! -type d | sed 's,^\./,,') | while read -r path; do
    printf '%s\n' "$lookout_host: $folder_of_agent/$path is not the stack's; it is left there" >&2
  done
  chmod 0755 "$aside"
  mv "$aside" "$folder_of_agent"
}

# remove_package: all but what people put there.
remove_package() {
  set_foreign_aside
  family_finish_interrupted
  if [ -n "$(family_state)" ]; then
    family_unhold
    family_remove
  fi
  put_foreign_back
}
