#!/bin/sh
# A traced service under systemd: its user, code, virtual environment, secrets and unit; started, and proved by its health
# URL. A version that does not become healthy is taken back, and the one before runs on; of a service that never worked
# nothing is left. Run after host/library.sh, local-role.sh and service-end.sh with $service, $user, $folder, $code_digest,
# $environment_digest, $environment_folder, $wheels, $health_url, $health_seconds and $database_role set, the code below
# $scratch/bodies/code, requirements.txt and the unit beside it, and its secrets among the secrets on standard input.
code=$folder/code-$code_digest
environment=${environment_folder:-$folder/environment-$environment_digest}
# While it exists a restart is owed, whatever became of the run that made it.
owed=$state/restart
# The unit and the secrets of the version that worked.
before=$state/before
# Whether something was made that is ours.
begun=no

# A first version that does not work is none.
give_up() {
  if [ "$begun" = yes ] && [ ! -e "$state/worked" ]; then remove_service; fi
  rm -rf "$scratch"
}
trap give_up EXIT

# Nothing that somebody else put there is taken over without a word.
check_host() {
  command -v systemctl >/dev/null || fail "no systemd here; a traced service runs under it"
  # It would load the tracer a second time, into every process.
  ! grep -qs 'apm-inject\|launcher.preload' /etc/ld.so.preload ||
    fail "single-step instrumentation is on here (/etc/ld.so.preload), and ddtrace-run can't be beside it; switch one of them off:" \
      "'datadog-installer apm uninstrument host' there, or take the service out of the stack"
  [ ! -s "$state/entry" ] || return 0
  ! systemctl cat "$service" >/dev/null 2>&1 ||
    fail "the unit $service is there already, and not by Lookout; choose another name for the service"
  if id "$user" >/dev/null 2>&1 || getent group "$user" >/dev/null; then
    fail "the user or group $user is there already, and not by Lookout, and would run the service with all that it may; choose another name for the service"
  fi
}

# Noted before it is made, so that an interrupted run's user is ours too.
make_user() {
  install -d -m 0700 "$state"
  [ -s "$state/entry" ] || printf '%s\n' "$lookout_host" >"$state/entry"
  begun=yes
  id "$user" >/dev/null 2>&1 ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
}

# Named by its content, so that one version never changes under a process, and the one before is still there.
install_code() {
  [ ! -e "$code" ] || return 0
  install -d -m 0755 "$folder"
  rm -rf "$code.new"
  cp -R "$scratch/bodies/code" "$code.new"
  chmod -R u=rwX,go=rX "$code.new"
  mv "$code.new" "$code"
}

# What comes over HTTP is as good as its hash.
trusted_host() {
  printf '%s' "$wheels" | sed -n 's,^http://\([^/:]*\).*,\1,p'
}

# Made anew where the host's Python has become another one.
install_environment() {
  if [ -n "$environment_folder" ]; then
    [ -x "$environment/bin/ddtrace-run" ] ||
      fail "$environment has no bin/ddtrace-run; install ddtrace there, or leave its environment to the locked requirements"
    return 0
  fi
  python3 -c 'import venv, ensurepip' 2>/dev/null ||
    fail "python3 can't make a virtual environment here; install python3-venv (apt-get install python3-venv)"
  python=$(python3 -V)
  [ "$(cat "$environment/complete" 2>/dev/null)" != "$python" ] || return 0
  rm -rf "$environment"
  trusted=$(trusted_host)
  (
    umask 022
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-cache-dir \
      --require-hashes --only-binary=:all: ${wheels:+--no-index --find-links "$wheels"} ${trusted:+--trusted-host "$trusted"} \
      --requirement "$scratch/bodies/requirements.txt"
  ) >"$scratch/pip" 2>&1 || {
    grep -v '^\[notice\]' "$scratch/pip" | tail -n 5 >&2
    fail "the locked requirements of $service can't be installed; check that they have hashes, and the host's way to ${wheels:-the package index}"
  }
  printf '%s\n' "$python" >"$environment/complete"
  : >"$owed"
}

