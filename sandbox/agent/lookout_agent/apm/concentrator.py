"""Counts every span that has metrics, sampled or not: what Datadog's `trace.*` metrics are made of."""

import base64
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ddsketch import LogCollapsingLowestDenseDDSketch
from ddsketch.pb.proto import DDSketchProto

from .chunk import Chunk, Span, meta, metrics

_BUCKET = 10_000_000_000
"""Nanoseconds."""
_ACCURACY = 0.01
_BINS = 2048
_MOST_GROUPS = 5000
"""Between two flushes. A service whose resources are all different has more; what is beyond is counted together."""
_TOO_MANY = "tracer_blocked_aggregated_values"


class _Client(NamedTuple):
    """What the spans of one running service have in common."""

    env: str
    version: str


class _Group(NamedTuple):
    service: str
    name: str
    resource: str
    type: str
    status_code: int


class _Key(NamedTuple):
    client: _Client
    start: int
    group: _Group


def _sketch() -> LogCollapsingLowestDenseDDSketch:
    return LogCollapsingLowestDenseDDSketch(_ACCURACY, _BINS)


@dataclass
class _Counts:
    hits: int = 0
    errors: int = 0
    duration: int = 0
    top_level_hits: int = 0
    ok: LogCollapsingLowestDenseDDSketch = field(default_factory=_sketch)
    failed: LogCollapsingLowestDenseDDSketch = field(default_factory=_sketch)


class Concentrator:
    def __init__(self, hostname: str, env: str, version: str) -> None:
        self._hostname = hostname
        self._env = env
        self._version = version
        self._lock = threading.Lock()
        self._counts: dict[_Key, _Counts] = {}

    def add(self, chunk: Chunk) -> None:
        client = _Client(chunk.first("env") or self._env, chunk.first("version"))
        with self._lock:
            for span, enters_service in chunk.counted():
                self._add(client, span, enters_service)

    def drain(self) -> dict[str, Any] | None:
        """
        Body of `POST /api/v0.2/stats`: a StatsPayload, as JSON. Buckets may come in several parts, which add up.

        Returns None where nothing was counted.
        """
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return None
        by_client: dict[_Client, dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        for key, value in counts.items():
            by_client[key.client][key.start].append(_grouped_stats(key.group, value))
        return {
            "agentHostname": self._hostname,
            "agentEnv": self._env,
            "agentVersion": self._version,
            "clientComputed": False,
            "stats": [
                {
                    "hostname": self._hostname,
                    "env": client.env,
                    "version": client.version,
                    "stats": [
                        {"start": start, "duration": _BUCKET, "stats": groups} for start, groups in buckets.items()
                    ],
                }
                for client, buckets in by_client.items()
            ],
        }

    def _add(self, client: _Client, span: Span, enters_service: bool) -> None:
        # As in the real Agent: a span counts when it ends.
        end = span["start"] + span["duration"]
        key = _Key(client, end - end % _BUCKET, _group_of(span))
        if key not in self._counts and len(self._counts) >= _MOST_GROUPS:
            key = key._replace(group=key.group._replace(resource=_TOO_MANY))
        counts = self._counts.setdefault(key, _Counts())
        counts.hits += 1
        counts.duration += span["duration"]
        counts.top_level_hits += enters_service
        if span.get("error"):
            counts.errors += 1
            counts.failed.add(float(span["duration"]))
        else:
            counts.ok.add(float(span["duration"]))


def _group_of(span: Span) -> _Group:
    code = meta(span).get("http.status_code") or metrics(span).get("http.status_code") or 0
    try:
        status_code = int(code)
    except ValueError:
        status_code = 0
    name = span["name"] or "unnamed_operation"
    return _Group(span["service"] or "", name, span["resource"] or "", span.get("type") or "", status_code)


def _grouped_stats(group: _Group, counts: _Counts) -> dict[str, Any]:
    return {
        "service": group.service,
        "name": group.name,
        "resource": group.resource,
        "type": group.type,
        "HTTPStatusCode": group.status_code,
        "hits": counts.hits,
        "errors": counts.errors,
        "duration": counts.duration,
        "topLevelHits": counts.top_level_hits,
        "okSummary": _encoded(counts.ok),
        "errorSummary": _encoded(counts.failed),
    }


def _encoded(sketch: LogCollapsingLowestDenseDDSketch) -> str:
    """Durations in nanoseconds, as protobuf in base64: what JSON makes of the real payload's bytes."""
    message = DDSketchProto.to_proto(sketch)
    _trim(message.positiveValues)
    return base64.b64encode(message.SerializeToString()).decode()


def _trim(store: Any) -> None:
    """The library writes the empty bins on both sides too, which are a kilobyte."""
    counts = list(store.contiguousBinCounts)
    filled = [index for index, count in enumerate(counts) if count]
    if filled:
        store.contiguousBinCounts[:] = counts[filled[0] : filled[-1] + 1]
        store.contiguousBinIndexOffset += filled[0]
