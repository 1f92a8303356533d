"""What checks submit, from many threads, until the next flush."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from .sampler import CheckSampler, Context, MetricType, Point


@dataclass(frozen=True)
class ServiceCheck:
    check: str
    host: str
    status: int
    timestamp: int
    message: str
    tags: tuple[str, ...]


@dataclass
class SenderStats:
    """How much an instance has submitted in its last run."""

    metric_samples: int = 0
    events: int = 0
    service_checks: int = 0


@dataclass
class Batch:
    """Everything between two flushes."""

    points: list[Point] = field(default_factory=list)
    service_checks: list[ServiceCheck] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    """What Database Monitoring counted of them."""

    def is_empty(self) -> bool:
        return not (self.points or self.service_checks or self.events or self.statements)


class Aggregator:
    """Where a metric goes when a check says `self.gauge(...)`."""

    def __init__(self, hostname: str, reports_checks: bool = False) -> None:
        """
        Args:
            reports_checks: say of each run of a check how it ended, in a service check of the Agent's own.
        """
        self._hostname = hostname
        self._reports_checks = reports_checks
        self._lock = threading.Lock()
        self._samplers: dict[str, CheckSampler] = {}
        self._stats: dict[str, SenderStats] = {}
        self._batch = Batch()

    def register(self, check_id: str, interval: float) -> None:
        with self._lock:
            self._samplers[check_id] = CheckSampler(interval)
            self._stats[check_id] = SenderStats()

    def submit_metric(
        self,
        check_id: str,
        kind: MetricType,
        name: str,
        value: float,
        tags: list[str],
        hostname: str,
        flush_first_value: bool,
    ) -> None:
        context = Context(kind, name, tuple(sorted(set(tags))), hostname or self._hostname)
        with self._lock:
            self._stats[check_id].metric_samples += 1
            self._samplers[check_id].add(context, value, flush_first_value)

    def submit_service_check(
        self, check_id: str | None, name: str, status: int, tags: list[str], hostname: str, message: str
    ) -> None:
        service_check = ServiceCheck(name, hostname or self._hostname, status, int(time.time()), message, tuple(tags))
        with self._lock:
            if check_id is not None:
                self._stats[check_id].service_checks += 1
            self._batch.service_checks.append(service_check)

    def report_check(self, name: str, status: int) -> None:
        """
        Without tags of the instance: all of a check's instances on a host are one row. Off unless datadog.yaml says
        `integration_check_status_enabled`, since 7.47.
        """
        if self._reports_checks:
            tags = [f"check:{name}", "dd_enable_check_intake:true"]
            self.submit_service_check(None, "datadog.agent.check_status", status, tags, "", "")

    def submit_event(self, check_id: str, event: dict[str, Any]) -> None:
        with self._lock:
            self._stats[check_id].events += 1
            self._batch.events.append({"host": self._hostname, **event})

    def submit_statements(self, counts: dict[str, Any]) -> None:
        with self._lock:
            self._batch.statements.append(counts)

    def gauge(self, name: str, value: float, tags: list[str]) -> None:
        """A metric of the Agent's own."""
        point = Point(name, "gauge", int(time.time()), value, tuple(tags), self._hostname)
        with self._lock:
            self._batch.points.append(point)

    def commit(self, check_id: str) -> SenderStats:
        """Ends a run: its samples become points."""
        with self._lock:
            self._batch.points.extend(self._samplers[check_id].commit())
            stats, self._stats[check_id] = self._stats[check_id], SenderStats()
            return stats

    def drain(self) -> Batch:
        with self._lock:
            batch, self._batch = self._batch, Batch()
            return batch
