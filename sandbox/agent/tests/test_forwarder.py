"""Sending, and sending again."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from lookout_agent import forwarder as module
from lookout_agent.forwarder import Forwarder


class Intake:
    """Answers with the given codes, then with 202."""

    def __init__(self, *codes: int) -> None:
        self.received: list[Any] = []
        self.keys: set[str | None] = set()
        intake, answers = self, list(codes)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                code = answers.pop(0) if answers else 202
                if code == 202:
                    intake.received.append(json.loads(body))
                    intake.keys.add(self.headers["DD-API-KEY"])
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def wait_for(self, count: int) -> list[Any]:
        end = time.monotonic() + 5
        while len(self.received) < count and time.monotonic() < end:
            time.sleep(0.01)
        return self.received


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST_WAIT", 0.01)


@pytest.fixture
def started() -> Iterator[Any]:
    forwarders: list[Forwarder] = []

    def start(intake: Intake) -> Forwarder:
        forwarder = Forwarder(intake.url, "the-key", "7.70.1")
        forwarders.append(forwarder)
        forwarder.start()
        return forwarder

    yield start
    for forwarder in forwarders:
        forwarder.stop(1)


def test_payloads_arrive_in_their_order_with_the_key(started: Any) -> None:
    intake = Intake()
    forwarder = started(intake)

    for number in range(3):
        forwarder.submit("/api/v2/series", number)

    assert intake.wait_for(3) == [0, 1, 2]
    assert intake.keys == {"the-key"}


@pytest.mark.parametrize("code", [429, 500, 503])
def test_what_may_pass_later_is_sent_again(started: Any, code: int) -> None:
    intake = Intake(code, code)
    forwarder = started(intake)

    forwarder.submit("/api/v2/series", 1)

    assert intake.wait_for(1) == [1]
    assert forwarder.counts["Retried"] == 2


@pytest.mark.parametrize("code", [400, 403, 413])
def test_what_is_refused_is_dropped_and_the_next_one_sent(started: Any, code: int) -> None:
    intake = Intake(code)
    forwarder = started(intake)

    forwarder.submit("/api/v2/series", 1)
    forwarder.submit("/api/v2/series", 2)

    assert intake.wait_for(1) == [2]
    assert forwarder.counts["Dropped"] == 1


def test_the_oldest_give_way_when_nothing_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CAPACITY", 2)
    intake = Intake()
    forwarder = Forwarder(intake.url, "the-key", "7.70.1")

    for number in range(3):
        forwarder.submit("/api/v2/series", number)
    forwarder.start()

    assert intake.wait_for(2) == [1, 2]
    assert forwarder.counts["Dropped"] == 1
    forwarder.stop(1)


def test_stopping_sends_what_is_waiting_and_does_not_hang() -> None:
    intake = Intake()
    forwarder = Forwarder(intake.url, "the-key", "7.70.1")
    forwarder.submit("/api/v2/series", 1)
    forwarder.start()

    began = time.monotonic()
    forwarder.stop(0.5)

    assert intake.received == [1]
    assert time.monotonic() - began < 1