healthy() {
  python3 - "$health_url" <<'PYTHON' 2>"$scratch/health"
import sys
import urllib.request

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    opener.open(sys.argv[1], timeout=3).read()
except Exception as error:
    sys.exit(str(error))
PYTHON
}

# becomes_healthy: or says no as soon as it has ended, or time is up.
becomes_healthy() {
  deadline=$(($(date +%s) + health_seconds))
  while [ "$(date +%s)" -le "$deadline" ]; do
    if healthy && systemctl is-active --quiet "$service"; then return 0; fi
    [ "$(systemctl show --value --property=NRestarts "$service")" = 0 ] || return 1
    ! systemctl is-failed --quiet "$service" || return 1
    sleep 0.3
  done
  return 1
}

same_secrets() {
  diff -rq "$scratch/secrets" "$credentials" >/dev/null 2>&1
}

unchanged() {
  [ ! -e "$owed" ] && same_secrets && cmp -s "$scratch/bodies/unit" "$unit" && systemctl is-active --quiet "$service"
}

# Of the version that worked; a run that was killed since has left it.
keep_before() {
  if [ -e "$before" ] || [ ! -e "$state/worked" ] || [ ! -e "$unit" ]; then return 0; fi
  rm -rf "$before.new"
  install -d -m 0700 "$before.new"
  cp "$unit" "$before.new/unit"
  cp -R "$credentials" "$before.new/credentials"
  mv "$before.new" "$before"
}

# put UNIT SECRETS: each secret a file that systemd hands to the service and to nobody else.
put() {
  rm -rf "$credentials.new"
  install -d -m 0700 "${credentials%/*}"
  cp -R "$2" "$credentials.new"
  chmod -R u=rwX,go= "$credentials.new"
  rm -rf "$credentials"
  mv "$credentials.new" "$credentials"
  install -m 0644 "$1" "$unit.new"
  mv -f "$unit.new" "$unit"
}

# Stopped first: what answers then is somebody else.
restart() {
  systemctl daemon-reload
  systemctl stop "$service" 2>/dev/null || :
  systemctl reset-failed "$service" 2>/dev/null || :
  if healthy; then
    printf 'something else answers there' >"$scratch/health"
    return 1
  fi
  systemctl enable --quiet "$service" 2>/dev/null || :
  systemctl start "$service"
}

start() {
  if unchanged; then
    becomes_healthy || fail "$service runs, and is not healthy at $health_url ($(cat "$scratch/health")); read 'journalctl -u $service' there"
    return 0
  fi
  keep_before
  : >"$owed"
  put "$scratch/bodies/unit" "$scratch/secrets"
  began=$(date '+%F %T')
  if restart && becomes_healthy; then
    : >"$state/worked"
    rm -rf "$owed" "$before"
    return 0
  fi
  why=$(cat "$scratch/health")
  last_words
  go_back
  fail "$service does not become healthy at $health_url within $health_seconds s ($why); its last lines are above.$kept"
}

last_words() {
  journalctl --quiet --no-pager --output cat --unit "$service" --since "$began" 2>/dev/null | grep -v '^\(Started\|Stopped\|Stopping\) ' | tail -n 15 >&2 || :
}

# The version before, where there was one.
go_back() {
  if [ -e "$before" ]; then
    put "$before/unit" "$before/credentials"
    rm -rf "$before"
    if restart && becomes_healthy; then kept=" The version before runs on"; else kept=" The version before does not run either"; fi
  else
    systemctl disable --quiet --now "$service" 2>/dev/null || :
    kept=" It is stopped"
  fi
}

# What no unit names any more.
remove_old() {
  for old in "$folder"/code-* "$folder"/environment-*; do
    [ "$old" = "$code" ] || [ "$old" = "$environment" ] || rm -rf "$old"
  done
}

cd / || exit 1
read_secrets
kept=
check_host
make_user
[ -z "$database_role" ] || make_local_role
install_code
install_environment
start
remove_old
printf '%s\n' "$lookout_host" >"$state/entry"
printf '{"service":"%s","user":"%s","url":"%s"}\n' "$service" "$user" "$health_url"
