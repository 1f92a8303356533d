"""
What is sent to Datadog: the real Agent's AgentPayload.

Only its encoding differs: JSON for protobuf, with 64-bit ids as strings.
"""

import math
from collections.abc import Iterable
from typing import Any

from .chunk import Chunk, Span, metrics
from .receiver import Received


def agent_payload(hostname: str, env: str, version: str, payloads: list[dict[str, Any]]) -> dict[str, Any]:
    """Body of `POST /api/v0.2/traces`."""
    return {"hostName": hostname, "env": env, "agentVersion": version, "tags": {}, "tracerPayloads": payloads}


def tracer_payload(received: Received, chunks: Iterable[Chunk], env: str) -> dict[str, Any]:
    """
    Args:
        env: of spans that name none.
    """
    kept = list(chunks)
    return {
        "languageName": received.tracer.language,
        "languageVersion": received.tracer.language_version,
        "tracerVersion": received.tracer.version,
        "env": next((found for chunk in kept if (found := chunk.first("env"))), env),
        "appVersion": next((found for chunk in kept if (found := chunk.first("version"))), ""),
        "chunks": [_chunk(chunk) for chunk in kept],
    }


def _chunk(chunk: Chunk) -> dict[str, Any]:
    entries = {span["span_id"] for span, enters in chunk.counted() if enters}
    return {
        "priority": chunk.priority,
        "spans": [_span(span, span["span_id"] in entries) for span in chunk.spans],
    }


def _span(span: Span, enters_service: bool) -> dict[str, Any]:
    return {
        "service": span["service"] or "",
        "name": span["name"] or "unnamed_operation",
        "resource": span["resource"] or "",
        "traceID": str(span["trace_id"]),
        "spanID": str(span["span_id"]),
        "parentID": str(span.get("parent_id") or 0),
        "start": span["start"],
        "duration": span["duration"],
        "error": span.get("error") or 0,
        "meta": span.get("meta") or {},
        # As the real Agent marks it.
        "metrics": {**_finite(metrics(span)), **({"_top_level": 1} if enters_service else {})},
        "type": span.get("type") or "",
    }


def _finite(numbers: dict[str, float]) -> dict[str, float]:
    """JSON has no other ones."""
    return {name: number for name, number in numbers.items() if math.isfinite(number)}
