"""The answers, with a database that is absent, fails or answers."""

import json
import logging
from typing import Any

import psycopg
import pytest

from app import create_app
from app.database import CONNECT_TIMEOUT_SECONDS, COUNT_SESSIONS, Database

PASSWORD = "correct horse"
DATABASE = Database("host=/var/run/postgresql user=flask", PASSWORD)


class FakeConnection:
    """A connection and its cursor in one, to a database called `exercise` with seven sessions."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.left = 0

    def __enter__(self) -> "FakeConnection":
        return self

    def __exit__(self, *_: object) -> None:
        self.left += 1

    def cursor(self) -> "FakeConnection":
        return self

    def execute(self, query: str) -> "FakeConnection":
        self.asked.append(query)
        return self

    def fetchall(self) -> list[tuple[int, str]]:
        return [(7, "exercise")]


@pytest.mark.parametrize(
    ("path", "answer"), [("/", "Entrypoint to the Application"), ("/api/apm", "Getting APM Started")]
)
def test_a_route_answers_its_text_and_logs_a_line(path: str, answer: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    response = create_app(None).test_client().get(path)

    assert (response.status_code, response.text) == (200, answer)
    assert [record.name for record in caplog.records] == ["app.routes"]


def test_without_a_database_the_trace_route_works_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    response = create_app(None).test_client().get("/api/trace")

    assert response.status_code == 200
    assert response.text == "Posting Traces (no database configured)"
    assert "without a database" in caplog.text


def test_the_trace_route_mentions_what_the_database_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = FakeConnection()
    calls: list[tuple[str, dict[str, Any]]] = []

    def connect(dsn: str, **options: Any) -> FakeConnection:
        calls.append((dsn, options))
        return connection

    monkeypatch.setattr(psycopg, "connect", connect)

    response = create_app(DATABASE).test_client().get("/api/trace")

    assert response.status_code == 200
    assert response.text == "Posting Traces (sessions in database exercise: 7)"
    assert connection.asked == [COUNT_SESSIONS]
    assert connection.left == 2, "the cursor and the connection are closed"
    [(dsn, options)] = calls
    assert dsn == DATABASE.dsn
    assert options == {"autocommit": True, "connect_timeout": CONNECT_TIMEOUT_SECONDS, "password": PASSWORD}


def test_a_database_that_fails_is_a_503_with_the_reason_in_the_log_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def connect(_dsn: str, **_options: Any) -> FakeConnection:
        raise psycopg.OperationalError("no pg_hba.conf entry for this host")

    monkeypatch.setattr(psycopg, "connect", connect)

    response = create_app(DATABASE).test_client().get("/api/trace")

    assert response.status_code == 503
    assert json.loads(response.text) == {"error": "The database did not answer"}
    assert "no pg_hba.conf entry" in caplog.text
    assert "Traceback" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_mistake_of_our_own_is_not_blamed_on_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(_dsn: str, **_options: Any) -> FakeConnection:
        raise KeyError("ours")

    monkeypatch.setattr(psycopg, "connect", connect)

    assert create_app(DATABASE).test_client().get("/api/trace").status_code == 500


def test_the_password_is_in_no_representation_of_the_database() -> None:
    assert PASSWORD not in f"{DATABASE!r} {DATABASE}"
