"""The Flask application of Datadog's exercise: three routes, one of which asks PostgreSQL.

Nothing here imports ddtrace: `ddtrace-run` brings the tracing, its environment says where to and under which name.
"""

import logging
import os
import sys

from flask import Flask

from app import log
from app.database import Database
from app.routes import add_routes
from app.settings import SettingsError, read_settings


def from_environment() -> Flask:
    """What `waitress-serve --call` calls. Wrong settings end the process with status 78 (`EX_CONFIG`).

    The status is its own so that systemd's `RestartPreventExitStatus=78` does not start again what cannot work.
    """
    log.as_json_lines()
    try:
        settings = read_settings(os.environ)
    except SettingsError as mistakes:
        print(mistakes, file=sys.stderr)
        sys.exit(os.EX_CONFIG)
    if settings.database is None:
        logging.getLogger(__name__).info("No database is configured")
    return create_app(settings.database)


def create_app(database: Database | None) -> Flask:
    """The application, with or without a database to ask."""
    app = Flask(__name__)
    add_routes(app, database)
    return app
