"""Proves that the Agent on this host works: it runs, Datadog accepts its API keys, each declared instance of each check
runs without an error, and the trace-agent takes traces where services are declared.

Run by the Agent's own Python as root: `verify.py [OPTIONS] CHECK=INSTANCES...`; the options are described below. Prints
what was proved as one JSON object: {"version": "7.70.1", "hostname": "db1", "checks": {"postgres": "OK"}}. Exits 1 with
a sentence on stderr for each thing that is not proved; warnings stand there, too.
"""

import argparse
import json
import re
import socket
import sys
import urllib.parse
from pathlib import Path

from proof.agent import hostname_of, prove_agent
from proof.checks import prove_check
from proof.settings import Settings


class UnprovenError(Exception):
    """What was wrong and what to do: a sentence a line."""


def prove(host: str, checks: dict, traces, pinned, warn) -> dict:
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
            # User data, which is small, leaves that file out: no services are declared there.
            from proof.traces import prove_traces

            failures += prove_traces(traces, version)
        if not version or not hostname:
            unsaid = "its version" if not version else "under which name Datadog shows this host"
            failures.append(f"the Agent does not say {unsaid}; read 'datadog-agent status' there")
        elif pinned and version != upstream(pinned):
            failures.append(
                f"Agent {version} runs, and not the stack's {pinned}: somebody changed the package; name that version "
                f"in the stack, or run pulumi up --target-replace '**::{host}-package' --target-replace "
                f"'**::{host}-configuration'"
            )
    if failures:
        raise UnprovenError("\n".join(failures))
    return {"version": version, "hostname": hostname, "checks": dict.fromkeys(checks, "OK")}


def upstream(package: str) -> str:
    """A Debian package's version as the Agent says it: `1:7.70.1-1` is 7.70.1, `1:7.71.0~rc.1-1` is 7.71.0-rc.1."""
    return re.sub(r"^\d+:|-\d+$", "", package).replace("~", "-")


def secrets_in(folder) -> list:
    """As they are, and as they look in quotes and in a URL; the longest first, since one may be a part of another."""
    written = set()
    for file in Path(folder).glob("*") if folder else ():
        text = file.read_text()
        try:
            secret = str(json.loads(text))
        except ValueError:
            secret = text.strip()
        written |= {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], urllib.parse.quote(secret, safe="")}
    return sorted(written, key=len, reverse=True)


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
    parser.add_argument("--host", default=socket.gethostname(), help="the stack's name of this host")
    parser.add_argument("--version", help="the pinned version of the package")
    parser.add_argument("--traces", type=int, help="where declared services send their traces")
    parser.add_argument("--secrets", help="a folder of values that are never printed, each a JSON string in a file")
    parser.add_argument("checks", nargs="*", type=declared_check)
    options = parser.parse_args(arguments)
    secrets = secrets_in(options.secrets)

    def say(text: str) -> None:
        for line in text.splitlines():
            print(f"{options.host}: {hidden(line, secrets)}", file=sys.stderr)

    try:
        print(json.dumps(prove(options.host, dict(options.checks), options.traces, options.version, say)))
    except UnprovenError as unproven:
        say(str(unproven))
        return 1
    except Exception as error:  # noqa: BLE001
        say(f"the proof itself failed ({type(error).__name__}: {error}); read 'datadog-agent status' there")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
