"""`datadog-agent`."""

import argparse
import json
import sys
from collections.abc import Sequence

from .paths import Paths
from .version import agent_version

_FAILED = 255
"""What the real Agent exits with where a command fails."""


def main(arguments: Sequence[str] | None = None, paths: Paths | None = None) -> int:
    options = _parser().parse_args(arguments)
    return _run(options, paths or Paths())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="datadog-agent", description="Lookout's stand-in of Datadog's Agent, for the sandbox."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="run the Agent in the foreground")
    commands.add_parser("version", help="print the version")
    commands.add_parser("health", help="print the health of the running Agent")
    commands.add_parser("hostname", help="print the name under which this host is shown")
    status = commands.add_parser("status", help="print the status of the running Agent")
    status.add_argument("-j", "--json", action="store_true", help="as JSON")
    status.add_argument("-p", "--pretty-json", action="store_true", help="as indented JSON")
    check = commands.add_parser("check", help="run a check once and print what it submits")
    check.add_argument("name")
    check.add_argument("--json", action="store_true", help="as JSON")
    configcheck = commands.add_parser("configcheck", help="print the configurations that the running Agent uses")
    configcheck.add_argument("name", nargs="?")
    return parser


def _run(options: argparse.Namespace, paths: Paths) -> int:
    if options.command == "version":
        print(f"Agent {agent_version(paths)} - Lookout's stand-in - Python version: {sys.version.split()[0]}")
        return 0

    # The other commands need libraries that take a moment to load.
    from .config import ConfigError
    from .ipc import AgentUnreachableError

    try:
        return _run_with_config(options, paths)
    except AgentUnreachableError as error:
        print(f"Could not reach agent: {error} ")
        print("Make sure the agent is running before requesting the status and contact support if you continue ")
        print(f"Error: {error}", file=sys.stderr)
        return _FAILED
    except ConfigError as error:
        print(f"Error: {error}", file=sys.stderr)
        return _FAILED


def _run_with_config(options: argparse.Namespace, paths: Paths) -> int:
    from .config import load_config

    match options.command:
        case "run":
            from .service import Service

            Service(paths).run()
            return 0
        case "check":
            from .check_command import run_check

            return run_check(paths, options.name, options.json)
        case "hostname":
            print(load_config(paths.config_file).hostname)
            return 0
        case _:
            return _ask(options, paths, load_config(paths.config_file).cmd_port)


def _ask(options: argparse.Namespace, paths: Paths, port: int) -> int:
    from .ipc import ask_agent
    from .text_report import config_text, status_text

    if options.command == "health":
        health = ask_agent(paths, port, "/agent/status/health")
        print(f"Agent health: {'PASS' if health['healthy'] else 'FAIL'}")
        return 0 if health["healthy"] else 1
    if options.command == "configcheck":
        print(config_text(ask_agent(paths, port, "/agent/config-check"), options.name))
        return 0
    status = ask_agent(paths, port, "/agent/status")
    if options.json or options.pretty_json:
        print(json.dumps(status, indent=2 if options.pretty_json else None))
    else:
        print(status_text(status))
    return 0
