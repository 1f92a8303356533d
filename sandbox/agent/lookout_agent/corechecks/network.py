"""system.net of every interface but the loopback"""

from pathlib import Path
from typing import Any

from datadog_checks.base import AgentCheck

INTERFACES = Path("/proc/net/dev")


class NetworkCheck(AgentCheck):
    def check(self, _instance: Any) -> None:
        for line in INTERFACES.read_text().splitlines()[2:]:
            name, _, counters = line.partition(":")
            device, values = name.strip(), counters.split()
            if device == "lo":
                continue
            tags = [f"device:{device}", f"device_name:{device}"]
            self.rate("system.net.bytes_rcvd", int(values[0]), tags=tags)
            self.rate("system.net.bytes_sent", int(values[8]), tags=tags)
