"""How receiving and sending have fared: the fields of `apmStats` in `status --json`."""

import threading
from collections import Counter
from typing import Any

from .receiver import Received, Tracer


class ReceiverStats:
    """Since the Agent started; the real one shows the minute before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_tracer: dict[Tracer, Counter[str]] = {}
        self._rates: dict[str, float] = {}

    def add(self, received: Received, kept: int, rates: dict[str, float]) -> None:
        unsampled = len(received.chunks) - kept
        with self._lock:
            counts = self._by_tracer.setdefault(received.tracer, Counter())
            counts["PayloadAccepted"] += 1
            counts["TracesReceived"] += len(received.chunks)
            counts["TracesUnsampled"] += unsampled
            counts["TracesBytes"] += received.size
            counts["SpansReceived"] += sum(len(chunk.spans) for chunk in received.chunks)
            self._rates.update(rates)

    def as_json(self) -> dict[str, Any]:
        with self._lock:
            return {
                "receiver": [_receiver(tracer, counts) for tracer, counts in self._by_tracer.items()],
                "ratebyservice_filtered": dict(self._rates),
            }


def _receiver(tracer: Tracer, counts: Counter[str]) -> dict[str, Any]:
    """The real Agent's names. `TracesUnsampled` is this one's own: what the tracer had decided not to keep."""
    return {
        "Lang": tracer.language,
        "LangVersion": tracer.language_version,
        "Interpreter": tracer.interpreter,
        "TracerVersion": tracer.version,
        "EndpointVersion": tracer.endpoint,
        "TracesReceived": counts["TracesReceived"],
        "TracesUnsampled": counts["TracesUnsampled"],
        "TracesFiltered": 0,
        "TracesBytes": counts["TracesBytes"],
        "SpansReceived": counts["SpansReceived"],
        "SpansDropped": 0,
        "SpansFiltered": 0,
        "PayloadAccepted": counts["PayloadAccepted"],
        "PayloadRefused": 0,
    }
