"""The real driver against a server that is there and silent: the case that a fake cannot show."""

import socket
import time

import psycopg
import pytest

from app.database import CONNECT_TIMEOUT_SECONDS, Database


def test_a_database_that_accepts_and_stays_silent_fails_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        database = Database(f"host=127.0.0.1 port={port} user=flask dbname=postgres sslmode=disable gssencmode=disable")
        started = time.monotonic()

        with pytest.raises(psycopg.OperationalError):
            database.count_sessions()

    # Generous upwards: the machine may be busy. Without the timeout it would not end at all.
    assert CONNECT_TIMEOUT_SECONDS * 0.9 < time.monotonic() - started < CONNECT_TIMEOUT_SECONDS + 20
