"""system.disk of the root file system, in KiB"""

import os
from typing import Any

from datadog_checks.base import AgentCheck


class DiskCheck(AgentCheck):
    def check(self, _instance: Any) -> None:
        root = os.statvfs("/")
        total = root.f_blocks * root.f_frsize / 1024
        used = total - root.f_bfree * root.f_frsize / 1024
        free = root.f_bavail * root.f_frsize / 1024
        tags = ["device:overlay", "device_name:overlay"]
        self.gauge("system.disk.total", total, tags=tags)
        self.gauge("system.disk.used", used, tags=tags)
        self.gauge("system.disk.free", free, tags=tags)
        # What root alone may use is neither free nor used, as in df.
        self.gauge("system.disk.in_use", used / (used + free), tags=tags)
