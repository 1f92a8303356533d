"""What the running Agent says of itself, by way of its own socket."""

import json
from dataclasses import replace

import pytest
from sample_checks import add_check, add_config, collect

from lookout_agent.api_key import INVALID, UNREACHABLE, VALID, ApiKeys
from lookout_agent.config import Config
from lookout_agent.forwarder import Forwarder
from lookout_agent.ipc import AgentUnreachableError, IpcServer, ask_agent
from lookout_agent.paths import Paths
from lookout_agent.status import Status, shown_configs
from lookout_agent.text_report import config_text, status_text

MY_METRIC = """
    from datadog_checks.base import AgentCheck

    class MyMetric(AgentCheck):
        def check(self, instance):
            self.gauge("my_metric", 1)
"""

REFUSES = """
    from datadog_checks.base import AgentCheck

    class Refuses(AgentCheck):
        def __init__(self, name, init_config, instances):
            super().__init__(name, init_config, instances)
            if "bad" in instances[0]:
                raise ValueError("not that")

        def check(self, instance):
            pass
"""


def status_of(paths: Paths, config: Config, verdict: str, apm: "ApmAnswer | None" = None) -> Status:
    keys = ApiKeys(config)
    keys.heard(config.api_key, verdict)
    return Status(paths, config, collect(paths, config), Forwarder(config.dd_url, config.api_key, "7.70.1"), keys, apm)


def test_status_has_the_real_agents_names(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", MY_METRIC, "[{min_collection_interval: 45}]")

    status = json.loads(json.dumps(status_of(paths, config, VALID).as_json()))

    [stats] = status["runnerStats"]["Checks"]["custom_sample"].values()
    assert stats["Interval"] == 45_000_000_000
    assert status["version"] == "7.70.1"
    assert status["metadata"]["meta"]["hostname"] == "db1"
    assert status["forwarderStats"]["APIKeyStatus"] == {"API key ending with bcdef": "API Key valid"}
    assert config.api_key not in json.dumps(status)


def test_a_refused_key_is_a_failure(paths: Paths, config: Config) -> None:
    stats = status_of(paths, config, INVALID).as_json()["forwarderStats"]

    assert (stats["APIKeyStatus"], stats["APIKeyFailure"]) == ({}, {"API key ending with bcdef": "API Key invalid"})


# field/agent.md 15
def test_each_key_has_a_verdict_of_its_own(config: Config) -> None:
    keys = ApiKeys(replace(config, additional_keys=[("https://app.datadoghq.eu", "eeeeeeeeeee"), ("x", "0" * 32)]))
    keys.heard(config.api_key, INVALID)

    # Nobody on the internet is asked, nor about a key of zeros.
    keys.ask()

    assert keys.statuses == {
        "API key ending with bcdef": UNREACHABLE,
        "API key ending with eeeee": UNREACHABLE,
        "API key ending with 00000": "Fake API Key that skips validation",
    }
    assert (keys.failures, keys.healthy) == ({}, True)


# field/agent.md 16
def test_a_trace_agent_that_is_disabled_can_not_be_asked(paths: Paths, config: Config) -> None:
    stats = status_of(paths, config, VALID).as_json()["apmStats"]

    assert stats["port"] == 5012
    assert "connection refused" in stats["error"]


# field/agent.md 2
def test_a_refused_instance_is_known_by_its_checks_version(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", REFUSES, "[{a: 1}, {bad: true}]")

    status = status_of(paths, config, VALID).as_json()

    [error] = status["pyLoaderStats"]["ConfigureErrors"]["custom_sample (unversioned)"]
    assert "not that" in error
    assert len(status["runnerStats"]["Checks"]["custom_sample"]) == 1


def test_the_text_shows_checks_errors_and_key(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", MY_METRIC)
    add_config(paths.confd, "custom_absent", "[{}]")

    text = status_text(status_of(paths, config, VALID).as_json())

    assert "stand-in" in text
    assert "custom_sample:" in text
    assert "No module named 'custom_absent'" in text
    assert "API key ending with bcdef: API Key valid" in text


def test_configurations_are_shown_without_their_secrets(paths: Paths, config: Config) -> None:
    add_config(paths.confd, "postgres", "[{host: localhost, username: datadog, password: hunter2}]")

    text = config_text(shown_configs(collect(paths, config)), "postgres")

    assert "username: datadog" in text
    assert "hunter2" not in text


def test_only_who_can_read_the_token_gets_an_answer(paths: Paths) -> None:
    server = IpcServer(0, "token", {"/agent/status": lambda: {"version": "7.70.1"}})
    server.start()

    paths.auth_token.write_text("token")
    assert ask_agent(paths, server.port, "/agent/status") == {"version": "7.70.1"}

    paths.auth_token.write_text("another")
    with pytest.raises(AgentUnreachableError):
        ask_agent(paths, server.port, "/agent/status")


APM_STATS = {
    "pid": 7,
    "uptime": 60,
    "config": {"ReceiverHost": "127.0.0.1", "ReceiverPort": 8126, "Endpoints": [{"Host": "http://10.0.0.1"}]},
    "receiver": [
        {
            "Lang": "python",
            "LangVersion": "3.11.2",
            "Interpreter": "CPython",
            "TracerVersion": "4.16.0",
            "TracesReceived": 12,
            "TracesUnsampled": 2,
            "TracesBytes": 3400,
            "SpansReceived": 30,
        }
    ],
    "ratebyservice_filtered": {"service:shop,env:dev": 1.0},
    "trace_writer": {"Payloads": 1, "Traces": 10, "Spans": 25},
    "stats_writer": {"Payloads": 2},
}


class ApmAnswer:
    def __init__(self, stats: dict[str, object]) -> None:
        self._stats = stats

    def as_json(self) -> dict[str, object]:
        return self._stats


@pytest.mark.parametrize(
    ("stats", "words"),
    [
        (
            APM_STATS,
            ["Status: Running", "From python 3.11.2 (CPython), client 4.16.0", "Traces received: 12", "100.0%"],
        ),
        ({"port": 8126, "error": "port 8126 is taken"}, ["Not running or unreachable on localhost:8126", "is taken"]),
    ],
)
def test_the_text_shows_how_traces_fare(
    paths: Paths, config: Config, stats: dict[str, object], words: list[str]
) -> None:
    status = status_of(paths, config, VALID, ApmAnswer(stats)).as_json()

    assert status["apmStats"] == stats
    assert [word for word in words if word not in status_text(status)] == []
