"""Traces on their way from a tracer to Datadog."""

import logging
import os
import threading
import time
from collections import Counter
from typing import Any

from ..config import Config
from ..forwarder import Forwarder
from ..paths import Paths
from .concentrator import Concentrator
from .not_running import not_running
from .payload import agent_payload, tracer_payload
from .receiver import Received, Receiver
from .stats import ReceiverStats
from .supervisor import TestAgent

log = logging.getLogger("lookout_agent.apm")

_FLUSH_SECONDS = 2
_FLUSH_BYTES = 2 * 1024 * 1024
_STOP_SECONDS = 3
_RATE = 1.0
"""
What tracers are told to keep of every service: all. The real Agent lowers it when there are more than ten new traces a
second.
"""


class TraceAgent:
    """Receives on loopback; counts every trace, sends those that the tracer has decided to keep."""

    def __init__(self, paths: Paths, config: Config, version: str) -> None:
        self._config = config
        self._version = version
        self._env = config.apm.env or "none"
        self._concentrator = Concentrator(config.hostname, self._env, version)
        self._stats = ReceiverStats()
        self._written: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._pending: list[dict[str, Any]] = []
        self._pending_bytes = 0
        self._flush_now = threading.Event()
        self._stopping = False
        self._started = time.monotonic()
        self._forwarder = Forwarder(config.apm.url, config.api_key, version, paths.unsent_traces)
        self._flusher = threading.Thread(target=self._flush_until_stopped, name="apm-flush", daemon=True)
        self._test_agent: TestAgent
        self._receiver = Receiver(self._take, lambda size: self._test_agent.passed_on(size))
        self._test_agent = TestAgent(config.apm.receiver_port, self._receiver.url, version, paths.cache)

    def start(self) -> None:
        self._forwarder.start()
        self._receiver.start()
        self._flusher.start()
        self._test_agent.start()

    def stop(self, grace: float) -> None:
        """First the side that receives, so that what was received is still sent."""
        self._test_agent.stop(_STOP_SECONDS)
        self._receiver.stop()
        self._stopping = True
        self._flush_now.set()
        self._flusher.join(_STOP_SECONDS)
        self._forwarder.stop(grace)

    @property
    def child(self) -> int | None:
        """The process that listens."""
        return self._test_agent.pid

    def as_json(self) -> dict[str, Any]:
        port = self._config.apm.receiver_port
        if self._test_agent.error:
            return not_running()
        return {
            "pid": os.getpid(),
            "uptime": int(time.monotonic() - self._started),
            "config": {
                "Hostname": self._config.hostname,
                "ReceiverHost": "127.0.0.1",
                "ReceiverPort": port,
                "Endpoints": [{"Host": self._config.apm.url}],
            },
            **self._stats.as_json(),
            "trace_writer": {
                "Payloads": self._written["trace payloads"],
                "Traces": self._written["traces"],
                "Spans": self._written["spans"],
                "Errors": self._forwarder.counts["Errors"],
                "Retries": self._forwarder.counts["Retried"],
                "Dropped": self._forwarder.counts["Dropped"],
            },
            "stats_writer": {"Payloads": self._written["stats payloads"]},
        }

    def _take(self, received: Received) -> dict[str, float]:
        kept = [chunk for chunk in received.chunks if chunk.is_kept]
        for chunk in received.chunks:
            self._concentrator.add(chunk)
        payload = tracer_payload(received, kept, self._env)
        with self._lock:
            if kept:
                self._pending.append(payload)
                self._pending_bytes += received.size
                self._written["traces"] += len(kept)
                self._written["spans"] += sum(len(chunk.spans) for chunk in kept)
            is_much = self._pending_bytes > _FLUSH_BYTES
        rates = self._rates(received)
        self._stats.add(received, len(kept), rates)
        if is_much:
            self._flush_now.set()
        return rates

    def _rates(self, received: Received) -> dict[str, float]:
        services = {(chunk.root["service"] or "", chunk.first("env")) for chunk in received.chunks}
        return {f"service:{service},env:{env}": _RATE for service, env in {("", ""), *services}}

    def _flush_until_stopped(self) -> None:
        while not self._stopping:
            self._flush_now.wait(_FLUSH_SECONDS)
            self._flush_now.clear()
            self._flush()
        self._flush()

    def _flush(self) -> None:
        with self._lock:
            pending, self._pending, self._pending_bytes = self._pending, [], 0
        if pending:
            self._written["trace payloads"] += 1
            payload = agent_payload(self._config.hostname, self._env, self._version, pending)
            self._forwarder.submit("/api/v0.2/traces", payload)
        if stats := self._concentrator.drain():
            self._written["stats payloads"] += 1
            self._forwarder.submit("/api/v0.2/stats", stats)
