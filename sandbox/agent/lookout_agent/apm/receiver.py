"""Where `ddapm-test-agent` hands on what tracers send, before it answers them."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ddapm_test_agent.trace import decode_v04, decode_v05

from .chunk import Chunk

log = logging.getLogger("lookout_agent.apm")

_ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Tracer:
    """Who sends, by the headers of its requests."""

    language: str
    language_version: str
    interpreter: str
    version: str
    endpoint: str
    """`v0.4` or `v0.5`."""


@dataclass(frozen=True)
class Received:
    tracer: Tracer
    chunks: list[Chunk]
    size: int
    """Bytes, as they came."""


class Receiver:
    """
    Args:
        take: what it has returned from is not lost. Answers with the rates at which the tracer is to sample.
        passed_on: is told the size of each request, whatever it was.
    """

    def __init__(self, take: Callable[[Received], dict[str, float]], passed_on: Callable[[int], None]) -> None:
        self._server = ThreadingHTTPServer((_ADDRESS, 0), _handler(take, passed_on))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://{_ADDRESS}:{self._server.server_port}"

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="apm-receiver", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(
    take: Callable[[Received], dict[str, float]], passed_on: Callable[[int], None]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            passed_on(len(body))
            endpoint = self.path.removeprefix("/").removesuffix("/traces")
            if endpoint not in ("v0.4", "v0.5"):
                self._answer_to_others()
                return
            try:
                traces = self._decoded(endpoint, body)
            except Exception as error:  # noqa: BLE001
                log.error("a payload of %d bytes cannot be decoded: %s", len(body), error)
                self._answer(400, {"error": str(error)})
                return
            chunks = [Chunk(spans) for spans in traces if spans]
            self._answer(200, {"rate_by_service": take(Received(self._tracer(endpoint), chunks, len(body)))})

        def _answer_to_others(self) -> None:
            """What would be lost is refused. Of telemetry and the like the test agent wants to hear success."""
            is_lost = self.path.endswith(("/traces", "/stats"))
            self._answer(404 if is_lost else 200, {})

        def _decoded(self, endpoint: str, body: bytes) -> Any:
            if endpoint == "v0.5":
                return decode_v05(body)
            return decode_v04(self.headers.get("Content-Type", "application/msgpack"), body, False)

        def _tracer(self, endpoint: str) -> Tracer:
            def header(name: str) -> str:
                return self.headers.get(f"Datadog-Meta-{name}", "")

            return Tracer(
                header("Lang"), header("Lang-Version"), header("Lang-Interpreter"), header("Tracer-Version"), endpoint
            )

        def _answer(self, code: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Requests are counted, not logged."""

    return Handler
