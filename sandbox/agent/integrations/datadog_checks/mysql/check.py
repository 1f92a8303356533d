"""The check."""

from typing import Any

import pymysql
from datadog_checks.base import AgentCheck
from pymysql.cursors import DictCursor

from .config import MySqlConfig
from .metrics import GALERA_GAUGES, REPLICA_LAG_COLUMNS, STATUS_GAUGES, STATUS_RATES, VARIABLE_GAUGES

_CONNECT_TIMEOUT_SECONDS = 10


class MySql(AgentCheck):
    def __init__(self, name: str, init_config: Any, instances: list[dict[str, Any]]) -> None:
        super().__init__(name, init_config, instances)
        self._config = MySqlConfig.of(instances[0])

    def check(self, _instance: Any) -> None:
        tags = self._config.tags
        try:
            with self._connect() as connection, connection.cursor() as cursor:
                self._collect(cursor)
        except pymysql.MySQLError as error:
            self.service_check("mysql.can_connect", AgentCheck.CRITICAL, tags=tags, message=str(error))
            raise
        self.service_check("mysql.can_connect", AgentCheck.OK, tags=tags)

    def _connect(self) -> Any:
        config = self._config
        where = {"unix_socket": config.sock} if config.sock else {"host": config.host, "port": config.port}
        return pymysql.connect(
            **where,
            user=config.username,
            password=config.password,
            connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        )

    def _collect(self, cursor: Any) -> None:
        status = _name_and_value(cursor, "SHOW GLOBAL STATUS")
        variables = _name_and_value(cursor, "SHOW GLOBAL VARIABLES")
        self.set_metadata("version", variables["version"])
        self._submit(self.gauge, STATUS_GAUGES, status)
        self._submit(self.rate, STATUS_RATES, status)
        self._submit(self.gauge, VARIABLE_GAUGES, variables)
        self._buffer_pool(status)
        if self._config.galera_cluster:
            self._submit(self.gauge, GALERA_GAUGES, status)
        if self._config.replication:
            self._replication(cursor.connection.cursor(DictCursor))

    def _submit(self, submit: Any, metrics: dict[str, str], values: dict[str, str]) -> None:
        for name, metric in metrics.items():
            if name in values:
                submit(metric, float(values[name]), tags=self._config.tags)

    def _buffer_pool(self, status: dict[str, str]) -> None:
        total = float(status.get("Innodb_buffer_pool_pages_total", 0))
        if total > 0:
            free = float(status["Innodb_buffer_pool_pages_free"])
            self.gauge("mysql.innodb.buffer_pool_utilization", (total - free) / total, tags=self._config.tags)

    def _replication(self, cursor: Any) -> None:
        cursor.execute("SHOW REPLICA STATUS")
        for row in cursor.fetchall():
            self._replica_running(row)
            for column in REPLICA_LAG_COLUMNS:
                if row.get(column) is not None:
                    self.gauge("mysql.replication.seconds_behind_source", float(row[column]), tags=self._config.tags)
                    break

    def _replica_running(self, row: dict[str, Any]) -> None:
        threads = [row.get(f"{word}_{thread}_Running") for thread in ("IO", "SQL") for word in ("Replica", "Slave")]
        running = [state == "Yes" for state in threads if state is not None]
        status = AgentCheck.OK if all(running) else AgentCheck.WARNING if any(running) else AgentCheck.CRITICAL
        tags = [*self._config.tags, "replication_mode:replica"]
        self.service_check("mysql.replication.replica_running", status, tags=tags)


def _name_and_value(cursor: Any, statement: str) -> dict[str, str]:
    cursor.execute(statement)
    return dict(cursor.fetchall())
