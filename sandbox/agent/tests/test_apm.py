"""Traces, from a tracer to Datadog's intake."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgpack
import pytest
import requests
from intake import Intake, wait_until

from lookout_agent import forwarder
from lookout_agent.apm import supervisor
from lookout_agent.apm.trace_agent import TraceAgent
from lookout_agent.config import ApmConfig, Config
from lookout_agent.paths import Paths

TRACERS = {
    "the Agent's own library": "",
    "an app's": str(Path(sys.prefix) / "tracer"),
}
LOAD_SECONDS = float(os.environ.get("APM_LOAD_SECONDS", "3"))
"""How long `test_a_load_…` lasts; 30 where it is measured."""
RATE = 200

REQUEST = """
    from ddtrace.trace import tracer

    with tracer.trace("flask.request", service="shop", resource="GET /api/trace", span_type="web") as request:
        request.set_tag("http.status_code", "200")
        with tracer.trace("postgres.query", service="postgres", resource="SELECT 1", span_type="sql"):
            pass
    print(request.trace_id, request.span_id)
"""

Start = Callable[..., TraceAgent]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_RETRY_SECONDS", 0.3)
    monkeypatch.setattr(forwarder, "_FIRST_WAIT", 0.05)


@pytest.fixture
def apm(config: Config) -> Config:
    return replace(config, apm=ApmConfig(True, free_port(), config.dd_url, "dev"))


@pytest.fixture
def start(paths: Paths, apm: Config) -> Iterator[Start]:
    """Starts an Agent that sends to the given intake, and waits until it receives."""
    started: list[TraceAgent] = []

    def start(intake: Intake | None = None, waits: bool = True) -> TraceAgent:
        url = intake.url if intake else apm.apm.url
        agent = TraceAgent(paths, replace(apm, apm=replace(apm.apm, url=url)), "7.70.1")
        started.append(agent)
        agent.start()
        if waits:
            assert wait_until(lambda: receives(agent), 30), agent.as_json()
        return agent

    yield start
    for agent in started:
        child = agent.child
        agent.stop(0.5)
        assert child is None or not is_running(child)


def receives(agent: TraceAgent) -> bool:
    return "error" not in agent.as_json()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def trace_with(code: str, apm: Config, tracer: str = "", **environment: str) -> str:
    """Runs a traced program to its end."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": tracer,
            "DD_TRACE_AGENT_URL": f"http://127.0.0.1:{apm.apm.receiver_port}",
            "DD_SERVICE": "shop",
            "DD_ENV": "test",
            "DD_VERSION": "1.2",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def spans_in(intake: Intake) -> list[dict[str, Any]]:
    return [
        span
        for body in intake.by_path.get("/api/v0.2/traces", [])
        for payload in body["tracerPayloads"]
        for chunk in payload["chunks"]
        for span in chunk["spans"]
    ]


def groups_in(intake: Intake) -> list[dict[str, Any]]:
    return [
        group
        for body in intake.by_path.get("/api/v0.2/stats", [])
        for client in body["stats"]
        for bucket in client["stats"]
        for group in bucket["stats"]
    ]


def hits_in(intake: Intake) -> int:
    return sum(group["hits"] for group in groups_in(intake))


RECORDED = Path(__file__).parents[2] / "datadog" / "recordings" / "trace-agent.json"


def shape(content: Any) -> Any:
    """Its names and types; what is in maps of any names is left out."""
    if isinstance(content, dict):
        return {key: "…" if key in ("meta", "metrics") else shape(value) for key, value in content.items()}
    if isinstance(content, list):
        return shape(content[0])
    return type(content).__name__


def test_payloads_are_as_the_tests_of_datadogs_stand_in_have_them(start: Start, apm: Config) -> None:
    intake = Intake()
    start(intake)

    trace_with(REQUEST, apm)

    assert wait_until(lambda: len(intake.received) == 2)
    recorded = json.loads(RECORDED.read_text())
    assert [shape(intake.by_path[f"/api/v0.2/{kind}"][0]) for kind in ("traces", "stats")] == [
        shape(recorded[kind]) for kind in ("traces", "stats")
    ]


