"""What the proof runs on, in its tests."""

import http.server
import threading

import pytest
from fake_host import FakeHost
from proof import agent, checks, commands, traces


@pytest.fixture
def host(tmp_path, monkeypatch, capsys):
    fake = FakeHost(tmp_path, capsys)
    monkeypatch.setattr(commands, "AGENT", str(fake.folder / "datadog-agent"))
    monkeypatch.setattr(commands, "AS_AGENT", [])
    monkeypatch.setattr(commands, "CONFIG", fake.config)
    monkeypatch.setenv("PATH", str(fake.folder), prepend=":")
    monkeypatch.setattr(agent, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(traces, "TRACES_SECONDS", 0)
    monkeypatch.setattr(checks, "CHECK_SECONDS", 5)
    return fake


@pytest.fixture
def listener():
    """Something that answers on a port of its own, `/info` among others, with this text."""
    servers = []

    def listen(text: str) -> int:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server.server_port

    yield listen
    for server in servers:
        server.shutdown()
        server.server_close()
