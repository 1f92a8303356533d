"""/var/log/datadog/agent.log, and the journal by way of stdout."""

import logging
import logging.handlers
import sys
from pathlib import Path

from .scrubber import Scrubber

_FORMAT = "%(asctime)s UTC | CORE | %(levelname)s | (%(name)s) | %(message)s"
_LEVELS = {"TRACE": 7, "WARN": logging.WARNING, "ERR": logging.ERROR, "CRIT": logging.CRITICAL, "OFF": 100}


def log_to(file: Path | None, level: str, scrubber: Scrubber) -> None:
    """
    Args:
        file: None for a command that only prints its answer.
    """
    logger = logging.getLogger("lookout_agent")
    # Checks' records reach us from the root logger: to hand ours on to it would send them round in a circle.
    logger.propagate = False
    logger.setLevel(_LEVELS.get(level, logging.getLevelNamesMapping().get(level, logging.INFO)))
    handlers: list[logging.Handler] = [logging.NullHandler()]
    if file:
        handlers = [
            logging.handlers.RotatingFileHandler(file, maxBytes=10 * 1024 * 1024, backupCount=1),
            logging.StreamHandler(sys.stdout),
        ]
    for handler in handlers:
        handler.setFormatter(_ScrubbingFormatter(scrubber))
        logger.addHandler(handler)


class _ScrubbingFormatter(logging.Formatter):
    def __init__(self, scrubber: Scrubber) -> None:
        super().__init__(_FORMAT, "%Y-%m-%d %H:%M:%S")
        self._scrubber = scrubber

    def format(self, record: logging.LogRecord) -> str:
        return self._scrubber.scrub(super().format(record))