@pytest.mark.parametrize("tracer", TRACERS.values(), ids=TRACERS)
def test_a_tracers_spans_arrive_with_their_ids_and_names(start: Start, apm: Config, tracer: str) -> None:
    intake = Intake()
    start(intake)

    trace_id, span_id = trace_with(REQUEST, apm, tracer).split()

    assert wait_until(lambda: len(spans_in(intake)) == 2 and hits_in(intake) == 2)
    request, query = spans_in(intake)
    [body] = intake.by_path["/api/v0.2/traces"]
    [payload] = body["tracerPayloads"]
    assert (body["hostName"], payload["env"], payload["appVersion"]) == ("db1", "test", "1.2")
    assert payload["chunks"][0]["priority"] == 1
    assert (request["service"], request["name"], request["resource"], request["type"]) == (
        ("shop", "flask.request", "GET /api/trace", "web")
    )
    assert (request["traceID"], request["spanID"]) == (str(int(trace_id) % 2**64), span_id)
    assert (query["traceID"], query["parentID"]) == (request["traceID"], span_id)
    assert request["meta"]["http.status_code"] == "200"
    assert intake.keys == {apm.api_key}


def test_spans_where_a_trace_enters_a_service_are_marked_and_counted(start: Start, apm: Config) -> None:
    intake = Intake()
    start(intake)

    trace_with(
        """
        from ddtrace.trace import tracer

        with tracer.trace("flask.request", service="shop", resource="GET /") as request:
            with tracer.trace("inner", service="shop"):
                pass
            request.error = 1
        """,
        apm,
    )

    assert wait_until(lambda: len(spans_in(intake)) == 2 and hits_in(intake) == 1)
    assert [span["metrics"].get("_top_level") for span in spans_in(intake)] == [1, None]
    [group] = groups_in(intake)
    assert (group["name"], group["resource"], group["hits"], group["errors"]) == ("flask.request", "GET /", 1, 1)
    assert intake.by_path["/api/v0.2/stats"][0]["stats"][0]["env"] == "test"


def test_what_the_tracer_decided_not_to_keep_is_counted_and_not_sent(start: Start, apm: Config) -> None:
    intake = Intake()
    agent = start(intake)

    trace_with(REQUEST, apm, DD_TRACE_SAMPLING_RULES='[{"sample_rate": 0}]')
    trace_with(REQUEST, apm)

    assert wait_until(lambda: len(spans_in(intake)) == 2 and hits_in(intake) == 4)
    [counts] = agent.as_json()["receiver"]
    assert (counts["TracesReceived"], counts["TracesUnsampled"]) == (2, 1)
    assert agent.as_json()["trace_writer"]["Traces"] == 1


@pytest.mark.parametrize("tracer", TRACERS.values(), ids=TRACERS)
def test_a_tracer_keeps_the_rate_that_it_is_told(start: Start, apm: Config, tracer: str) -> None:
    start(Intake())

    response = requests.put(
        f"http://127.0.0.1:{apm.apm.receiver_port}/v0.4/traces",
        data=msgpack.packb([[span(1)]]),
        headers={"Content-Type": "application/msgpack"},
        timeout=5,
    )
    assert response.json() == {"rate_by_service": {"service:,env:": 1.0, "service:shop,env:": 1.0}}
    information = requests.get(f"http://127.0.0.1:{apm.apm.receiver_port}/info", timeout=5).json()
    assert (information["version"], information["client_drop_p0s"]) == ("7.70.1", False)
    # A tracer that was told so goes on sampling everything.
    assert trace_with(REQUEST * 2, apm, tracer).count("\n") == 2


def span(number: int) -> dict[str, Any]:
    return {
        "service": "shop",
        "name": "flask.request",
        "resource": "GET /",
        "trace_id": number,
        "span_id": number,
        "parent_id": 0,
        "start": time.time_ns(),
        "duration": 1000,
        "error": 0,
        "meta": {},
        "metrics": {"_sampling_priority_v1": 1},
        "type": "web",
    }


