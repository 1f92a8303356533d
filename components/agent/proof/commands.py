"""Runs commands on this host, each with a bound, and reads its files."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

try:
    import yaml
except ImportError:
    yaml = None

AGENT = "/usr/bin/datadog-agent"
CONFIG = Path("/etc/datadog-agent")
# The last that the Agent's own processes said: systemd's words say only that they ended.
JOURNAL = ["journalctl", "--quiet", "--boot", "--output=cat", "--lines=5", "_SYSTEMD_UNIT=datadog-agent.service"]
AS_AGENT = ["runuser", "-u", "dd-agent", "--"]


class TooSlowError(Exception):
    """A command did not end in its time."""


def run(command: list, seconds: float) -> subprocess.CompletedProcess:
    """Runs a command to its end, or ends it with all that it has started."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", f"{command[0]}: {error.strerror}")
    try:
        stdout, stderr = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            # What has left the group holds the other end, perhaps.
            process.communicate(timeout=5)
        raise TooSlowError from None
    return subprocess.CompletedProcess(
        command, process.returncode, stdout.decode(errors="replace"), stderr.decode(errors="replace")
    )


def systemctl(*arguments: str) -> str:
    try:
        return run(["systemctl", *arguments], 120).stdout.strip()
    except TooSlowError:
        return ""


def read_yaml(path: Path):
    """None where there is no such file, or none that can be read."""
    try:
        return yaml.safe_load(path.read_text()) if yaml else None
    except (OSError, ValueError, yaml.YAMLError):
        return None


def text_of(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
