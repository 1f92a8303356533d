"""Sends payloads to Datadog's intake, again and again where it has to."""

import logging
import threading
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

import requests

log = logging.getLogger("lookout_agent.forwarder")

_CAPACITY = 1000
"""Payloads kept while Datadog cannot be reached: more than an hour of a small host's."""
_TIMEOUT = 10
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0
_FINAL = {400, 401, 403, 404, 413}
"""What no second try can mend."""


@dataclass(frozen=True)
class Transaction:
    path: str
    payload: Any


class Forwarder:
    """Payloads leave in the order in which they came; the oldest give way when there are too many."""

    def __init__(self, url: str, api_key: str, version: str) -> None:
        self._url = url
        self._session = requests.Session()
        # Nothing on the way: the stand-in is on the host's own network.
        self._session.trust_env = False
        self._session.headers.update({"DD-API-KEY": api_key, "User-Agent": f"datadog-agent/{version}"})
        self._queue: deque[Transaction] = deque()
        self._wakeup = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="forwarder", daemon=True)
        self.counts: Counter[str] = Counter({"Success": 0, "Errors": 0, "Retried": 0, "Dropped": 0})

    def start(self) -> None:
        self._thread.start()

    def submit(self, path: str, payload: Any) -> None:
        with self._wakeup:
            if len(self._queue) >= _CAPACITY:
                self._queue.popleft()
                self.counts["Dropped"] += 1
            self._queue.append(Transaction(path, payload))
            self._wakeup.notify()

    def stop(self, grace: float) -> None:
        """Gives what is waiting one last chance, for at most `grace` seconds."""
        self._stopping.set()
        with self._wakeup:
            self._wakeup.notify()
        self._thread.join(grace)

    def _work(self) -> None:
        wait = _FIRST_WAIT
        while transaction := self._next():
            if self._send(transaction):
                wait = _FIRST_WAIT
                continue
            if self._stopping.is_set():
                return
            self.counts["Retried"] += 1
            self._put_back(transaction)
            self._stopping.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _next(self) -> Transaction | None:
        with self._wakeup:
            while not self._queue:
                if self._stopping.is_set():
                    return None
                self._wakeup.wait()
            return self._queue.popleft()

    def _put_back(self, transaction: Transaction) -> None:
        with self._wakeup:
            if len(self._queue) < _CAPACITY:
                self._queue.appendleft(transaction)
            else:
                self.counts["Dropped"] += 1

    def _send(self, transaction: Transaction) -> bool:
        """False where it should be tried again."""
        try:
            response = self._session.post(self._url + transaction.path, json=transaction.payload, timeout=_TIMEOUT)
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
