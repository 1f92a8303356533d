"""An instance of conf.d/postgres.d/conf.yaml."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError

_SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}


@dataclass(frozen=True)
class PostgresConfig:
    host: str
    port: int
    username: str
    password: str
    dbname: str
    ssl: str
    ignored_databases: list[str]
    tags: list[str]

    @classmethod
    def of(cls, instance: dict[str, Any]) -> "PostgresConfig":
        """
        Raises:
            ConfigurationError: names the option.
        """
        host = str(instance.get("host") or "")
        username = str(instance.get("username") or "")
        ssl = str(instance.get("ssl") or "allow")
        if not host:
            raise ConfigurationError("Specify a Postgres host to connect to.")
        if not username:
            raise ConfigurationError("Please specify a user to connect to Postgres as.")
        if ssl not in _SSL_MODES:
            raise ConfigurationError(f"Invalid ssl option '{ssl}', should be one of {sorted(_SSL_MODES)}")
        port = int(instance.get("port") or 5432)
        return cls(
            host=host,
            port=port,
            username=username,
            password=str(instance.get("password") or ""),
            dbname=str(instance.get("dbname") or "postgres"),
            ssl=ssl,
            ignored_databases=list(instance.get("ignore_databases") or ["template%", "rdsadmin", "azure_maintenance"]),
            tags=[*(instance.get("tags") or []), f"port:{port}"],
        )
