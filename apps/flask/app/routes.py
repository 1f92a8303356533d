"""What the application answers."""

import logging

import psycopg
from flask import Flask
from flask.typing import ResponseReturnValue

from app.database import Database

logger = logging.getLogger(__name__)


def add_routes(app: Flask, database: Database | None) -> None:
    """Each route logs a line within its request's span, so that the line carries the trace's id."""

    @app.get("/")
    def entrypoint() -> str:
        logger.info("Entrypoint requested")
        return "Entrypoint to the Application"

    @app.get("/api/apm")
    def apm() -> str:
        logger.info("APM requested")
        return "Getting APM Started"

    @app.get("/api/trace")
    def trace() -> str:
        if database is None:
            logger.info("Trace requested, without a database")
            return "Posting Traces (no database configured)"
        sessions, name = database.count_sessions()
        logger.info("Trace requested, sessions in database %s: %d", name, sessions)
        return f"Posting Traces (sessions in database {name}: {sessions})"

    @app.errorhandler(psycopg.Error)
    def database_failed(error: psycopg.Error) -> ResponseReturnValue:
        # The client is told that, the log why.
        logger.error("The database did not answer", exc_info=error)
        return {"error": "The database did not answer"}, 503
