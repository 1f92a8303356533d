"""The check."""

from typing import Any

import psycopg2
from datadog_checks.base import AgentCheck
from datadog_checks.base.utils.db import QueryManager

from .config import PostgresConfig
from .monitoring import DatabaseMonitoring
from .queries import (
    CONNECTIONS,
    DATABASE_METRICS,
    DATABASES,
    DATABASES_WITH_DBM,
    REPLICATION,
    REPLICATION_METRICS,
    VERSION,
)
from .relations import TABLE_METRICS, TABLES
from .sessions import open_session


class PostgreSql(AgentCheck):
    __NAMESPACE__ = "postgresql"

    def __init__(self, name: str, init_config: Any, instances: list[dict[str, Any]]) -> None:
        super().__init__(name, init_config, instances)
        self._config = PostgresConfig.of(instances[0])
        self._session: Any = None
        self._monitoring: DatabaseMonitoring | None = None
        if self._config.dbm:
            self._monitoring = DatabaseMonitoring(self._config, self.database_monitoring_query_metrics)
        self._custom_queries: Any = None
        # As the real one: until it has logged in once, a run ends here, and nothing is said of the server.
        self.check_initializations.append(self._log_in)
        if instances[0].get("custom_queries"):
            self._custom_queries = QueryManager(self, self._rows, queries=[], hostname=self._config.hostname)
            self.check_initializations.append(self._custom_queries.compile_queries)

    def check(self, _instance: Any) -> None:
        tags = [*self._config.tags, f"db:{self._config.dbname}"]
        try:
            with self._log_in().cursor() as cursor:
                self._collect(cursor)
            if self._monitoring:
                self._monitoring.run()
            if self._custom_queries:
                self._custom_queries.execute(extra_tags=tags)
        except psycopg2.Error as error:
            self._log_out()
            self._can_connect(AgentCheck.CRITICAL, tags, str(error).strip())
            raise
        self._can_connect(AgentCheck.OK, tags)

    def cancel(self) -> None:
        self._log_out()
        if self._monitoring:
            self._monitoring.cancel()

    def _can_connect(self, status: int, tags: list[str], message: str | None = None) -> None:
        name = "postgres.can_connect"
        self.service_check(name, status, tags=tags, message=message, hostname=self._config.hostname, raw=True)

    def _log_in(self) -> Any:
        """One session for all runs, as the real integration keeps one."""
        if self._session is None or self._session.closed:
            self._session = open_session(self._config, self._config.dbname)
        return self._session

    def _log_out(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _rows(self, query: str) -> list[Any]:
        with self._log_in().cursor() as cursor:
            cursor.execute(query)
            rows: list[Any] = cursor.fetchall()
            return rows

    def _collect(self, cursor: Any) -> None:
        self._submit("running", "gauge", 1)

        cursor.execute(VERSION)
        self.set_metadata("version", cursor.fetchone()[0].split()[0])

        cursor.execute(CONNECTIONS)
        maximum, share = cursor.fetchone()
        self._submit("max_connections", "gauge", maximum)
        self._submit("percent_usage_connections", "gauge", share)

        strict = self._config.dbname if self._config.dbstrict else None
        # With Database Monitoring, sessions are its own to count.
        databases = DATABASES_WITH_DBM if self._config.dbm else DATABASES
        cursor.execute(databases, {"ignored": self._config.ignored_databases, "strict": strict})
        rows = cursor.fetchall()
        self._submit("db.count", "gauge", len(rows))
        for name, *values in rows:
            metrics = DATABASE_METRICS[-len(values) :]
            for (metric, kind), value in zip(metrics, values, strict=True):
                self._submit(metric, kind, value, f"db:{name}")

        cursor.execute(REPLICATION)
        for row in cursor.fetchall():
            for metric, value in zip(REPLICATION_METRICS, row, strict=True):
                if value is not None:
                    self._submit(metric, "gauge", value)

        self._collect_tables(cursor)

    def _collect_tables(self, cursor: Any) -> None:
        """Of the instance's own database; a table that several relations name counts once."""
        tables: dict[tuple[str, str], list[Any]] = {}
        for relation in self._config.relations:
            cursor.execute(TABLES, relation.parameters())
            tables |= {(schema, table): values for schema, table, *values in cursor.fetchall()}
        for (schema, table), values in tables.items():
            tags = [f"db:{self._config.dbname}", f"schema:{schema}", f"table:{table}"]
            for (metric, kind), value in zip(TABLE_METRICS, values, strict=True):
                self._submit(metric, kind, value, *tags)

    def _submit(self, metric: str, kind: str, value: float, *tags: str) -> None:
        submit = self.gauge if kind == "gauge" else self.rate
        submit(metric, value, tags=[*self._config.tags, *tags], hostname=self._config.hostname)
