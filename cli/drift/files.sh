#!/bin/sh
# How a host tells of files and units. Run after facts.sh with $paths and $shown set, one path a line.

# tell_file PATH: its digest, and its text only where it is among $shown, one path a line, which holds no secret.
tell_file() {
  kind=$(LC_ALL=C stat -c %F "$1" 2>/dev/null) || {
    tell file "$1" missing
    return 0
  }
  case $kind in
    'regular file' | 'regular empty file') ;;
    *)
      tell file "$1" "$kind"
      return 0
      ;;
  esac
  text=
  if printf '%s\n' "$shown" | grep -qxF "$1" && [ "$(stat -c %s "$1")" -le 262144 ]; then text=$(base64 -w 0 "$1"); fi
  tell file "$1" file "$(stat -c %U:%G "$1")" "$(stat -c %a "$1")" "$(sha256sum <"$1" | cut -d ' ' -f 1)" "$text"
}

# tell_files: those of $paths, one a line.
tell_files() {
  printf '%s\n' "$paths" >"$scratch/paths"
  while read -r path; do
    [ -z "$path" ] || tell_file "$path"
  done <"$scratch/paths"
}

# tell_unit NAME: one that is about to start or stop is asked once more.
tell_unit() {
  case $(systemctl is-active "$1" 2>/dev/null || :) in activating | deactivating | reloading) sleep 3 ;; esac
  active=$(systemctl is-active "$1" 2>/dev/null || :)
  enabled=$(systemctl is-enabled "$1" 2>/dev/null || :)
  tell unit "$1" "${active:-unknown}" "${enabled:-not-found}"
}
