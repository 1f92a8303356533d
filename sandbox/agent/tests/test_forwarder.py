"""Sending, and sending again."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from intake import Intake

from lookout_agent import forwarder as module
from lookout_agent.forwarder import Forwarder


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


def test_more_bytes_than_fit_make_the_oldest_give_way_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CAPACITY_BYTES", 25)
    intake = Intake()
    forwarder = Forwarder(intake.url, "the-key", "7.70.1")

    for letter in "abc":
        forwarder.submit("/api/v2/series", letter * 10)
    forwarder.start()

    assert intake.wait_for(2) == ["b" * 10, "c" * 10]
    assert forwarder.counts["Dropped"] == 1
    forwarder.stop(1)


def test_what_cannot_be_sent_before_the_end_is_sent_after_the_next_start(tmp_path: Path) -> None:
    unsent = tmp_path / "unsent.jsonl"
    unreachable = Forwarder("http://127.0.0.1:1", "the-key", "7.70.1", unsent)
    unreachable.start()
    for number in range(3):
        unreachable.submit("/api/v0.2/traces", number)
    unreachable.stop(1)
    assert unsent.stat().st_mode & 0o077 == 0

    intake = Intake()
    forwarder = Forwarder(intake.url, "the-key", "7.70.1", unsent)
    forwarder.start()

    assert intake.wait_for(3) == [0, 1, 2]
    assert not unsent.exists()
    forwarder.stop(1)
