"""Database Monitoring's metrics of statements: what pg_stat_statements has counted since the time before."""

import json
import time
from collections.abc import Callable
from typing import Any

import datadog_agent  # type: ignore[import-not-found]
from datadog_checks.base.utils.db.statement_metrics import StatementMetrics

from .config import PostgresConfig
from .queries import COUNTED, STATEMENTS

INTERVAL_SECONDS = 10
_LONGEST_TEXT = 200


class StatementCounts:
    """A statement that is seen for the first time is where counting begins, as with the real one."""

    def __init__(self, config: PostgresConfig, send: Callable[[str], None]) -> None:
        self._config = config
        self._send = send
        self._counts = StatementMetrics()
        self._due = 0.0

    def collect_if_due(self, session: Any) -> None:
        """
        Raises:
            psycopg2.Error: the extension is not there, or the session has gone. It is tried again at the next interval.
        """
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + INTERVAL_SECONDS
        rows = self._counts.compute_derivative_rows(self._ask(session), COUNTED, _key, ["calls"])
        if rows:
            self._send(json.dumps(self._payload(rows)))

    def _ask(self, session: Any) -> list[dict[str, Any]]:
        strict = self._config.dbname if self._config.dbstrict else None
        with session.cursor() as cursor:
            cursor.execute(STATEMENTS, {"ignored": self._config.ignored_databases, "strict": strict})
            return [_named(row) for row in cursor.fetchall()]

    def _payload(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "host": self._config.hostname,
            "timestamp": time.time() * 1000,
            "min_collection_interval": INTERVAL_SECONDS,
            # Without the instance's database: each row has its own.
            "tags": self._config.tags,
            "postgres_rows": rows,
            "ddagentversion": datadog_agent.get_version(),
            "ddagenthostname": datadog_agent.get_hostname(),
        }


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    datname, rolname, query, *counted = row
    text = datadog_agent.obfuscate_sql(query)[:_LONGEST_TEXT]
    return {"datname": datname, "rolname": rolname, "query": text, **dict(zip(COUNTED, counted, strict=True))}


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["query"], row["datname"], row["rolname"]
