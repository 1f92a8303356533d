"""The custom check, run by Datadog's own base class."""

from custom_my_metric import MyMetricCheck
from datadog_checks.base.stubs import aggregator


def test_a_gauge_from_0_to_1000_with_the_instances_tags():
    aggregator.reset()
    instance = {"tags": ["a:b"]}
    check = MyMetricCheck("custom_my_metric", {}, [instance])
    for _ in range(50):
        check.check(instance)
    points = aggregator.metrics("my_metric")
    assert len(points) == 50
    assert all(0 <= point.value <= 1000 and point.tags == ["a:b"] for point in points)
    assert len({point.value for point in points}) > 1
