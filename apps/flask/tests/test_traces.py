"""The start command as the README says it, traced into Datadog's own test agent."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from processes import (
    PROGRAMS,
    PROJECT,
    answers,
    environment,
    free_port,
    get,
    listens,
    postgres,
    running,
    why_no_postgres,
)

SERVICE, ENV, VERSION = "flask-app", "test", "1.2.3"
PASSWORD = "correct horse battery staple"
PATHS = ("/", "/api/apm", "/api/trace")

Span = dict[str, Any]


def start_command(port: int) -> list[str]:
    listen = f"--listen=127.0.0.1:{port}"
    return [str(PROGRAMS / "ddtrace-run"), "waitress-serve", listen, "--call", "app:from_environment"]


@dataclass(frozen=True)
class Run:
    """What one run of the server answered, logged and sent."""

    answers: dict[str, tuple[int, str]]
    lines: list[dict[str, Any]]
    traces: list[list[Span]]
    output: str

    def trace_of(self, resource: str) -> list[Span]:
        """The one trace whose root is the request."""
        [trace] = [trace for trace in self.traces if root_of(trace)["resource"] == resource]
        return trace


def root_of(trace: list[Span]) -> Span:
    [root] = [span for span in trace if not span["parent_id"]]
    return root


def full_trace_id(trace: list[Span]) -> str:
    """The 128 bits that logs show: the payload carries the upper half as a tag of the root."""
    root = root_of(trace)
    return f"{root['meta']['_dd.p.tid']}{root['trace_id']:016x}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Agent, PostgreSQL where there is one, and the server, for one request a route."""
    with ExitStack() as stack:
        agent_url = start_agent(stack, tmp_path_factory.mktemp("agent"))
        variables = {
            "DD_SERVICE": SERVICE,
            "DD_ENV": ENV,
            "DD_VERSION": VERSION,
            "DD_LOGS_INJECTION": "true",
            "DD_TRACE_AGENT_URL": agent_url,
        }
        if why_no_postgres() is None:
            # Not pytest's folder: that is closed to other users, and its path too long for a socket.
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="flask-pg-")))
            variables["DATABASE_DSN"] = stack.enter_context(postgres(folder, PASSWORD))
            credentials = tmp_path_factory.mktemp("credentials")
            (credentials / "database_password").write_text(f"{PASSWORD}\n")
            variables["CREDENTIALS_DIRECTORY"] = str(credentials)

        folder, port = tmp_path_factory.mktemp("server"), free_port()
        with running(start_command(port), folder, listens(port), cwd=PROJECT, env=environment(**variables)):
            answered = {path: get(f"http://127.0.0.1:{port}{path}") for path in PATHS}
            # Before the stop: a client has its answer a moment before the span ends, and an open span is not sent.
            traces = traces_at(agent_url)

        output = (folder / "stdout").read_text()
        lines = [json.loads(line) for line in output.splitlines()]
        yield Run(answered, lines, traces, output + (folder / "stderr").read_text())


def start_agent(stack: ExitStack, folder: Path) -> str:
    port, otlp_http, otlp_grpc = free_port(), free_port(), free_port()
    command = [
        str(PROGRAMS / "ddapm-test-agent"),
        *("--port", str(port)),
        *("--otlp-http-port", str(otlp_http)),
        *("--otlp-grpc-port", str(otlp_grpc)),
    ]
    url = f"http://127.0.0.1:{port}"
    stack.enter_context(running(command, folder, answers(f"{url}/info"), cwd=folder, env=environment()))
    return url


def traces_at(agent_url: str) -> list[list[Span]]:
    """What the agent has once it has a trace a request; ddtrace sends every second."""
    traces: list[list[Span]] = []
    for _ in range(150):
        traces = json.loads(get(f"{agent_url}/test/session/traces")[1])
        if len(traces) >= len(PATHS):
            break
        time.sleep(0.2)
    return traces


def test_each_request_is_a_trace_named_by_service_and_resource(run: Run) -> None:
    assert {status for status, _ in run.answers.values()} == {200}
    roots = [root_of(trace) for trace in run.traces]
    assert sorted(root["resource"] for root in roots) == ["GET /", "GET /api/apm", "GET /api/trace"]
    assert {(root["service"], root["name"], root["type"]) for root in roots} == {(SERVICE, "flask.request", "web")}
    assert {(root["meta"]["env"], root["meta"]["version"]) for root in roots} == {(ENV, VERSION)}
    assert {root["metrics"]["_dd.top_level"] for root in roots} == {1}


@pytest.mark.parametrize("path", PATHS)
def test_the_log_line_of_a_request_has_the_ids_of_its_trace(run: Run, path: str) -> None:
    trace = run.trace_of(f"GET {path}")

    [line] = [line for line in run.lines if line.get("dd.trace_id") == full_trace_id(trace)]

    assert line["dd.span_id"] in {str(span["span_id"]) for span in trace}
    assert (line["dd.service"], line["dd.env"], line["dd.version"]) == (SERVICE, ENV, VERSION)
    assert line["logger"] == "app.routes"


def test_the_database_span_is_a_descendant_of_the_requests_span(run: Run) -> None:
    if (reason := why_no_postgres()) is not None:
        pytest.skip(reason)
    assert "sessions in database postgres: 1" in run.answers["/api/trace"][1]
    trace = run.trace_of("GET /api/trace")

    [query] = [span for span in trace if span["type"] == "sql"]

    assert query["name"] == "postgres.query"
    assert query["resource"].startswith("SELECT count(*)")
    assert (query["meta"]["db.name"], query["meta"]["db.user"]) == ("postgres", "flask")
    by_id = {span["span_id"]: span for span in trace}
    names = []
    while query["parent_id"]:
        query = by_id[query["parent_id"]]
        names.append(query["name"])
    assert names == ["app.routes.trace", "flask.dispatch_request", "flask.application", "flask.request"]


def test_the_password_is_in_no_trace_and_no_log(run: Run) -> None:
    assert PASSWORD not in run.output
    assert PASSWORD not in json.dumps(run.traces)


def test_wrong_settings_end_the_start_with_status_78_and_say_what_to_do() -> None:
    variables = environment(DATABASE_DSN="host=localhost password=hidden", DD_TRACE_ENABLED="false")

    ended = subprocess.run(
        start_command(free_port()), cwd=PROJECT, env=variables, capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode == 78
    assert "DATABASE_DSN holds password" in ended.stderr
    assert "hidden" not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
