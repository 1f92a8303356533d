"""One scheduled instance of a check."""

import json
import threading
import time
import traceback
from typing import Any, Protocol

from .aggregator import Aggregator
from .scrubber import Scrubber
from .stats import CheckStats

OK, WARNING, CRITICAL = 0, 1, 2


class RunnableCheck(Protocol):
    """The part of `AgentCheck` that the Agent calls."""

    def run(self) -> str: ...

    def get_warnings(self) -> list[str]: ...


class CheckInstance:
    """Runs a check and keeps count; whatever the check does, the Agent goes on."""

    def __init__(self, check: RunnableCheck, stats: CheckStats, aggregator: Aggregator, scrubber: Scrubber) -> None:
        self.stats = stats
        self._check = check
        self._aggregator = aggregator
        self._scrubber = scrubber
        self._running = threading.Lock()
        aggregator.register(stats.check_id, stats.interval)

    def run(self) -> bool:
        """False where the run before has not ended: the real Agent leaves a run out, too."""
        if not self._running.acquire(blocking=False):
            return False
        try:
            self._run()
        finally:
            self._running.release()
        return True

    def _run(self) -> None:
        started = time.monotonic()
        error = self._scrubber.scrub(self._call())
        warnings = [self._scrubber.scrub(str(warning)) for warning in self._check.get_warnings()]
        sent = self._aggregator.commit(self.stats.check_id)
        self.stats.add(time.monotonic() - started, error, warnings, sent)
        self._aggregator.report_check(self.stats.check_name, CRITICAL if error else WARNING if warnings else OK)

    def _call(self) -> str:
        """`AgentCheck.run` reports exceptions by itself; what is thrown past it (SystemExit, …) is reported alike."""
        try:
            return self._check.run() or ""
        except BaseException as error:  # noqa: BLE001
            report: list[dict[str, Any]] = [{"message": str(error), "traceback": traceback.format_exc()}]
            return json.dumps(report)
