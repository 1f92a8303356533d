"""The custom check of Datadog's exercise: a gauge `my_metric` with a random value from 0 to 1000."""

import random

from datadog_checks.base import AgentCheck


class MyMetricCheck(AgentCheck):
    """How often it runs is the instance's `min_collection_interval`, not this code's business."""

    def check(self, instance):
        self.gauge("my_metric", random.randint(0, 1000), tags=instance.get("tags", []))
