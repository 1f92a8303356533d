"""What Database Monitoring holds of a server (sessions) and sends (counts of statements). Plans go nowhere here."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import psycopg2

from .config import PostgresConfig
from .queries import EXPLAIN, STATEMENTS_SINCE
from .sessions import open_session
from .statements import StatementCounts

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 1.0
_IDLE_SECONDS = 30.0
"""Where the check has not run well for so long, nothing is sampled, and the sessions stay."""
_OWN_SESSIONS = 2
"""In the instance's own database, beside the check's: for statements' metrics and for samples."""


class DatabaseMonitoring:
    """
    One session for each database in which statements run, kept for the next ones, so that a connection limit is felt:
    what is refused is tried again each second, and so are those that a restart of the server has ended.
    """

    def __init__(self, config: PostgresConfig, send_counts: Callable[[str], None]) -> None:
        """
        Args:
            send_counts: takes what was counted of statements, as JSON.
        """
        self._config = config
        self._counts = StatementCounts(config, send_counts)
        self._own: list[Any] = []
        self._busy: OrderedDict[str, Any] = OrderedDict()
        """By database, the one that was idle longest first."""
        self._seen = time.time()
        self._last_run = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def run(self) -> None:
        """After each good run of the check."""
        self._last_run = time.monotonic()
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._sample_until_idle, name="dbm", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * _PAUSE_SECONDS)
        for session in [*self._own, *self._busy.values()]:
            session.close()

    def _sample_until_idle(self) -> None:
        while time.monotonic() - self._last_run < _IDLE_SECONDS:
            try:
                self.sample()
                self._counts.collect_if_due(self._own[1])
            except psycopg2.Error as error:
                log.warning("Database Monitoring of %s: %s", self._config.dbname, str(error).strip())
            if self._stop.wait(_PAUSE_SECONDS):
                return

    def sample(self) -> None:
        """
        Raises:
            psycopg2.Error: not even its own sessions are to be had.
        """
        self._own = [session for session in self._own if not session.closed]
        while len(self._own) < _OWN_SESSIONS:
            self._own.append(open_session(self._config, self._config.dbname))
        statements = self._statements(self._own[0])
        for database, statement in statements.items():
            try:
                self._explain(database, statement)
            except psycopg2.OperationalError as error:
                log.warning("Database Monitoring of %s: %s", database, str(error).strip())

    def _statements(self, session: Any) -> dict[str, str]:
        """One of each database in which something ran since the time before."""
        since, self._seen = self._seen, time.time()
        with session.cursor() as cursor:
            cursor.execute(STATEMENTS_SINCE, {"since": since, "ignored": self._config.ignored_databases})
            return dict(cursor.fetchall())

    def _explain(self, database: str, statement: str) -> None:
        session = self._session(database)
        try:
            with session.cursor() as cursor:
                cursor.execute(EXPLAIN, {"statement": statement})
        except psycopg2.OperationalError:
            session.close()
            raise
        except psycopg2.Error as error:
            log.debug("no plan in %s: %s", database, error)

    def _session(self, database: str) -> Any:
        session = self._busy.pop(database, None)
        if session is None or session.closed:
            while len(self._busy) >= self._config.max_connections:
                self._busy.popitem(last=False)[1].close()
            session = open_session(self._config, database)
        self._busy[database] = session
        return session
