#!/bin/sh
# The text of every command: runs the script as root, one at a time on a host.
#
# Two commands of a stack may reach a host at once, and a killed `pulumi up` leaves its script running: the lock makes
# the next wait for it. The script is an argument, since standard input carries the secrets.
set -eu
host=@HOST@
if [ "$(id -u)" -eq 0 ]; then
  set --
elif sudo -n true 2>/dev/null; then
  set -- sudo -n
elif ! command -v sudo >/dev/null; then
  printf '%s\n' "$host: $(id -un) is not root and there is no sudo; install it with a NOPASSWD rule, or connect as root" >&2
  exit 1
else
  printf '%s\n' "$host: $(id -un) may not run sudo without a password; add '$(id -un) ALL=(ALL) NOPASSWD: ALL' to a file in /etc/sudoers.d, or connect as root" >&2
  exit 1
fi
"$@" flock --close --wait 900 --conflict-exit-code 75 /run/lock /bin/sh -c "$(cat @SCRIPT@
)" lookout || {
  code=$?
  [ "$code" -ne 75 ] || printf '%s\n' "$host: another run has held the lock on /run/lock for a quarter of an hour; see 'lslocks' there, then run it again" >&2
  exit "$code"
}
