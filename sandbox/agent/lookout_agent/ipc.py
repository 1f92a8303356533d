"""How `datadog-agent status` and its like talk to the running Agent: HTTP on loopback with a token from a file."""

import hmac
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .paths import Paths

Answers = dict[str, Callable[[], Any]]

_ADDRESS = "127.0.0.1"
_TIMEOUT = 10


class AgentUnreachableError(Exception):
    """No running Agent answered."""


class IpcServer:
    def __init__(self, port: int, token: str, answers: Answers) -> None:
        self._server = ThreadingHTTPServer((_ADDRESS, port), _handler(token, answers))
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return self._server.server_port

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, name="ipc", daemon=True).start()


def ask_agent(paths: Paths, port: int, path: str) -> Any:
    """
    Raises:
        AgentUnreachableError: says why, and what to look at.
    """
    try:
        token = paths.auth_token.read_text()
    except PermissionError as error:
        raise AgentUnreachableError(f"{paths.auth_token} cannot be read: run this as root or dd-agent") from error
    except OSError as error:
        raise AgentUnreachableError(f"{paths.auth_token}: {error.strerror}; is the Agent running?") from error
    request = urllib.request.Request(f"http://{_ADDRESS}:{port}{path}", headers={"Authorization": f"Bearer {token}"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_TIMEOUT) as response:
            return json.load(response)
    except urllib.error.URLError as error:
        raise AgentUnreachableError(
            f'Get "https://localhost:{port}{path}": dial tcp {_ADDRESS}:{port}: connect: {error.reason}'
        ) from error


def _handler(token: str, answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = self.headers.get("Authorization", "")
            if not hmac.compare_digest(given, f"Bearer {token}"):
                self.send_error(403)
            elif answer := answers.get(self.path):
                self._send(json.dumps(answer()).encode())
            else:
                self.send_error(404)

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Questions are not worth a line in the log."""

    return Handler
