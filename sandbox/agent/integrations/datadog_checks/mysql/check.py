"""The check."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pymysql
from datadog_checks.base import AgentCheck
from datadog_checks.base.utils.db import QueryManager
from pymysql.cursors import DictCursor

from .config import MySqlConfig
from .metrics import GALERA_GAUGES, STATUS_GAUGES, STATUS_RATES, VARIABLE_GAUGES
from .queries import INDEX_SIZE, INDEX_USE
from .replication import ReplicationState, show_binary_log_status, show_replica_status

_CONNECT_TIMEOUT_SECONDS = 10


class MySql(AgentCheck):
    def __init__(self, name: str, init_config: Any, instances: list[dict[str, Any]]) -> None:
        super().__init__(name, init_config, instances)
        self._config = MySqlConfig.of(instances[0])
        self._connection: Any = None
        indexes = [INDEX_SIZE, INDEX_USE] if self._config.index_metrics else []
        self._queries = QueryManager(self, self._rows, queries=indexes, hostname=self._config.hostname)
        self.check_initializations.append(self._queries.compile_queries)

    def check(self, _instance: Any) -> None:
        with self._connected() as connection, connection.cursor() as cursor:
            self._collect(cursor)
            self._queries.execute(extra_tags=self._config.tags)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """As the real one: OK once it is connected, CRITICAL after whatever goes wrong, and of the reason nothing."""
        try:
            with self._connect() as self._connection:
                self._service_check("can_connect", AgentCheck.OK)
                yield self._connection
        except pymysql.MySQLError:
            self._service_check("can_connect", AgentCheck.CRITICAL)
            raise

    def _connect(self) -> Any:
        config = self._config
        where = {"unix_socket": config.sock} if config.sock else {"host": config.host, "port": config.port}
        return pymysql.connect(
            **where,
            user=config.username,
            password=config.password,
            connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        )

    def _rows(self, query: str) -> list[Any]:
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def _collect(self, cursor: Any) -> None:
        status = _name_and_value(cursor, "SHOW GLOBAL STATUS")
        variables = _name_and_value(cursor, "SHOW GLOBAL VARIABLES")
        self.set_metadata("version", variables["version"])
        self._submit_all(self.gauge, STATUS_GAUGES, status)
        self._submit_all(self.rate, STATUS_RATES, status)
        self._submit_all(self.gauge, VARIABLE_GAUGES, variables)
        if self._config.innodb_metrics:
            self._buffer_pool(status)
        if self._config.galera_cluster:
            self._submit_all(self.gauge, GALERA_GAUGES, status)
        if self._config.replication:
            self._replication(cursor.connection.cursor(DictCursor), variables["version"])

    def _submit_all(self, submit: Any, metrics: dict[str, str], values: dict[str, str]) -> None:
        for name, metric in metrics.items():
            if name in values:
                self._submit(submit, metric, float(values[name]))

    def _submit(self, submit: Callable[..., None], metric: str, value: float, *tags: str) -> None:
        submit(metric, value, tags=[*self._config.tags, *tags], hostname=self._config.hostname)

    def _service_check(self, name: str, status: int, *tags: str) -> None:
        tags_of_all = [*self._config.service_check_tags, *tags]
        self.service_check(f"mysql.{name}", status, tags=tags_of_all, hostname=self._config.hostname)

    def _buffer_pool(self, status: dict[str, str]) -> None:
        total = float(status.get("Innodb_buffer_pool_pages_total", 0))
        if total > 0:
            free = float(status["Innodb_buffer_pool_pages_free"])
            self._submit(self.gauge, "mysql.innodb.buffer_pool_utilization", (total - free) / total)

    def _replication(self, cursor: Any, version: str) -> None:
        state = self._replication_state(cursor, version)
        self._submit(self.gauge, "mysql.replication.replicas_connected", state.replicas)
        lag = state.lag()
        if lag is not None:
            self._submit(self.gauge, "mysql.replication.seconds_behind_source", lag, f"channel:{state.channel}")
        for mode, status in (("source", state.as_source()), ("replica", state.as_replica())):
            if status is not None:
                self._service_check("replication.replica_running", status, f"replication_mode:{mode}")

    def _replication_state(self, cursor: Any, version: str) -> ReplicationState:
        for statement in show_replica_status(version, self._config.replication_channel):
            cursor.execute(statement)
        replica_status = cursor.fetchone()
        cursor.execute(show_binary_log_status(version))
        writes_binary_log = cursor.fetchone() is not None
        cursor.execute("SELECT count(*) AS n FROM information_schema.processlist WHERE command LIKE 'Binlog dump%'")
        return ReplicationState(int(cursor.fetchone()["n"]), writes_binary_log, replica_status)


def _name_and_value(cursor: Any, statement: str) -> dict[str, str]:
    cursor.execute(statement)
    return dict(cursor.fetchall())
