"""Proves that the Agent on this host works: it runs, its API key is accepted, each named check runs without an error.

Run by the Agent's own Python as root: `verify.py CHECK...`. Prints what was proved as one JSON object:
{"version": "7.70.1", "hostname": "db1", "checks": {"postgres": "OK"}}. Exits 1 with a sentence for each failure.
"""

import json
import socket
import subprocess
import sys
import time

AGENT = "/usr/bin/datadog-agent"
PATIENCE_SECONDS = 60


class Unproven(Exception):
    """What was wrong and what to do."""


def status() -> dict:
    """The running Agent's status, once it answers and knows about its API key."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        run = subprocess.run([AGENT, "status", "--json"], capture_output=True, text=True, timeout=30, check=False)
        answer = parsed(run.stdout) if run.returncode == 0 else None
        if answer is not None and api_key_verdict(answer) is not None:
            return answer
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    if answer is None:
        raise Unproven("the Agent does not answer; read 'journalctl -u datadog-agent' there")
    raise Unproven("the Agent could not ask Datadog about its API key; check the host's way to Datadog")


def parsed(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return None


def api_key_verdict(answer: dict):
    """True or False as Datadog said of the key; None while it has not been asked."""
    forwarder = answer.get("forwarderStats", {})
    if forwarder.get("APIKeyFailure"):
        return False
    verdicts = list(forwarder.get("APIKeyStatus", {}).values())
    return True if verdicts and all(verdict == "API Key valid" for verdict in verdicts) else None


def check_error(name: str):
    """What the check says of its last run; None where all was well.

    The exit code says nothing: a check that raises still exits with 0.
    """
    run = subprocess.run(
        ["runuser", "-u", "dd-agent", "--", AGENT, "check", name, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    instances = parsed(run.stdout)
    if not isinstance(instances, list) or not instances:
        return "it was not loaded; read 'datadog-agent configcheck' there"
    errors = [message(instance["runner"]["LastError"]) for instance in instances if instance["runner"].get("LastError")]
    return "; ".join(errors) or None


def message(last_error: str) -> str:
    """LastError is a JSON list of messages with their tracebacks."""
    errors = parsed(last_error)
    if isinstance(errors, list) and errors:
        return str(errors[0].get("message", last_error))
    return last_error


def main(checks: list) -> dict:
    answer = status()
    if not api_key_verdict(answer):
        raise Unproven("Datadog does not accept the Agent's API key; check datadog.apiKey and that it is of datadog.site")
    failures = {name: error for name in checks if (error := check_error(name)) is not None}
    if failures:
        raise Unproven("\n".join(f"check {name} fails: {error}" for name, error in failures.items()))
    return {
        "version": answer["version"],
        "hostname": answer["metadata"]["meta"]["hostname"],
        "checks": {name: "OK" for name in checks},
    }


if __name__ == "__main__":
    try:
        print(json.dumps(main(sys.argv[1:])))
    except (Unproven, subprocess.TimeoutExpired) as unproven:
        for line in str(unproven).splitlines():
            print(f"{socket.gethostname()}: {line}", file=sys.stderr)
        sys.exit(1)
