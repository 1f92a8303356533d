#!/bin/sh
# In the place of verify.py with the IoT Agent, which has no Python. Run before configuration.sh.

# prove_by_itself: what the Agent says of itself, once it runs.
prove_by_itself() {
  systemctl is-active --quiet datadog-agent ||
    fail "the Agent does not run; read 'journalctl -u datadog-agent' there"
  said_version=$(datadog-agent version 2>/dev/null | sed -n 's/^.*Agent \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  said_hostname=$(datadog-agent hostname 2>/dev/null | tail -n 1)
  [ -n "$said_version$said_hostname" ] ||
    fail "the Agent says neither its version nor its host name; read 'journalctl -u datadog-agent' there"
  printf '{"version": "%s", "hostname": "%s", "checks": {}}\n' "$said_version" "$said_hostname"
}
prover=prove_by_itself
