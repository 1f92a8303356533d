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
    *locked*) refuse "the account of $(id -un) is locked after wrong passwords; unlock it (faillock --user $(id -un) --reset)" ;;
    *'try again'* | *incorrect*)
      refuse "sudo refuses the password of $(id -un), which was tried once; set sudoPassword to it"
      ;;
    *sudoers* | *'not allowed'* | *'may not run'*)
      refuse "$(id -un) may not run sudo; add '$(id -un) ALL=(ALL) NOPASSWD: ALL' to a file in /etc/sudoers.d, without NOPASSWD where there is a sudoPassword, or connect as root"
      ;;
    *password*)
      refuse "$(id -un) may not run sudo without a password; add '$(id -un) ALL=(ALL) NOPASSWD: ALL' to a file in /etc/sudoers.d, set sudoPassword, or connect as root"
      ;;
    *) refuse "sudo refuses $(id -un) ($(printf '%s' "$1" | tail -n 1)); mend /etc/sudoers, or connect as root" ;;
  esac
}

# for_root: the input without its first line where that is sudo's, and then with a digest of what is left.
for_root() {
  case $input in
    'sudo '*)
      lookout_lines=$(printf '%s\n' "$input" | sed '1d; $d')
      printf '%s\nend %s\n' "$lookout_lines" "$(printf '%s\n' "$lookout_lines" | sha256sum | cut -d ' ' -f 1)"
      ;;
    *) printf '%s\n' "$input" ;;
  esac
}

# with_password PASSWORD WORD...: sudo reads its password from standard input, to the end of the line, and leaves the rest
# to its command.
with_password() {
  lookout_password=$1
  shift
  # Alone at first: sudo would try the lines that follow as passwords. Where it asks for none, it reads none, and the line
  # would be the script's: so what it leaves is counted.
  lookout_left=$(printf '%s\n' "$lookout_password" | LC_ALL=C "$lookout_sudo" -k -S -p '' /bin/sh -c 'wc -c' 2>&1) ||
    explain_sudo "$lookout_left"
  {
    [ "${lookout_left##*[!0-9]}" != 0 ] || printf '%s\n' "$lookout_password"
    for_root
  } | "$lookout_sudo" -k -S -p '' /bin/sh -c "$lookout_root" @RECEIVE@ lookout "$@"
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
  for_root | /bin/sh -c "$lookout_root" @RECEIVE@ lookout "$@"
elif ! lookout_sudo=$(PATH=$PATH:/usr/local/bin:/usr/bin && command -v sudo); then
  refuse "$(id -un) is not root and there is no sudo; install it with a NOPASSWD rule, or connect as root"
elif [ "${input#sudo }" != "$input" ]; then
  with_password "$(printf '%s\n' "$input" | sed -n '1s/^sudo //p' | base64 -d)" "$@"
else
  lookout_said=$(LC_ALL=C "$lookout_sudo" -n /bin/sh -c : 2>&1 </dev/null) || explain_sudo "$lookout_said"
  for_root | "$lookout_sudo" -n /bin/sh -c "$lookout_root" @RECEIVE@ lookout "$@"
fi
