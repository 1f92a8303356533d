"""Whether the trace-agent, a process and unit of its own, takes traces."""

import http.client
import time
import urllib.error
import urllib.request

from . import answers
from .agent import ask_status

# Of a trace-agent that starts, or of a port that its predecessor frees.
TRACES_SECONDS = 30


def prove_traces(port: int, version: str) -> list:
    """What is wrong with the trace-agent, a process and unit of its own."""
    deadline = time.monotonic() + TRACES_SECONDS
    while True:
        listener = who_takes_traces(port)
        status, _ = ask_status()
        error = answers.part(status, "apmStats", "error")
        if (listener == version and status and not error) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    why = answers.gist(error) if error else "'datadog-agent status' does not answer"
    if listener is None:
        return [f"nothing takes traces on port {port} ({why}); read 'journalctl -u datadog-agent-trace' there"]
    if listener != version:
        return [
            f"the trace-agent can't have port {port}: another program listens there, which 'ss -ltnp sport = :{port}' "
            "names; stop it, or choose another agent.apm.port"
        ]
    if error or status is None:
        return [
            f"a trace-agent listens on port {port}, but not this Agent's own ({why}); stop the other Agent on this "
            "host, or choose another agent.apm.port"
        ]
    return []


def who_takes_traces(port: int):
    """The version that a trace-agent at this port says it has; empty of another program, None of none."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/info", timeout=5) as answer:
            return str(answers.part(answers.found(answer.read().decode(errors="replace"), bool), "version") or "")
    except urllib.error.URLError as error:
        return None if isinstance(error.reason, ConnectionRefusedError) else ""
    except (OSError, ValueError, http.client.HTTPException):
        return ""
