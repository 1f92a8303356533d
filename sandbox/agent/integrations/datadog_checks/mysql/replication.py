"""What a server says of its part in replication."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datadog_checks.base import AgentCheck

# What MySQL and MariaDB, older and newer, call the seconds behind the source.
_LAG_COLUMNS = ("Seconds_Behind_Source", "Seconds_Behind_Master")


@dataclass(frozen=True)
class ReplicationState:
    """As the check reads it: of several sources, the first."""

    replicas: int
    """Connected to this server."""
    writes_binary_log: bool
    replica_status: Mapping[str, Any] | None
    """The first row of SHOW REPLICA STATUS; none on a server that follows no source."""

    @property
    def channel(self) -> str:
        return str((self.replica_status or {}).get("Channel_Name") or "default")

    def lag(self) -> float | None:
        """Seconds; none while a thread is stopped."""
        values = [(self.replica_status or {}).get(column) for column in _LAG_COLUMNS]
        return next((float(value) for value in values if value is not None), None)

    def as_source(self) -> int | None:
        """A server that follows nobody is called a source, and is in order only where somebody follows it."""
        if self.replicas == 0 and self.replica_status is not None:
            return None
        return int(AgentCheck.OK if self.replicas > 0 and self.writes_binary_log else AgentCheck.WARNING)

    def as_replica(self) -> int | None:
        if self.replica_status is None:
            return None
        threads = [
            self.replica_status.get(f"{word}_{thread}_Running")
            for thread in ("IO", "SQL")
            for word in ("Replica", "Slave")
        ]
        running = [str(state).lower() == "yes" for state in threads if state is not None]
        if all(running):
            return int(AgentCheck.OK)
        return int(AgentCheck.WARNING if any(running) else AgentCheck.CRITICAL)


def show_replica_status(version: str, channel: str) -> list[str]:
    """The statements, of which the last one answers."""
    if "MariaDB" in version:
        return [*([f"SET @@default_master_connection = '{channel}'"] if channel else []), "SHOW REPLICA STATUS"]
    words = "REPLICA" if _release(version) >= (8, 0, 22) else "SLAVE"
    return [f"SHOW {words} STATUS" + (f" FOR CHANNEL '{channel}'" if channel else "")]


def show_binary_log_status(version: str) -> str:
    is_new = "MariaDB" not in version and _release(version) >= (8, 4, 0)
    return "SHOW BINARY LOG STATUS" if is_new else "SHOW MASTER STATUS"


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-")[0].split(".")[:3])
