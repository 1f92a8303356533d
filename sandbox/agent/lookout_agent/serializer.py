"""Datadog's intake formats."""

from collections import defaultdict
from typing import Any

from .aggregator import ServiceCheck
from .sampler import Point

_TYPES = {"count": 1, "rate": 2, "gauge": 3}


def series_payload(points: list[Point]) -> dict[str, Any]:
    """Body of `POST /api/v2/series`: points of the same series travel together."""
    series: dict[tuple[Any, ...], list[Point]] = defaultdict(list)
    for point in points:
        series[(point.metric, point.kind, point.tags, point.host, point.interval)].append(point)
    return {"series": [_series(same) for same in series.values()]}


def _series(points: list[Point]) -> dict[str, Any]:
    first = points[0]
    return {
        "metric": first.metric,
        "type": _TYPES[first.kind],
        "points": [{"timestamp": point.timestamp, "value": point.value} for point in points],
        "resources": [{"type": "host", "name": first.host}],
        "tags": list(first.tags),
        "source_type_name": "System",
        **({"interval": first.interval} if first.interval else {}),
    }


def check_run_payload(service_checks: list[ServiceCheck]) -> list[dict[str, Any]]:
    """Body of `POST /api/v1/check_run`."""
    return [
        {
            "check": service_check.check,
            "host_name": service_check.host,
            "status": service_check.status,
            "timestamp": service_check.timestamp,
            "message": service_check.message,
            "tags": list(service_check.tags),
        }
        for service_check in service_checks
    ]


def events_payload(hostname: str, version: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    """Body of `POST /intake/` for events: by the integration that they come from."""
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for event in events:
        by_source[str(event.get("source_type_name") or "api")].append(
            {key: value for key, value in event.items() if key != "api_key"}
        )
    return {"internalHostname": hostname, "agentVersion": version, "events": dict(by_source)}
