"""Logs as JSON lines on stdout, with the fields that Datadog knows without a pipeline."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """A record as one line, its traceback included.

    `dd.trace_id` and its kin are on the record when ddtrace runs with DD_LOGS_INJECTION=true; they are only passed on.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name.startswith("dd.")}
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line["error"] = {
                "kind": type(error).__qualname__,
                "message": str(error),
                "stack": "".join(traceback.format_exception(error)),
            }
        return json.dumps(line)


def as_json_lines() -> None:
    """Everything that is logged from here on, waitress' and ddtrace's lines included."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
