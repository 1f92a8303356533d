#!/bin/sh
# The end of reading secrets. Run after host/library.sh.

# need_secrets NAME...: before anything is changed, since an empty password would be set as one.
need_secrets() {
  read_secrets
  for name in "$@"; do
    [ -s "$scratch/secrets/$name" ] ||
      fail "no $name arrived on standard input, so nothing was changed; something on the way eats it: log_input in sudoers, or a shell's start-up file (.bashrc) that reads"
  done
}
