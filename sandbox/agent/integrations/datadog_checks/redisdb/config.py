"""An instance of conf.d/redisdb.d/conf.yaml."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError, is_affirmative

_LOGIN_OPTIONS = ("host", "port", "db", "username", "password", "unix_socket_path")
_TLS_OPTIONS = ("ssl", "ssl_certfile", "ssl_keyfile", "ssl_ca_certs", "ssl_cert_reqs")
_TIMEOUT_SECONDS = 5


@dataclass(frozen=True)
class RedisConfig:
    connection: dict[str, Any]
    """What the client is made with."""
    db: int | None
    keys: list[str] | None
    """Names or patterns of keys of which the length is sent."""
    warn_on_missing_keys: bool
    slowlog_max_len: int | None
    """How many entries are read at most; else what the server says, and 128 at most."""
    command_stats: bool
    collect_client_metrics: bool
    disable_connection_cache: bool
    tags: list[str]

    @classmethod
    def of(cls, instance: dict[str, Any]) -> "RedisConfig":
        """
        Raises:
            ConfigurationError: there is nowhere to connect to.
        """
        socket = instance.get("unix_socket_path")
        if not ("host" in instance and "port" in instance) and "unix_socket_path" not in instance:
            raise ConfigurationError("You must specify a host/port couple or a unix_socket_path")
        options = (*_LOGIN_OPTIONS, *_TLS_OPTIONS)
        connection = {key: instance[key] for key in options if key in instance}
        connection["socket_timeout"] = instance.get("socket_timeout", _TIMEOUT_SECONDS)
        where = (socket, "unix_socket") if socket is not None else (instance["host"], instance["port"])
        return cls(
            connection=connection,
            db=instance.get("db"),
            keys=instance.get("keys"),
            warn_on_missing_keys=is_affirmative(instance.get("warn_on_missing_keys", True)),
            slowlog_max_len=instance.get("slowlog-max-len"),
            command_stats=is_affirmative(instance.get("command_stats", False)),
            collect_client_metrics=is_affirmative(instance.get("collect_client_metrics", False)),
            disable_connection_cache=is_affirmative(instance.get("disable_connection_cache", False)),
            tags=sorted({f"redis_host:{where[0]}", f"redis_port:{where[1]}", *(instance.get("tags") or [])}),
        )
