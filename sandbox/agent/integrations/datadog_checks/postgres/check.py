"""The check."""

from typing import Any

import psycopg2
from datadog_checks.base import AgentCheck

from .config import PostgresConfig
from .queries import CONNECTIONS, DATABASE_METRICS, DATABASES, REPLICATION_DELAY, VERSION

_CONNECT_TIMEOUT_SECONDS = 5


class PostgreSql(AgentCheck):
    def __init__(self, name: str, init_config: Any, instances: list[dict[str, Any]]) -> None:
        super().__init__(name, init_config, instances)
        self._config = PostgresConfig.of(instances[0])
        self._connection: Any = None

    def check(self, _instance: Any) -> None:
        tags = [*self._config.tags, f"db:{self._config.dbname}"]
        try:
            with self._connected() as connection, connection.cursor() as cursor:
                self._collect(cursor)
        except psycopg2.Error as error:
            self._disconnect()
            message = f"Unable to establish connection to postgres: {error}".strip()
            self.service_check("postgres.can_connect", AgentCheck.CRITICAL, tags=tags, message=message)
            raise
        self.service_check("postgres.can_connect", AgentCheck.OK, tags=tags)

    def cancel(self) -> None:
        self._disconnect()

    def _connected(self) -> Any:
        """One connection for all runs, as the real integration keeps one."""
        if self._connection is None or self._connection.closed:
            config = self._config
            self._connection = psycopg2.connect(
                host=config.host,
                port=config.port,
                user=config.username,
                password=config.password,
                dbname=config.dbname,
                sslmode=config.ssl,
                application_name="datadog-agent",
                connect_timeout=_CONNECT_TIMEOUT_SECONDS,
            )
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _collect(self, cursor: Any) -> None:
        tags = self._config.tags
        self.gauge("postgresql.running", 1, tags=tags)

        cursor.execute(VERSION)
        self.set_metadata("version", cursor.fetchone()[0].split()[0])

        cursor.execute(CONNECTIONS)
        maximum, share = cursor.fetchone()
        self.gauge("postgresql.max_connections", maximum, tags=tags)
        self.gauge("postgresql.percent_usage_connections", share, tags=tags)

        cursor.execute(DATABASES, {"ignored": self._config.ignored_databases})
        databases = cursor.fetchall()
        self.gauge("postgresql.db.count", len(databases), tags=tags)
        for name, *values in databases:
            for (metric, kind), value in zip(DATABASE_METRICS, values, strict=True):
                submit = self.gauge if kind == "gauge" else self.rate
                submit(metric, value, tags=[*tags, f"db:{name}"])

        cursor.execute(REPLICATION_DELAY)
        for (delay,) in cursor.fetchall():
            self.gauge("postgresql.replication_delay", delay, tags=tags)
