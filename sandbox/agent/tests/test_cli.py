"""`datadog-agent`"""

import json

import pytest
from sample_checks import add_check

from lookout_agent.cli import main
from lookout_agent.paths import Paths

KEY = "0123456789abcdef0123456789abcdef"

RAISES = """
    from datadog_checks.base import AgentCheck

    class Raises(AgentCheck):
        def check(self, instance):
            self.gauge("before", 1)
            raise ValueError("no luck")
"""

FINE = """
    from datadog_checks.base import AgentCheck

    class Fine(AgentCheck):
        def check(self, instance):
            pass
"""


@pytest.fixture
def configured(paths: Paths) -> Paths:
    paths.config_file.write_text(f"api_key: {KEY}\ndd_url: http://127.0.0.1:1\nhostname: db1\ncmd_port: 1\n")
    return paths


def test_version_names_the_package_and_that_it_stands_in(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"], paths) == 0
    assert capsys.readouterr().out.startswith("Agent 7.70.1 - Lookout's stand-in")


def test_a_check_that_raises_exits_with_0_and_says_so_in_its_runner(
    configured: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    add_check(configured, "custom_raises", RAISES, "[{min_collection_interval: 45}]")

    assert main(["check", "custom_raises", "--json"], configured) == 0

    [result] = json.loads(capsys.readouterr().out)
    runner = result["runner"]
    assert (runner["CheckName"], runner["TotalRuns"], runner["TotalErrors"]) == ("custom_raises", 1, 1)
    assert json.loads(runner["LastError"])[0]["message"] == "no luck"
    assert runner["Interval"] == 45_000_000_000
    assert result["aggregator"]["metrics"][0]["metric"] == "before"


def test_a_check_of_which_no_instance_loads_exits_with_255(
    configured: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    add_check(configured, "custom_broken", "import nothing_like_it")

    assert main(["check", "custom_broken", "--json"], configured) == 255

    printed = capsys.readouterr()
    # field/agent.md 3: the reason is on stdout.
    assert printed.out.startswith("\nError: could not load custom_broken:\n* Python Check Loader: unable to import")
    assert "nothing_like_it" in printed.out
    assert printed.err == "Error: no valid check found\n"


# field/agent.md 1
def test_before_several_instances_stands_a_line(configured: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    add_check(configured, "custom_two", FINE, "[{a: 1}, {a: 2}]")

    assert main(["check", "custom_two", "--json"], configured) == 0

    line, text = capsys.readouterr().out.split("\n", 1)
    assert line == "Multiple check instances found, running each of them"
    assert len(json.loads(text)) == 2


# field/agent.md 2
def test_of_one_that_loads_and_one_that_does_not_only_the_one_is_seen(
    configured: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    add_check(configured, "custom_two", FINE, "[{a: 1}, {min_collection_interval: soon}]")

    assert main(["check", "custom_two", "--json"], configured) == 0

    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == 1
    assert printed.err == ""


def test_a_check_that_has_no_configuration_has_no_reason(configured: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "custom_absent", "--json"], configured) == 255
    assert capsys.readouterr() == ("", "Error: no valid check found\n")


@pytest.mark.parametrize("command", [["status", "--json"], ["health"], ["configcheck"]])
def test_what_needs_a_running_agent_says_that_there_is_none(
    configured: Paths, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    configured.auth_token.write_text("token")

    assert main(command, configured) == 255
    printed = capsys.readouterr()
    assert printed.out.startswith("Could not reach agent: Get ")
    assert printed.err.startswith("Error: Get ")


def test_without_an_address_it_refuses_to_run(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    paths.config_file.write_text(f"api_key: {KEY}\n")

    assert main(["run"], paths) == 255

    error = capsys.readouterr().err
    assert "dd_url is missing" in error
    assert KEY not in error
