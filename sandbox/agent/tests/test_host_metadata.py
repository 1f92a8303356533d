"""What Datadog is told of a host besides its metrics."""

import ipaddress
import json
import socket

from lookout_agent.config import Config
from lookout_agent.host_metadata import host_metadata


def test_the_hosts_address_is_one_of_its_own_and_not_the_loopback(config: Config) -> None:
    gohai = json.loads(host_metadata(config, "7.70.1")["gohai"])
    address = gohai["network"].get("ipaddress")
    if all(name == "lo" for _, name in socket.if_nameindex()):
        assert address is None
        return
    assert not ipaddress.IPv4Address(address).is_loopback
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind((address, 0))
