"""One trace as one process has seen it: the spans of one request."""

from collections.abc import Iterator
from typing import Any

Span = dict[str, Any]
"""As the tracer names its fields: `trace_id`, `span_id`, `parent_id`, `meta`, `metrics`, …"""

NO_PRIORITY = -128
"""What the real Agent writes where the tracer has decided nothing."""


class Chunk:
    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self._by_id = {span["span_id"]: span for span in spans}

    @property
    def root(self) -> Span:
        """The span that all others descend from, as far as this chunk knows."""
        return next((span for span in self.spans if not self._parent(span)), self.spans[0])

    @property
    def priority(self) -> int:
        """The tracer's decision: 2 and -1 are the user's, 1 and 0 the sampler's."""
        for span in (self.root, *self.spans):
            if (priority := metrics(span).get("_sampling_priority_v1")) is not None:
                return int(priority)
        return NO_PRIORITY

    @property
    def is_kept(self) -> bool:
        return self.priority > 0 or self.priority == NO_PRIORITY

    def first(self, key: str) -> str:
        """A tag of the root, else of the first span that has it; empty where none has."""
        return next((value for span in (self.root, *self.spans) if (value := meta(span).get(key))), "")

    def counted(self) -> Iterator[tuple[Span, bool]]:
        """Spans that have metrics, and whether each is where the trace enters a service."""
        for span in self.spans:
            enters = self._enters_service(span)
            if enters or metrics(span).get("_dd.measured") == 1:
                yield span, enters

    def _enters_service(self, span: Span) -> bool:
        parent = self._parent(span)
        return parent is None or parent["service"] != span["service"]

    def _parent(self, span: Span) -> Span | None:
        return self._by_id.get(span.get("parent_id") or 0)


def meta(span: Span) -> dict[str, str]:
    return span.get("meta") or {}


def metrics(span: Span) -> dict[str, float]:
    return span.get("metrics") or {}
