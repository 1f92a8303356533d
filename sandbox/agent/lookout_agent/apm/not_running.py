"""What the core Agent's status says of a trace-agent that it can't ask."""

from typing import Any

_DEBUG_PORT = 5012
"""Where it asks; not where traces are received."""


def not_running() -> dict[str, Any]:
    """Of one that is disabled, or that ended because its port is taken: why is in its journal only."""
    address = f"127.0.0.1:{_DEBUG_PORT}"
    return {
        "port": _DEBUG_PORT,
        "error": f'Get "http://{address}/debug/vars": dial tcp {address}: connect: connection refused',
    }
