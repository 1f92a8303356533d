"""`datadog-agent run`: the service."""

import logging
import secrets
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .aggregator import Batch
from .api_key import VALIDATION_SECONDS, ApiKeys
from .collector import make_collector
from .config import Config, load_config
from .forwarder import Forwarder
from .host_metadata import host_metadata
from .ipc import Answers, IpcServer
from .logs import log_to
from .paths import Paths
from .scheduler import Scheduler
from .scrubber import Scrubber, secrets_of
from .serializer import check_run_payload, events_payload, series_payload
from .status import Status, shown_configs
from .version import agent_version

if TYPE_CHECKING:
    from .apm.trace_agent import TraceAgent

log = logging.getLogger("lookout_agent.service")

_FLUSH_SECONDS = 5
_AGENT_METRICS_SECONDS = 15
_METADATA_SECONDS = 300
_LAST_FLUSH_SECONDS = 0.5


class Service:
    """
    Raises:
        ConfigError: where datadog.yaml cannot be used.
    """

    def __init__(self, paths: Paths) -> None:
        self._config = load_config(paths.config_file)
        scrubber = Scrubber(secrets_of(self._config.settings))
        log_to(paths.log_file, self._config.log_level, scrubber)
        self._version = agent_version(paths)
        self._collector = make_collector(paths, self._config, self._version, scrubber)
        self._forwarder = Forwarder(self._config.dd_url, self._config.api_key, self._version)
        self._statements_forwarder = _make_statements_forwarder(self._config, self._version)
        self._scheduler = Scheduler(self._collector.checks.instances, self._config.check_runners)
        self._keys = ApiKeys(self._config)
        self._trace_agent = _make_trace_agent(paths, self._config, self._version)
        status = Status(paths, self._config, self._collector, self._forwarder, self._keys, self._trace_agent)
        answers: Answers = {
            "/agent/status": status.as_json,
            "/agent/status/health": lambda: {"healthy": self._keys.healthy},
            "/agent/config-check": lambda: shown_configs(self._collector),
        }
        self._ipc = IpcServer(self._config.cmd_port, _make_token(paths.auth_token), answers)
        self._stop = threading.Event()

    def run(self) -> None:
        """Returns after SIGTERM or SIGINT, within a few seconds."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        log.info("Agent %s (a stand-in) starts as host %s", self._version, self._config.hostname)
        self._report_load_errors()
        self._ipc.start()
        self._forwarder.start()
        if self._statements_forwarder:
            self._statements_forwarder.start()
        threading.Thread(target=self._watch_api_keys, daemon=True).start()
        self._scheduler.start()
        if self._trace_agent:
            self._trace_agent.start()
        self._flush_until_stopped()
        self._scheduler.stop()
        self._flush()
        self._forwarder.stop(_LAST_FLUSH_SECONDS)
        if self._statements_forwarder:
            self._statements_forwarder.stop(_LAST_FLUSH_SECONDS)
        if self._trace_agent:
            self._trace_agent.stop(_LAST_FLUSH_SECONDS)
        log.info("Agent stopped")

    def _report_load_errors(self) -> None:
        checks, configs = self._collector.checks, self._collector.configs
        for name, errors in checks.loader_errors.items():
            log.error("check %s cannot be loaded: %s", name, errors)
        for name, messages in checks.configure_errors.items():
            log.error("check %s cannot be configured: %s", name, messages)
        for name, message in configs.errors.items():
            log.error("configuration of check %s cannot be used: %s", name, message)
        for name, message in configs.dropped.items():
            log.error("Dropping conf for '%s': %s", name, message)

    def _watch_api_keys(self) -> None:
        while True:
            self._keys.ask()
            for key in self._keys.failures:
                log.error("%s is refused: nothing that is sent with it will be kept", key)
            if self._stop.wait(VALIDATION_SECONDS):
                return

    def _flush_until_stopped(self) -> None:
        metrics_due = metadata_due = time.monotonic()
        while True:
            now = time.monotonic()
            if now >= metadata_due:
                metadata_due += _METADATA_SECONDS
                self._forwarder.submit("/intake/", host_metadata(self._config, self._version))
            if now >= metrics_due:
                metrics_due += _AGENT_METRICS_SECONDS
                self._collector.aggregator.gauge("datadog.agent.running", 1, [f"version:{self._version}"])
                self._collector.aggregator.submit_service_check(None, "datadog.agent.up", 0, [], "", "")
            self._flush()
            if self._stop.wait(_FLUSH_SECONDS):
                return

    def _flush(self) -> None:
        batch: Batch = self._collector.aggregator.drain()
        if batch.points:
            self._forwarder.submit("/api/v2/series", series_payload(batch.points))
        if batch.service_checks:
            self._forwarder.submit("/api/v1/check_run", check_run_payload(batch.service_checks))
        if batch.events:
            self._forwarder.submit("/intake/", events_payload(self._config.hostname, self._version, batch.events))
        if batch.statements and self._statements_forwarder:
            self._statements_forwarder.submit("/api/v2/dbmmetrics", batch.statements)


def _make_statements_forwarder(config: Config, version: str) -> Forwarder | None:
    """Statements have an intake of their own."""
    return Forwarder(config.statements_url, config.api_key, version) if config.statements_url else None


def _make_trace_agent(paths: Paths, config: Config, version: str) -> "TraceAgent | None":
    """Its libraries are loaded only where they are used."""
    if not config.apm.enabled:
        return None
    from .apm.trace_agent import TraceAgent

    return TraceAgent(paths, config, version)


def _make_token(file: Path) -> str:
    """A new one at each start; only dd-agent and root can read it."""
    token = secrets.token_hex(32)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(token)
    return token
