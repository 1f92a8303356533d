"""
The child process: Datadog's own `ddapm-test-agent`, which is what tracers talk to.

Its command line would open two OTLP ports besides, which the real Agent does not by default: this serves the same
application on the one port.
"""

import os
import signal
import sys
import threading
from typing import Any, NoReturn

from aiohttp import web
from ddapm_test_agent.agent import main as parse_options
from ddapm_test_agent.agent import make_app

_ADDRESS = "127.0.0.1"
_GRACE_SECONDS = 1


def main(port: str, agent_url: str) -> None:
    """
    Args:
        agent_url: each request goes there first; the tracer is answered when that has answered.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def serve(**options: Any) -> NoReturn:
        app = make_app(**options)
        web.run_app(app, host=_ADDRESS, port=int(port), access_log=None, print=None, shutdown_timeout=_GRACE_SECONDS)
        sys.exit(0)

    parse_options(["--agent-url", agent_url, "--log-level", "ERROR", "--disable-llmobs-data-forwarding"], serve)


def _end_with_parent() -> None:
    """The Agent holds the other end of this pipe: it closes however the Agent ends."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
