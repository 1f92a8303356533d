"""Which sessions Database Monitoring holds on PostgreSQL, against a server that counts them."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from lookout_agent.aggregator import Aggregator
from lookout_agent.config import Config
from lookout_agent.rtloader import AgentInformation, provide_builtin_modules


@dataclass
class FakeServer:
    """Lets in a role `limit` times at once; statements run in the busy databases."""

    limit: int
    busy: list[str] = field(default_factory=list)
    sessions: list["FakeSession"] = field(default_factory=list)

    def open(self, _config: Any, dbname: str) -> "FakeSession":
        if len(self.open_in()) >= self.limit:
            raise psycopg2.OperationalError('FATAL:  too many connections for role "datadog"')
        self.sessions.append(FakeSession(self, dbname))
        return self.sessions[-1]

    def open_in(self) -> list[str]:
        return sorted(session.dbname for session in self.sessions if not session.closed)

    def restart(self) -> None:
        for session in self.sessions:
            session.closed = True


@dataclass
class FakeSession:
    server: FakeServer
    dbname: str
    closed: bool = False

    def __enter__(self) -> "FakeSession":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def cursor(self) -> "FakeSession":
        return self

    def execute(self, *_: object) -> None:
        pass

    def fetchall(self) -> list[tuple[str, str]]:
        return [(database, "SELECT 1") for database in self.server.busy]

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def monitoring(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    provide_builtin_modules(Aggregator("db1"), AgentInformation(config, "7.70.1", tmp_path))
    from datadog_checks.postgres import monitoring
    from datadog_checks.postgres.config import PostgresConfig

    sent: list[str] = []

    def on(server: FakeServer, max_connections: int = 30) -> Any:
        monkeypatch.setattr(monitoring, "open_session", server.open)
        made = PostgresConfig.of({"host": "127.0.0.1", "username": "datadog", "dbm": True})
        return monitoring.DatabaseMonitoring(replace(made, max_connections=max_connections), sent.append)

    return on


def test_there_are_two_besides_the_checks_and_one_for_each_busy_database(monitoring: Any) -> None:
    """field/agent.md 5"""
    server = FakeServer(limit=60, busy=["a", "b", "c"])
    sampled = monitoring(server)

    for _ in range(3):
        sampled.sample()

    assert server.open_in() == ["a", "b", "c", "postgres", "postgres"]


def test_a_database_that_is_idle_again_keeps_its_session(monitoring: Any) -> None:
    server = FakeServer(limit=60, busy=["a"])
    sampled = monitoring(server)

    sampled.sample()
    server.busy = ["b"]
    sampled.sample()

    assert server.open_in() == ["a", "b", "postgres", "postgres"]


def test_the_databases_that_were_idle_longest_give_way_at_the_checks_own_cap(monitoring: Any) -> None:
    server = FakeServer(limit=60, busy=["a", "b"])
    sampled = monitoring(server, max_connections=2)

    sampled.sample()
    server.busy = ["b", "c"]
    sampled.sample()

    assert server.open_in() == ["b", "c", "postgres", "postgres"]


def test_a_limit_that_is_too_low_is_exhausted_and_after_a_restart_nothing_is_left(monitoring: Any) -> None:
    """field/agent.md 5: what the check itself needs then is refused."""
    server = FakeServer(limit=4, busy=["a", "b", "c"])
    sampled = monitoring(server)

    sampled.sample()
    assert server.open_in() == ["a", "b", "postgres", "postgres"]

    server.restart()
    sampled.sample()
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        server.open(None, "postgres")
