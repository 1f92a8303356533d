"""Samples to points."""

from lookout_agent.sampler import CheckSampler, Context, MetricType


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def context(kind: MetricType) -> Context:
    return Context(kind, "m", (), "db1")


def run(kind: MetricType, *runs: list[float], flush_first_value: bool = False) -> list[list[tuple[str, float]]]:
    """The points of several runs, ten seconds apart."""
    clock = Clock()
    sampler = CheckSampler(10, clock)
    points = []
    for values in runs:
        for value in values:
            sampler.add(context(kind), value, flush_first_value)
        points.append([(point.metric, point.value) for point in sampler.commit()])
        clock.now += 10
    return points


def test_a_gauge_keeps_its_last_value() -> None:
    assert run(MetricType.GAUGE, [1, 2]) == [[("m", 2)]]


def test_a_count_is_the_sum_of_the_run() -> None:
    assert run(MetricType.COUNT, [1, 2], [4]) == [[("m", 3)], [("m", 4)]]


def test_a_rate_needs_two_runs_and_leaves_out_a_reset() -> None:
    assert run(MetricType.RATE, [100], [150], [20]) == [[], [("m", 5.0)], []]


def test_a_monotonic_count_is_the_growth_since_the_run_before() -> None:
    assert run(MetricType.MONOTONIC_COUNT, [100], [150], [20]) == [[], [("m", 50)], [("m", 0)]]


def test_a_monotonic_count_may_start_from_nothing() -> None:
    assert run(MetricType.MONOTONIC_COUNT, [100], flush_first_value=True) == [[("m", 100)]]


def test_a_histogram_becomes_its_aggregates() -> None:
    [points] = run(MetricType.HISTOGRAM, [1, 2, 3, 10])

    assert dict(points) == {"m.max": 10, "m.median": 2, "m.avg": 4, "m.95percentile": 10, "m.count": 0.4}


def test_a_metric_that_is_not_submitted_again_has_no_more_points() -> None:
    assert run(MetricType.GAUGE, [1], []) == [[("m", 1)], []]
