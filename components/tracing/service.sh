#!/bin/sh
# A traced service under systemd: its user, code, virtual environment, secrets and unit; started, and proved by its health
# URL. A version that does not become healthy is taken back, and the one before runs on. Run after host/library.sh and
# local-role.sh with $service, $user, $folder, $code_digest, $environment_digest, $wheels, $health_url, $health_seconds
# and $database_role set, the code below $scratch/bodies/code, requirements.txt and the unit beside it, and its secrets
# among the secrets on standard input.
unit=/etc/systemd/system/$service.service
# Whose the service is; what root alone may read of it.
state=/var/lib/lookout/service-$service
credentials=/etc/lookout/$service
code=$folder/code-$code_digest
environment=$folder/environment-$environment_digest
# While it exists a restart is owed, whatever became of the run that made it.
owed=$state/restart

# Nothing that somebody else put there is taken over without a word.
check_host() {
  command -v systemctl >/dev/null || fail "no systemd here; a traced service runs under it"
  python3 -c 'import venv, ensurepip' 2>/dev/null ||
    fail "python3 can't make a virtual environment here; install python3-venv (apt-get install python3-venv)"
  # It would load the tracer a second time, into every process.
  ! grep -qs 'apm-inject\|launcher.preload' /etc/ld.so.preload ||
    fail "single-step instrumentation is on here (/etc/ld.so.preload), and ddtrace-run can't be beside it; switch one of them off:" \
      "'datadog-installer apm uninstrument host' there, or take the service out of the stack"
  [ -e "$state/entry" ] || [ ! -e "$unit" ] ||
    fail "$unit is there already, and not by Lookout; choose another name for the service, or hand it over, to be removed at destroy: mkdir -p $state && touch $state/entry"
}

make_user() {
  install -d -m 0700 "$state"
  id "$user" >/dev/null 2>&1 || {
    : >"$state/user"
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  }
  printf '%s\n' "$lookout_host" >"$state/entry"
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

install_environment() {
  [ ! -e "$environment/complete" ] || return 0
  host=$(trusted_host)
  rm -rf "$environment"
  (
    umask 022
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-cache-dir \
      --require-hashes --only-binary=:all: ${wheels:+--no-index --find-links "$wheels"} ${host:+--trusted-host "$host"} \
      --requirement "$scratch/bodies/requirements.txt"
  ) >"$scratch/pip" 2>&1 || {
    grep -v '^\[notice\]' "$scratch/pip" | tail -n 5 >&2
    fail "the locked requirements of $service can't be installed; check that they have hashes, and the host's way to ${wheels:-the package index}"
  }
  : >"$environment/complete"
}

# Each a file that systemd hands to the service and to nobody else.
write_credentials() {
  install -d -m 0700 "$credentials" "$scratch/secrets"
  for secret in "$scratch"/secrets/*; do
    [ -e "$secret" ] || continue
    target=$credentials/${secret##*/}
    if cmp -s "$secret" "$target"; then continue; fi
    : >"$owed"
    install -m 0600 "$secret" "$target.new"
    mv -f "$target.new" "$target"
  done
  for target in "$credentials"/*; do
    if [ -e "$target" ] && [ ! -e "$scratch/secrets/${target##*/}" ]; then
      : >"$owed"
      rm -f "$target"
    fi
  done
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

# The unit that is there, started anew.
restart() {
  systemctl daemon-reload
  systemctl reset-failed "$service" 2>/dev/null || :
  systemctl enable --quiet "$service" 2>/dev/null || :
  systemctl restart "$service"
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

start() {
  if [ ! -e "$owed" ] && cmp -s "$scratch/bodies/unit" "$unit" && systemctl is-active --quiet "$service"; then return 0; fi
  : >"$owed"
  if [ -e "$unit" ] && [ ! -e "$state/before" ] && ! cmp -s "$scratch/bodies/unit" "$unit"; then install -m 0600 "$unit" "$state/before"; fi
  install -m 0644 "$scratch/bodies/unit" "$unit.new"
  mv -f "$unit.new" "$unit"
  began=$(date '+%F %T')
  if restart && becomes_healthy; then
    rm -f "$owed" "$state/before"
    return 0
  fi
  last_words
  go_back
  fail "$service does not become healthy at $health_url within $health_seconds s ($(cat "$scratch/health")); its last lines are above.$kept"
}

last_words() {
  journalctl --quiet --no-pager --output cat --unit "$service" --since "$began" 2>/dev/null | grep -v '^\(Started\|Stopped\|Stopping\) ' | tail -n 15 >&2 || :
}

# The version before, where there was one.
go_back() {
  if [ -e "$state/before" ]; then
    install -m 0644 "$state/before" "$unit"
    rm -f "$state/before"
    restart || :
    if becomes_healthy; then kept=" The version before runs on"; else kept=" The version before does not run either"; fi
  else
    systemctl stop "$service" || :
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
write_credentials
start
remove_old
printf '{"service":"%s","user":"%s","url":"%s"}\n' "$service" "$user" "$health_url"
