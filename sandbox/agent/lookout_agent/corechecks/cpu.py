"""system.cpu"""

from pathlib import Path
from typing import Any

from datadog_checks.base import AgentCheck

STAT = Path("/proc/stat")


class CpuCheck(AgentCheck):
    """Shares of the time since the run before, in percent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._previous: list[int] | None = None

    def check(self, _instance: Any) -> None:
        # cpu  user nice system idle iowait irq softirq steal guest guest_nice
        times = [int(field) for field in STAT.read_text().splitlines()[0].split()[1:]]
        previous, self._previous = self._previous, times
        if previous is None:
            return
        user, nice, system, idle, iowait, irq, softirq, steal, guest, *_ = (
            now - before for now, before in zip(times, previous, strict=True)
        )
        # The kernel counts guests' time as user's, too.
        total = user + nice + system + idle + iowait + irq + softirq + steal
        if total <= 0:
            return
        shares = {
            "user": user + nice - guest,
            "system": system + irq + softirq,
            "iowait": iowait,
            "idle": idle,
            "stolen": steal,
            "guest": guest,
        }
        for name, share in shares.items():
            self.gauge(f"system.cpu.{name}", 100 * share / total)
