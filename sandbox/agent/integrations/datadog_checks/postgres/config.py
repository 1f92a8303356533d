"""An instance of conf.d/postgres.d/conf.yaml."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError
from datadog_checks.identity import identity_tags, reported_hostname

from .relations import Relation

_SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
_IGNORED = ["template0", "template1", "rdsadmin", "azure_maintenance", "cloudsqladmin", "alloydbadmin"]
_MOST_DATABASES = 30


@dataclass(frozen=True)
class PostgresConfig:
    host: str
    port: int
    username: str
    password: str
    dbname: str
    ssl: str
    dbm: bool
    dbstrict: bool
    """Only the metrics of `dbname`, and not of every database of the server."""
    max_connections: int
    """In how many databases Database Monitoring keeps sessions at once."""
    ignored_databases: list[str]
    relations: tuple[Relation, ...]
    hostname: str
    tags: list[str]
    """On metrics; the service check has the database's besides."""

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
        tags = [*(instance.get("tags") or []), f"server:{host}", f"port:{port}"]
        return cls(
            host=host,
            port=port,
            username=username,
            password=str(instance.get("password") or ""),
            dbname=str(instance.get("dbname") or "postgres"),
            ssl=ssl,
            dbm=bool(instance.get("dbm")),
            dbstrict=bool(instance.get("dbstrict")),
            max_connections=int(instance.get("max_connections") or _MOST_DATABASES),
            ignored_databases=list(instance.get("ignore_databases") or _IGNORED),
            relations=tuple(Relation.of(option) for option in instance.get("relations") or ()),
            hostname=reported_hostname(instance, host),
            tags=[*tags, *identity_tags(instance, host, port)],
        )
