"""What Datadog shows of a host besides its metrics, its tags first of all."""

import fcntl
import ipaddress
import json
import platform
import socket
import struct
from typing import Any

from .config import Config

# "Get interface address" of netdevice(7).
_SIOCGIFADDR = 0x8915


def host_metadata(config: Config, version: str) -> dict[str, Any]:
    """Body of `POST /intake/`."""
    return {
        "agentVersion": version,
        "internalHostname": config.hostname,
        "os": platform.system().lower(),
        "python": platform.python_version(),
        "meta": meta(config),
        "host-tags": {"system": config.host_tags},
        "gohai": json.dumps(gohai()),
        "systemStats": {
            "machine": platform.machine(),
            "platform": platform.system(),
            "pythonV": platform.python_version(),
        },
    }


def gohai() -> dict[str, Any]:
    """Of the host's description its address alone, which fills `{{host.ip}}`."""
    address = own_address()
    return {"network": {} if address is None else {"ipaddress": address}}


def own_address() -> str | None:
    """The IPv4 address of the first interface that has one and is not the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(asked.fileno(), _SIOCGIFADDR, request)
            except OSError:
                continue
            address = ipaddress.IPv4Address(answer[20:24])
            if not address.is_loopback:
                return str(address)
    return None


def meta(config: Config) -> dict[str, Any]:
    return {"hostname": config.hostname, "socket-hostname": socket.gethostname(), "timezones": ["UTC"]}
