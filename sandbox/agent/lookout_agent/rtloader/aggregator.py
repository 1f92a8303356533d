"""`aggregator`: what `AgentCheck.gauge`, `service_check` and `event` call."""

import json
from types import ModuleType
from typing import Any

from ..aggregator import Aggregator
from ..sampler import MetricType
from .module import make_module


def aggregator_module(aggregator: Aggregator) -> ModuleType:
    def submit_metric(
        _check: Any,
        check_id: str,
        kind: int,
        name: str,
        value: float,
        tags: list[str],
        hostname: str,
        flush_first_value: bool,
    ) -> None:
        aggregator.submit_metric(check_id, MetricType(kind), name, value, tags, hostname, flush_first_value)

    def submit_service_check(
        _check: Any, check_id: str, name: str, status: int, tags: list[str], hostname: str, message: str
    ) -> None:
        aggregator.submit_service_check(check_id, name, int(status), tags, hostname, message)

    def submit_event(_check: Any, check_id: str, event: dict[str, Any]) -> None:
        aggregator.submit_event(check_id, event)

    def submit_event_platform_event(_check: Any, _check_id: str, event: str, kind: str) -> None:
        """Of Database Monitoring, plans, activity and metadata are passed over as well."""
        if kind == "dbm-metrics":
            aggregator.submit_statements(json.loads(event))

    def pass_over(*_args: Any, **_kwargs: Any) -> None:
        """Distributions: the sandbox's Datadog has no place for them."""

    return make_module(
        "aggregator",
        {
            **{kind.name: int(kind) for kind in MetricType},
            "submit_metric": submit_metric,
            "submit_service_check": submit_service_check,
            "submit_event": submit_event,
            "submit_histogram_bucket": pass_over,
            "submit_event_platform_event": submit_event_platform_event,
        },
    )
