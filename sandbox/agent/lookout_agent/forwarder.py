"""Sends payloads to Datadog's intake, again and again where it has to."""

import json
import logging
import threading
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

log = logging.getLogger("lookout_agent.forwarder")

_CAPACITY = 1000
"""Payloads kept while Datadog cannot be reached: more than an hour of a small host's."""
_CAPACITY_BYTES = 64 * 1024 * 1024
_TIMEOUT = 10
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0
_FINAL = {400, 401, 403, 404, 413}
"""What no second try can mend."""


@dataclass(frozen=True)
class Transaction:
    path: str
    body: bytes


class Forwarder:
    """
    Payloads leave in the order in which they came; the oldest give way when there are too many.

    Args:
        unsent: keeps what is still waiting when the forwarder is stopped, for the next one to send.
    """

    def __init__(self, url: str, api_key: str, version: str, unsent: Path | None = None) -> None:
        self._url = url
        self._session = requests.Session()
        # Nothing on the way: the stand-in is on the host's own network.
        self._session.trust_env = False
        self._session.headers.update(
            {"DD-API-KEY": api_key, "User-Agent": f"datadog-agent/{version}", "Content-Type": "application/json"}
        )
        self._unsent = unsent
        self._queue: deque[Transaction] = deque(_read(unsent) if unsent else ())
        self._waiting_bytes = sum(len(transaction.body) for transaction in self._queue)
        self._in_flight: Transaction | None = None
        self._wakeup = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="forwarder", daemon=True)
        self.counts: Counter[str] = Counter({"Success": 0, "Errors": 0, "Retried": 0, "Dropped": 0})

    def start(self) -> None:
        self._thread.start()

    def submit(self, path: str, payload: Any) -> None:
        transaction = Transaction(path, json.dumps(payload).encode())
        with self._wakeup:
            while self._queue and self._is_full(transaction):
                self._waiting_bytes -= len(self._queue.popleft().body)
                self.counts["Dropped"] += 1
            self._queue.append(transaction)
            self._waiting_bytes += len(transaction.body)
            self._wakeup.notify()

    def stop(self, grace: float) -> None:
        """Gives what is waiting one last chance, for at most `grace` seconds."""
        self._stopping.set()
        with self._wakeup:
            self._wakeup.notify()
        self._thread.join(grace)
        if self._unsent:
            with self._wakeup:
                _write(self._unsent, [*([self._in_flight] if self._in_flight else []), *self._queue])

    def _work(self) -> None:
        wait = _FIRST_WAIT
        while transaction := self._next():
            if self._send(transaction):
                self._in_flight = None
                wait = _FIRST_WAIT
                continue
            self._put_back(transaction)
            if self._stopping.is_set():
                return
            self.counts["Retried"] += 1
            self._stopping.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _next(self) -> Transaction | None:
        with self._wakeup:
            while not self._queue:
                if self._stopping.is_set():
                    return None
                self._wakeup.wait()
            self._in_flight = self._queue.popleft()
            self._waiting_bytes -= len(self._in_flight.body)
            return self._in_flight

    def _put_back(self, transaction: Transaction) -> None:
        with self._wakeup:
            self._in_flight = None
            if self._is_full(transaction):
                self.counts["Dropped"] += 1
            else:
                self._queue.appendleft(transaction)
                self._waiting_bytes += len(transaction.body)

    def _is_full(self, transaction: Transaction) -> bool:
        return len(self._queue) >= _CAPACITY or self._waiting_bytes + len(transaction.body) > _CAPACITY_BYTES

    def _send(self, transaction: Transaction) -> bool:
        """False where it should be tried again."""
        try:
            response = self._session.post(self._url + transaction.path, data=transaction.body, timeout=_TIMEOUT)
        except requests.RequestException as error:
            self.counts["Errors"] += 1
            log.warning("cannot reach %s: %s", self._url, type(error).__name__)
            return False
        if response.ok:
            self.counts["Success"] += 1
            return True
        self.counts["Errors"] += 1
        log.warning("%s answered %d", transaction.path, response.status_code)
        if response.status_code not in _FINAL:
            return False
        self.counts["Dropped"] += 1
        return True


def _read(unsent: Path) -> list[Transaction]:
    """Takes the file's place: what it holds is sent once."""
    try:
        lines = unsent.read_text().splitlines()
        unsent.unlink()
    except FileNotFoundError:
        return []
    return [Transaction(path, body.encode()) for path, body in map(json.loads, lines)]


def _write(unsent: Path, waiting: list[Transaction]) -> None:
    if not waiting:
        return
    unsent.touch(mode=0o600)
    unsent.write_text("".join(f"{json.dumps([one.path, one.body.decode()])}\n" for one in waiting))
    log.info("%d payloads wait in %s for the next start", len(waiting), unsent)
