"""system.mem and system.swap, in MiB"""

from pathlib import Path
from typing import Any

from datadog_checks.base import AgentCheck

MEMINFO = Path("/proc/meminfo")


class MemoryCheck(AgentCheck):
    def check(self, _instance: Any) -> None:
        lines = (line.split() for line in MEMINFO.read_text().splitlines())
        mebibytes = {name.rstrip(":"): int(value) / 1024 for name, value, *_ in lines}
        total, free, usable = mebibytes["MemTotal"], mebibytes["MemFree"], mebibytes["MemAvailable"]
        self.gauge("system.mem.total", total)
        self.gauge("system.mem.free", free)
        self.gauge("system.mem.used", total - free)
        self.gauge("system.mem.usable", usable)
        self.gauge("system.mem.pct_usable", usable / total)
        self.gauge("system.mem.cached", mebibytes["Cached"])
        self.gauge("system.mem.buffered", mebibytes["Buffers"])
        self.gauge("system.swap.total", mebibytes["SwapTotal"])
        self.gauge("system.swap.used", mebibytes["SwapTotal"] - mebibytes["SwapFree"])
