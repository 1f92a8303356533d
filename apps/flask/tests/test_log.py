"""One line a record, whatever is in it."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from app.log import JsonLines, as_json_lines


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, whose handlers are pytest's own again afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # Taken away first: `force=True` would close them.
    root.handlers = []
    yield root
    root.handlers = handlers
    root.setLevel(level)


def line(**attributes: Any) -> dict[str, Any]:
    record = logging.makeLogRecord({"name": "app", "levelname": "INFO", "msg": "one\n%s", "args": ("two",)})
    vars(record).update(attributes)
    text = JsonLines().format(record)
    assert "\n" not in text
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def test_a_record_is_one_line_with_level_logger_and_message() -> None:
    parsed = line(created=1_700_000_000.25)

    assert parsed == {
        "timestamp": "2023-11-14T22:13:20.250+00:00",
        "level": "INFO",
        "logger": "app",
        "message": "one\ntwo",
    }


def test_ddtraces_correlation_fields_are_passed_on_by_their_names() -> None:
    fields = {"dd.trace_id": "6b09", "dd.span_id": "7", "dd.service": "flask-app", "dd.env": "dev", "dd.version": "1"}

    assert fields.items() <= line(**fields, unrelated="x").items()
    assert "unrelated" not in line(unrelated="x")


def test_an_exception_brings_its_kind_message_and_traceback_with_its_cause() -> None:
    try:
        try:
            raise KeyError("first")
        except KeyError as first:
            raise ValueError("second") from first
    except ValueError:
        error = line(exc_info=sys.exc_info())["error"]

    assert (error["kind"], error["message"]) == ("ValueError", "second")
    assert "Traceback (most recent call last)" in error["stack"]
    assert "KeyError: 'first'" in error["stack"]


def test_every_logger_writes_json_to_stdout(root_logger: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    as_json_lines()
    logging.getLogger("waitress").info("Serving")
    root_logger.debug("too much")

    out, err = capsys.readouterr()
    [written] = out.splitlines()
    assert json.loads(written)["logger"] == "waitress"
    assert err == ""
