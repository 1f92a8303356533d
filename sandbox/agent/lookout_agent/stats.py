"""How a check instance has fared: the fields that `status --json` and `check --json` show."""

import time
from dataclasses import dataclass, field
from typing import Any

from .aggregator import SenderStats

_REMEMBERED_RUNS = 32


@dataclass
class CheckStats:
    check_name: str
    check_version: str
    config_source: str
    loader: str
    check_id: str
    interval: float
    total_runs: int = 0
    total_errors: int = 0
    total_warnings: int = 0
    last: SenderStats = field(default_factory=SenderStats)
    total: SenderStats = field(default_factory=SenderStats)
    execution_times: list[int] = field(default_factory=lambda: [0] * _REMEMBERED_RUNS)
    last_execution_time: int = 0
    last_success: int = 0
    last_error: str = ""
    last_warnings: list[str] = field(default_factory=list)
    updated: int = 0

    def add(self, seconds: float, error: str, warnings: list[str], sent: SenderStats) -> None:
        self.last_execution_time = int(seconds * 1000)
        self.execution_times[self.total_runs % _REMEMBERED_RUNS] = self.last_execution_time
        self.total_runs += 1
        self.updated = int(time.time())
        self.last_error = error
        if error:
            self.total_errors += 1
        else:
            self.last_success = self.updated
        self.last_warnings = warnings
        self.total_warnings += len(warnings)
        self.last = sent
        self.total = SenderStats(
            metric_samples=self.total.metric_samples + sent.metric_samples,
            events=self.total.events + sent.events,
            service_checks=self.total.service_checks + sent.service_checks,
        )

    @property
    def average_execution_time(self) -> int:
        runs = min(self.total_runs, _REMEMBERED_RUNS)
        return sum(self.execution_times[:runs]) // runs if runs else 0

    def as_json(self) -> dict[str, Any]:
        """The real Agent's field names; durations in milliseconds, the interval in nanoseconds."""
        return {
            "CheckName": self.check_name,
            "CheckVersion": self.check_version,
            "CheckConfigSource": f"file:{self.config_source}",
            "CheckLoader": self.loader,
            "CheckID": self.check_id,
            "Interval": int(self.interval * 1_000_000_000),
            "LongRunning": False,
            "Cancelling": False,
            "TotalRuns": self.total_runs,
            "TotalErrors": self.total_errors,
            "TotalWarnings": self.total_warnings,
            "MetricSamples": self.last.metric_samples,
            "Events": self.last.events,
            "ServiceChecks": self.last.service_checks,
            "HistogramBuckets": 0,
            "TotalMetricSamples": self.total.metric_samples,
            "TotalEvents": self.total.events,
            "TotalServiceChecks": self.total.service_checks,
            "TotalHistogramBuckets": 0,
            "EventPlatformEvents": {},
            "TotalEventPlatformEvents": {},
            "ExecutionTimes": self.execution_times,
            "AverageExecutionTime": self.average_execution_time,
            "LastExecutionTime": self.last_execution_time,
            "LastSuccessDate": self.last_success,
            "LastError": self.last_error,
            "LastDelay": 0,
            "LastWarnings": self.last_warnings,
            "UpdateTimestamp": self.updated,
            "Telemetry": False,
        }
