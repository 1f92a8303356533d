"""Turns what one check instance submits during a run into points, as the Agent's check sampler does."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class MetricType(IntEnum):
    """What `aggregator` calls them; checks pass the number."""

    GAUGE = 0
    RATE = 1
    COUNT = 2
    MONOTONIC_COUNT = 3
    COUNTER = 4
    HISTOGRAM = 5
    HISTORATE = 6


@dataclass(frozen=True)
class Context:
    """What makes two samples belong to the same series."""

    kind: MetricType
    name: str
    tags: tuple[str, ...]
    host: str


@dataclass(frozen=True)
class Sample:
    value: float
    time: float


@dataclass(frozen=True)
class Point:
    """One value of one series."""

    metric: str
    kind: str
    """`gauge`, `count` or `rate`, as Datadog stores it."""
    timestamp: int
    value: float
    tags: tuple[str, ...]
    host: str
    interval: int = 0


class CheckSampler:
    """Samples of one check instance between two runs; monotonic types remember the last one of the run before."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.time) -> None:
        self._interval = interval
        self._clock = clock
        self._samples: dict[Context, list[Sample]] = {}
        self._previous: dict[Context, Sample] = {}

    def add(self, context: Context, value: float, flush_first_value: bool = False) -> None:
        now = self._clock()
        if flush_first_value and context not in self._previous:
            self._previous[context] = Sample(0.0, now)
        self._samples.setdefault(context, []).append(Sample(value, now))

    def commit(self) -> list[Point]:
        """The points of the run that has just ended."""
        samples, self._samples = self._samples, {}
        return [point for context, values in samples.items() for point in self._points(context, values)]

    def _points(self, context: Context, samples: list[Sample]) -> list[Point]:
        last = samples[-1]
        match context.kind:
            case MetricType.GAUGE:
                return [self._point(context, "gauge", last.value, last.time)]
            case MetricType.COUNT:
                return [self._point(context, "count", sum(s.value for s in samples), last.time)]
            case MetricType.MONOTONIC_COUNT:
                return self._monotonic_count(context, samples)
            case MetricType.RATE | MetricType.COUNTER:
                return self._rate(context, last)
            case MetricType.HISTOGRAM | MetricType.HISTORATE:
                return self._histogram(context, [s.value for s in samples], last.time)

    def _monotonic_count(self, context: Context, samples: list[Sample]) -> list[Point]:
        total, known = 0.0, False
        for sample in samples:
            previous = self._previous.get(context)
            if previous is not None:
                known = True
                # A smaller value means that the counter was reset: what came before is lost.
                total += max(sample.value - previous.value, 0.0)
            self._previous[context] = sample
        return [self._point(context, "count", total, samples[-1].time)] if known else []

    def _rate(self, context: Context, last: Sample) -> list[Point]:
        previous = self._previous.get(context)
        self._previous[context] = last
        if previous is None or last.time <= previous.time or last.value < previous.value:
            return []
        return [self._point(context, "gauge", (last.value - previous.value) / (last.time - previous.time), last.time)]

    def _histogram(self, context: Context, values: list[float], when: float) -> list[Point]:
        ordered = sorted(values)
        aggregates = {
            "max": ordered[-1],
            "median": _percentile(ordered, 0.5),
            "avg": sum(ordered) / len(ordered),
            "95percentile": _percentile(ordered, 0.95),
        }
        points = [self._point(context, "gauge", value, when, f".{name}") for name, value in aggregates.items()]
        return [*points, self._point(context, "rate", len(ordered) / self._interval, when, ".count")]

    def _point(self, context: Context, kind: str, value: float, when: float, suffix: str = "") -> Point:
        return Point(
            metric=context.name + suffix,
            kind=kind,
            timestamp=int(when),
            value=value,
            tags=context.tags,
            host=context.host,
            interval=0 if kind == "gauge" else max(int(self._interval), 1),
        )


def _percentile(ordered: list[float], fraction: float) -> float:
    return ordered[max(math.ceil(fraction * len(ordered)) - 1, 0)]
