#!/bin/sh
# The end of each command's text. Short, since a failure prints it three times; the words before it are "$@".
input=$(cat) e=${input##* }
[ "$(printf %s "${input%end "$e"}" | sha256sum)" = "$e  -" ] || {
  printf '%s\n' "$1: the input of $3 was cut short, nothing was changed; does a file of the login shell read it? Mend that, then run: pulumi up" >&2
  exit 1
}
eval "$(printf %s "$input" | sed -n 's/^login //p' | base64 -d)"
