"""Runs each instance at its own fixed rate."""

import heapq
import itertools
import logging
import math
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from .check_instance import CheckInstance

log = logging.getLogger("lookout_agent.scheduler")

_PHASE = 0.25
"""
Runs begin a quarter past a whole second: a metric's time is cut to whole seconds, so runs that began close to one would
now and then look a second early or late.
"""


class Scheduler:
    def __init__(self, instances: Iterable[CheckInstance], runners: int) -> None:
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(max_workers=runners, thread_name_prefix="check")
        self._thread = threading.Thread(target=self._schedule, name="scheduler", daemon=True)
        order = itertools.count()
        first = time.monotonic() + seconds_to_phase(time.time())
        self._due = [(first, next(order), instance) for instance in instances]
        heapq.heapify(self._due)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns at once: a check in the middle of its run is left behind with the process."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _schedule(self) -> None:
        while self._due:
            due, order, instance = self._due[0]
            if self._stop.wait(max(due - time.monotonic(), 0.0)):
                return
            self._pool.submit(self._run, instance)
            following = next_run(due, instance.stats.interval, time.monotonic())
            heapq.heapreplace(self._due, (following, order, instance))

    @staticmethod
    def _run(instance: CheckInstance) -> None:
        if not instance.run():
            log.warning("check %s is still running: this run is left out", instance.stats.check_id)
        elif instance.stats.last_error:
            log.error("check %s failed: %s", instance.stats.check_id, instance.stats.last_error)


def seconds_to_phase(now: float) -> float:
    return (_PHASE - now) % 1.0


def next_run(due: float, interval: float, now: float) -> float:
    """Counted from when this run was due and not from when it began: no drift. Times that have passed are left out."""
    missed = max(math.floor((now - due) / interval), 0)
    return due + (missed + 1) * interval
