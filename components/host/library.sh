# shellcheck shell=sh
# What every script may call. Run by receive.sh as root, alone on the host, with all of the input in $scratch/input.
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
trap finish EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# Whoever ran the script is gone, and nobody reads what it says.
trap 'exit 141' PIPE
# What the script prints is kept until it has ended well; its last line is what it proved.
exec 3>&1 >"$scratch/output" </dev/null

# finish: the mark by which a run is known to have come to its end, on a line of its own, whatever a login shell prints
# before and after.
finish() {
  lookout_code=$?
  if [ "$lookout_code" -eq 0 ] && [ -e "$scratch/output" ]; then
    ! command -v record_script >/dev/null || record_script || {
      rm -rf "$scratch"
      exit 1
    }
    printf '\nlookout ran: %s\n' "$(tail -n 1 "$scratch/output")" >&3
  fi
  rm -rf "$scratch"
}

# fail MESSAGE: what was wrong and what to do, with the host's name, where Pulumi shows it last.
fail() {
  printf '%s: %s. Then run: %s\n' "${lookout_host:-host}" "$*" "$lookout_next" >&2
  exit 1
}

# read_secrets: each into a file of its own, in memory, for root only.
read_secrets() {
  mkdir "$scratch/secrets"
  sed -n '/^secrets$/,$p' "$scratch/input" | sed '1d; /^bundle$/,$d; $d' >"$scratch/lines"
  while read -r name value; do
    printf '%s' "$value" | base64 -d >"$scratch/secrets/$name"
  done <"$scratch/lines"
  rm "$scratch/lines"
}

# body PATH: keeps standard input below $scratch/bodies.
body() {
  mkdir -p "$scratch/bodies/$(dirname "$1")"
  cat >"$scratch/bodies/$1"
}

# set_values HOST WHAT NAME [NAME=VALUE]...: the words of the command's text.
set_values() {
  lookout_host=$1
  case $2 in
    create) lookout_next='pulumi up' ;;
    boot-*) lookout_next='sh /run/lookout-user-data/boot' ;;
    *) lookout_next='the same pulumi command' ;;
  esac
  shift 3
  for lookout_value; do eval "${lookout_value%%=*}=\${lookout_value#*=}"; done
}
