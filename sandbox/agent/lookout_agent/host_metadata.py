"""What Datadog shows of a host besides its metrics, its tags first of all."""

import platform
import socket
from typing import Any

from .config import Config


def host_metadata(config: Config, version: str) -> dict[str, Any]:
    """Body of `POST /intake/`."""
    return {
        "agentVersion": version,
        "internalHostname": config.hostname,
        "os": platform.system().lower(),
        "python": platform.python_version(),
        "meta": meta(config),
        "host-tags": {"system": config.host_tags},
        "systemStats": {
            "machine": platform.machine(),
            "platform": platform.system(),
            "pythonV": platform.python_version(),
        },
    }


def meta(config: Config) -> dict[str, Any]:
    return {"hostname": config.hostname, "socket-hostname": socket.gethostname(), "timezones": ["UTC"]}
