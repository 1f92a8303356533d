#!/bin/sh
# Run by the login shell with the words of a command's text as "$@" and all of its input in $input: hands the input to
# receive.sh as root, one script at a time on a host.
#
# Two commands of a stack may reach a host at once, and a killed `pulumi up` leaves its script running: the lock makes
# the next wait for it.
refuse() {
  printf '%s\n' "$lookout_host: $1. Then run: pulumi up" >&2
  exit 1
}

# What sudo says is of its own language; only what it asks of the user is told apart.
explain_sudo() {
  case $1 in
    *tty*) refuse "sudo wants a terminal (requiretty); add 'Defaults:$(id -un) !requiretty' to a file in /etc/sudoers.d" ;;
    *password* | *sudoers* | *'not allowed'*)
      refuse "$(id -un) may not run sudo without a password; add '$(id -un) ALL=(ALL) NOPASSWD: ALL' to a file in /etc/sudoers.d, or connect as root"
      ;;
    *) refuse "sudo refuses $(id -un) ($(printf '%s' "$1" | tail -n 1)); mend /etc/sudoers, or connect as root" ;;
  esac
}

lookout_host=$1
lookout_root='
  PATH=/usr/sbin:/usr/bin:/sbin:/bin
  flock --close --wait @SECONDS@ --conflict-exit-code 75 /run/lock /bin/sh -c "$0" "$@" || {
    code=$?
    [ "$code" -ne 75 ] || printf "%s\n" "$2: another run has held the lock on /run/lock for @SECONDS@ s: $(cat /run/lookout.??????/who 2>/dev/null || lslocks); wait for it, or end it. Then run: pulumi up" >&2
    exit "$code"
  }'
if [ "$(id -u)" -eq 0 ]; then
  printf '%s\n' "$input" | /bin/sh -c "$lookout_root" @RECEIVE@ lookout "$@"
elif ! lookout_sudo=$(PATH=$PATH:/usr/local/bin:/usr/bin && command -v sudo); then
  refuse "$(id -un) is not root and there is no sudo; install it with a NOPASSWD rule, or connect as root"
else
  lookout_said=$(LC_ALL=C "$lookout_sudo" -n /bin/sh -c : 2>&1 </dev/null) || explain_sudo "$lookout_said"
  printf '%s\n' "$input" | "$lookout_sudo" -n /bin/sh -c "$lookout_root" @RECEIVE@ lookout "$@"
fi
