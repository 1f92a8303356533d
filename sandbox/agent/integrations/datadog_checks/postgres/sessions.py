"""How a server is logged in to."""

from typing import Any

import psycopg2

from .config import PostgresConfig

_CONNECT_TIMEOUT_SECONDS = 5


def open_session(config: PostgresConfig, dbname: str) -> Any:
    """
    Raises:
        psycopg2.Error: the server is away, refuses the login, or has no place for another session.
    """
    session = psycopg2.connect(
        host=config.host,
        port=config.port,
        user=config.username,
        password=config.password,
        dbname=dbname,
        sslmode=config.ssl,
        application_name="datadog-agent",
        connect_timeout=_CONNECT_TIMEOUT_SECONDS,
    )
    session.autocommit = True
    return session
