"""Datadog's intake, as far as the Agent notices."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Intake:
    """Answers with the given codes, then with 202."""

    def __init__(self, *codes: int) -> None:
        self.received: list[Any] = []
        self.by_path: dict[str, list[Any]] = {}
        self.keys: set[str | None] = set()
        self.answers = list(codes)
        intake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                code = intake.answers.pop(0) if intake.answers else 202
                if code == 202:
                    content = json.loads(body)
                    intake.received.append(content)
                    intake.by_path.setdefault(self.path, []).append(content)
                    intake.keys.add(self.headers["DD-API-KEY"])
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def wait_for(self, count: int) -> list[Any]:
        wait_until(lambda: len(self.received) >= count)
        return self.received


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether it has come true in time."""
    end = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return true