def test_a_load_loses_nothing_while_the_memory_is_cleared_and_datadog_is_away(
    start: Start, apm: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request for each trace, at a fixed rate, of which every one that was answered has to arrive once."""
    # Far more often than in earnest: what a clearing could lose would be lost here.
    monkeypatch.setattr(supervisor, "_CLEAR_BYTES", 20_000)
    intake = Intake(*[503] * 5)
    agent = start(intake)
    sent = int(RATE * LOAD_SECONDS)
    refused = send_at_a_rate(apm, sent)

    assert refused == []
    arrived: list[str] = []

    def has_all() -> bool:
        arrived[:] = [span["traceID"] for span in spans_in(intake)]
        return len(arrived) >= sent and hits_in(intake) >= sent

    assert wait_until(has_all, 20), (len(arrived), hits_in(intake))
    assert sorted(map(int, arrived)) == list(range(1, sent + 1))
    assert hits_in(intake) == sent
    assert agent.as_json()["trace_writer"]["Dropped"] == 0
    kept = requests.get(f"http://127.0.0.1:{apm.apm.receiver_port}/test/session/requests", timeout=10).json()
    assert len(kept) < sent / 2


def send_at_a_rate(apm: Config, count: int) -> list[int]:
    """Returns the status of what was not accepted."""
    refused: list[int] = []
    began = time.monotonic()
    numbers = iter(range(1, count + 1))
    lock = threading.Lock()

    def send() -> None:
        session = requests.Session()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            time.sleep(max(began + number / RATE - time.monotonic(), 0))
            response = session.put(
                f"http://127.0.0.1:{apm.apm.receiver_port}/v0.4/traces",
                data=msgpack.packb([[span(number)]]),
                headers={"Content-Type": "application/msgpack"},
                timeout=30,
            )
            if not response.ok:
                refused.append(response.status_code)

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    print(f"{count / (time.monotonic() - began):.0f} traces a second")
    return refused


def test_a_port_that_is_taken_is_said_and_used_once_it_is_free(
    start: Start, apm: Config, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", apm.apm.receiver_port))
        other.listen()
        agent = start(waits=False)

        assert wait_until(lambda: any("is taken" in message for message in caplog.messages))
        # field/agent.md 16: the core Agent only sees that it can't ask; why is in the log, once.
        assert agent.as_json()["port"] == 5012
        assert "connection refused" in agent.as_json()["error"]
        assert sum("is taken" in message for message in caplog.messages) == 1

    assert wait_until(lambda: receives(agent), 30)


def test_a_receiver_that_dies_is_started_again(start: Start, apm: Config) -> None:
    intake = Intake()
    agent = start(intake)
    assert agent.child
    os.kill(agent.child, signal.SIGKILL)

    assert wait_until(lambda: not receives(agent))
    assert wait_until(lambda: receives(agent), 30)
    trace_with(REQUEST, apm)
    assert wait_until(lambda: len(spans_in(intake)) == 2)


def test_a_payload_that_is_not_one_is_refused_and_the_next_one_taken(start: Start, apm: Config) -> None:
    intake = Intake()
    start(intake)
    url = f"http://127.0.0.1:{apm.apm.receiver_port}/v0.4/traces"

    assert (
        requests.put(url, data=b"\xc1", headers={"Content-Type": "application/msgpack"}, timeout=5).status_code == 400
    )

    trace_with(REQUEST, apm)
    assert wait_until(lambda: len(spans_in(intake)) == 2)


@pytest.mark.parametrize("path", ["/v0.7/traces", "/v1.0/traces", "/v0.6/stats"])
def test_what_would_not_be_understood_is_refused_and_not_lost(start: Start, apm: Config, path: str) -> None:
    start(Intake())
    url = f"http://127.0.0.1:{apm.apm.receiver_port}"

    assert requests.put(url + path, data=b"\x90", timeout=5).status_code == 400
    assert path not in requests.get(f"{url}/info", timeout=5).json()["endpoints"]


def test_a_number_that_json_has_not_costs_no_trace(start: Start, apm: Config) -> None:
    intake = Intake()
    start(intake)
    odd = {**span(1), "metrics": {"ratio": float("nan"), "_sampling_priority_v1": 1}}

    requests.put(
        f"http://127.0.0.1:{apm.apm.receiver_port}/v0.4/traces",
        data=msgpack.packb([[odd]]),
        headers={"Content-Type": "application/msgpack"},
        timeout=5,
    ).raise_for_status()

    assert wait_until(lambda: len(spans_in(intake)) == 1)
    assert "ratio" not in spans_in(intake)[0]["metrics"]


def test_a_restart_sends_what_could_not_be_sent_before(start: Start, apm: Config) -> None:
    agent = start()
    trace_with(REQUEST, apm)
    agent.stop(0.5)

    intake = Intake()
    start(intake)

    assert wait_until(lambda: len(spans_in(intake)) == 2 and hits_in(intake) == 2)


def test_nothing_is_left_running_when_the_agent_is_killed(paths: Paths, apm: Config) -> None:
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text(
        f"api_key: {apm.api_key}\ndd_url: http://127.0.0.1:1\nhostname: db1\ncmd_port: {free_port()}\n"
        f"apm_config: {{receiver_port: {apm.apm.receiver_port}}}\n"
    )
    script = f"""
        from pathlib import Path
        from lookout_agent.paths import Paths
        from lookout_agent.service import Service

        Service(Paths(*map(Path, {[str(paths.configuration), str(paths.installation), str(paths.logs)]}))).run()
    """
    agent = subprocess.Popen(
        [sys.executable, "-c", dedent(script)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
    )
    try:
        assert wait_until(lambda: is_listening(apm.apm.receiver_port), 30)
    finally:
        agent.kill()
        agent.wait()
    assert wait_until(lambda: not is_listening(apm.apm.receiver_port), 10)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
