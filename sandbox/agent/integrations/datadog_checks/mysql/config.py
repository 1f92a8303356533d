"""An instance of conf.d/mysql.d/conf.yaml."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError
from datadog_checks.identity import identity_tags, reported_hostname


@dataclass(frozen=True)
class MySqlConfig:
    host: str
    port: int
    sock: str
    """Path of the server's socket; wins over host and port."""
    username: str
    password: str
    replication: bool
    """Database Monitoring turns it on where the instance says nothing."""
    replication_channel: str
    galera_cluster: bool
    innodb_metrics: bool
    index_metrics: bool
    hostname: str
    tags: list[str]
    """On metrics, which tell neither address nor port."""
    service_check_tags: list[str]

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
        index_metrics = instance.get("index_metrics") or {}
        tags = list(instance.get("tags") or [])
        return cls(
            host=host or "localhost",
            port=port,
            sock=sock,
            username=username,
            password=str(instance.get("password") or instance.get("pass") or ""),
            replication=bool(options.get("replication", instance.get("dbm"))),
            replication_channel=str(options.get("replication_channel") or ""),
            galera_cluster=bool(options.get("galera_cluster")),
            innodb_metrics=not options.get("disable_innodb_metrics"),
            index_metrics=index_metrics.get("enabled") is not False,
            hostname=reported_hostname(instance, sock or host),
            tags=[*tags, *identity_tags(instance, sock or host, port)],
            service_check_tags=[*tags, f"server:{sock or host}", f"port:{'unix_socket' if sock else port}"],
        )
