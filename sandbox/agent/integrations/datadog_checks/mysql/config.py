"""An instance of conf.d/mysql.d/conf.yaml."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError


@dataclass(frozen=True)
class MySqlConfig:
    host: str
    port: int
    sock: str
    """Path of the server's socket; wins over host and port."""
    username: str
    password: str
    replication: bool
    galera_cluster: bool
    tags: list[str]

    @classmethod
    def of(cls, instance: dict[str, Any]) -> "MySqlConfig":
        """
        Raises:
            ConfigurationError: names the option.
        """
        # `server`, `user` and `pass` are the names of old, which the real integration still reads.
        host = str(instance.get("host") or instance.get("server") or "")
        sock = str(instance.get("sock") or "")
        username = str(instance.get("username") or instance.get("user") or "")
        if not (host or sock) or not username:
            raise ConfigurationError("Mysql host and username are needed")
        port = int(instance.get("port") or 3306)
        options = instance.get("options") or {}
        return cls(
            host=host or "localhost",
            port=port,
            sock=sock,
            username=username,
            password=str(instance.get("password") or instance.get("pass") or ""),
            replication=bool(options.get("replication")),
            galera_cluster=bool(options.get("galera_cluster")),
            tags=[*(instance.get("tags") or []), f"server:{sock or host}", f"port:{'unix_socket' if sock else port}"],
        )
