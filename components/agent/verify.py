"""Proves that the Agent on this host works: it runs, Datadog accepts its API keys, each declared instance of each check
runs without an error, and the trace-agent takes traces where services are declared.

Run by the Agent's own Python as root: `verify.py [--traces=PORT] [--secrets=FOLDER] CHECK=INSTANCES...`, FOLDER with
the values that must not be printed, each a JSON string in a file. Prints what was proved as one JSON object:
{"version": "7.70.1", "hostname": "db1", "checks": {"postgres": "OK"}}. Exits 1 with a sentence on stderr for each thing
that is not proved; warnings stand there, too.
"""

import argparse
import json
import re
import socket
import sys
from pathlib import Path

from proof.agent import hostname_of, prove_agent
from proof.checks import prove_check
from proof.settings import Settings
from proof.traces import prove_traces


class UnprovenError(Exception):
    """What was wrong and what to do: a sentence a line."""


def prove(checks: dict, traces, warn) -> dict:
    settings = Settings()
    for warning in settings.overriding():
        warn(warning)
    status, failures = prove_agent(settings)
    for name, declared in checks.items():
        failed, warnings = prove_check(name, declared, status)
        failures += failed
        for warning in warnings:
            warn(warning)
    # An Agent that does not run is reason enough.
    if status:
        version, hostname = str(status.get("version") or ""), hostname_of(status)
        if traces:
            failures += prove_traces(traces, version)
        if not version or not hostname:
            unsaid = "its version" if not version else "under which name Datadog shows this host"
            failures.append(f"the Agent does not say {unsaid}; read 'datadog-agent status' there")
    if failures:
        raise UnprovenError("\n".join(failures))
    return {"version": version, "hostname": hostname, "checks": dict.fromkeys(checks, "OK")}


def secrets_in(folder) -> list:
    files = Path(folder).glob("*") if folder else ()
    return sorted((str(json.loads(file.read_text())) for file in files), key=len, reverse=True)


def hidden(text: str, secrets: list) -> str:
    for secret in filter(None, secrets):
        # A short one may be a part of any word.
        pattern = re.escape(secret) if len(secret) >= 8 else rf"(?<!\w){re.escape(secret)}(?!\w)"
        text = re.sub(pattern, "********", text)
    return text


def declared_check(text: str):
    name, _, count = text.partition("=")
    return name, int(count or 1)


def main(arguments: list) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--traces", type=int)
    parser.add_argument("--secrets")
    parser.add_argument("checks", nargs="*", type=declared_check)
    options = parser.parse_args(arguments)
    secrets = secrets_in(options.secrets)

    def say(text: str) -> None:
        for line in text.splitlines():
            print(f"{socket.gethostname()}: {hidden(line, secrets)}", file=sys.stderr)

    try:
        print(json.dumps(prove(dict(options.checks), options.traces, say)))
    except UnprovenError as unproven:
        say(str(unproven))
        return 1
    except Exception as error:  # noqa: BLE001
        say(f"the proof itself failed ({type(error).__name__}: {error}); read 'datadog-agent status' there")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
