"""Keeps `ddapm-test-agent` running, and its memory small."""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import requests

log = logging.getLogger("lookout_agent.apm")

_ADDRESS = "127.0.0.1"
_RETRY_SECONDS = 10.0
_READY_SECONDS = 30.0
_CLEAR_SECONDS = 10.0
_CLEAR_BYTES = 16 * 1024 * 1024
_TIMEOUT = 5.0


class TestAgent:
    """
    The child keeps every request in a list, for tests that ask for it later. Nobody asks here, so the list is emptied
    every few seconds and megabytes. That loses nothing: a request is handed on from the request itself, never from the
    list, and before the tracer is answered.
    """

    def __init__(self, port: int, agent_url: str, version: str, folder: Path) -> None:
        self._port = port
        self._agent_url = agent_url
        self._version = version
        self._folder = folder
        self._stopping = threading.Event()
        self._wakeup = threading.Event()
        self._thread = threading.Thread(target=self._keep_running, name="test-agent", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._uncleared = 0
        self.error = "starting"
        """Why no trace can be received; empty while it runs."""

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._thread.start()

    def stop(self, grace: float) -> None:
        """The child answers what it has begun to receive, and ends."""
        self._stopping.set()
        self._wakeup.set()
        self._thread.join(grace)

    def passed_on(self, size: int) -> None:
        """Tells that the child has handed on a request, which it now keeps for nothing."""
        self._uncleared += size
        if self._uncleared > _CLEAR_BYTES:
            self._wakeup.set()

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            self._report(self._run())
            self._stopping.wait(_RETRY_SECONDS)

    def _report(self, error: str) -> None:
        if error and error != self.error:
            log.error("no traces can be received: %s; tried again every %d seconds", error, _RETRY_SECONDS)
        self.error = error

    def _run(self) -> str:
        """Returns why the child has not started or no longer runs."""
        if not _is_free(self._port):
            return f"port {self._port} is taken by another process: stop that, or set apm_config.receiver_port"
        with self._started() as process:
            self._process = process
            try:
                if not self._becomes_ready(process):
                    return "ddapm-test-agent did not start"
                self.error = ""
                log.info("traces are received on %s:%d", _ADDRESS, self._port)
                self._clear_until_it_ends(process)
            finally:
                self._process = None
                _end(process)
        return "" if self._stopping.is_set() else f"ddapm-test-agent ended with code {process.returncode}"

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "lookout_agent.apm.test_agent", str(self._port), self._agent_url],
            cwd=self._folder,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                "DD_AGENT_EXTRA_INFO": json.dumps(_information(self._port, self._version)),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        threading.Thread(target=_log_lines, args=(process.stderr,), daemon=True).start()
        return process

    def _becomes_ready(self, process: subprocess.Popen[bytes]) -> bool:
        end = time.monotonic() + _READY_SECONDS
        while process.poll() is None and time.monotonic() < end and not self._stopping.is_set():
            if self._get("/test/session/clear"):
                return True
            self._stopping.wait(0.1)
        return False

    def _clear_until_it_ends(self, process: subprocess.Popen[bytes]) -> None:
        due = time.monotonic() + _CLEAR_SECONDS
        while process.poll() is None and not self._stopping.is_set():
            self._wakeup.wait(1)
            self._wakeup.clear()
            if self._uncleared > _CLEAR_BYTES or time.monotonic() >= due:
                self._uncleared = 0
                self._get("/test/session/clear")
                due = time.monotonic() + _CLEAR_SECONDS

    def _get(self, path: str) -> bool:
        session = requests.Session()
        session.trust_env = False
        try:
            return session.get(f"http://{_ADDRESS}:{self._port}{path}", timeout=_TIMEOUT).ok
        except requests.RequestException:
            return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_ADDRESS, port))
        except OSError:
            return False
    return True


def _information(port: int, version: str) -> dict[str, Any]:
    """
    What `/info` says in place of the test agent's own words: no statistics by the tracer and nothing dropped by it,
    so that every trace is counted here.
    """
    return {
        "version": version,
        "endpoints": ["/v0.4/traces", "/v0.5/traces", "/telemetry/proxy/"],
        "client_drop_p0s": False,
        "config": {"receiver_port": port, "statsd_port": 8125},
    }


def _log_lines(output: IO[bytes] | None) -> None:
    for line in output or ():
        log.warning("ddapm-test-agent: %s", line.decode(errors="replace").rstrip())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
