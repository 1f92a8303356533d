"""datadog.yaml"""

from pathlib import Path

import pytest

from lookout_agent.config import ApmConfig, ConfigError, load_config
from lookout_agent.settings import read_settings

KEY = "0123456789abcdef0123456789abcdef"


def test_what_the_file_says_is_used(tmp_path: Path) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(f'api_key: {KEY}\ndd_url: http://10.0.0.1:80/\nhostname: db1\nenv: dev\ntags: ["role:db"]\n')

    config = load_config(file)

    assert (config.dd_url, config.hostname) == ("http://10.0.0.1:80", "db1")
    assert config.host_tags == ["role:db", "env:dev"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("dd_url: http://10.0.0.1\n", "api_key is missing"),
        (f"api_key: {KEY}\n", "stand-in that never contacts Datadog"),
        ("api_key: [\n", "is not YAML"),
        ("- 1\n", "expected a map"),
    ],
)
def test_a_file_that_the_agent_cannot_start_with_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(text)

    with pytest.raises(ConfigError, match=complaint) as raised:
        load_config(file)

    assert KEY not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "apm"),
    [
        ("", ApmConfig(True, 8126, "http://10.0.0.1", "")),
        ("env: dev\napm_config: {enabled: false}\n", ApmConfig(False, 8126, "http://10.0.0.1", "dev")),
        (
            "env: dev\napm_config: {receiver_port: 8127, apm_dd_url: 'http://10.0.0.2/', env: prod}\n",
            ApmConfig(True, 8127, "http://10.0.0.2", "prod"),
        ),
        ("apm_config: {receiver_port: 0}\n", ApmConfig(False, 0, "http://10.0.0.1", "")),
    ],
)
def test_traces_are_received_unless_the_file_says_otherwise(tmp_path: Path, text: str, apm: ApmConfig) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(f"api_key: {KEY}\ndd_url: http://10.0.0.1\n{text}")

    assert load_config(file).apm == apm


# field/hosts.md 13
@pytest.mark.parametrize(
    ("text", "level"),
    [("", "INFO"), ("'off'", "OFF"), ("Debug", "DEBUG"), ("warning", "WARN"), ("TRACE", "TRACE")],
)
def test_a_level_is_one_of_the_agents(tmp_path: Path, text: str, level: str) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(f"api_key: {KEY}\ndd_url: http://10.0.0.1\nlog_level: {text}\n")

    assert load_config(file).log_level == level


# field/hosts.md 13
@pytest.mark.parametrize(
    ("text", "word"), [("off", "false"), ("on", "true"), ("n", "false"), ("loud", "loud"), ("7", "7")]
)
def test_a_level_that_the_parser_reads_otherwise_keeps_the_agent_from_starting(
    tmp_path: Path, text: str, word: str
) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(f"api_key: {KEY}\ndd_url: http://10.0.0.1\nlog_level: {text}\n")

    with pytest.raises(ConfigError, match=f"unknown log level: {word}$"):
        load_config(file)


# field/hosts.md 13
def test_words_without_quotes_are_what_the_real_parser_makes_of_them(tmp_path: Path) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(f"api_key: {KEY}\ndd_url: http://10.0.0.1\nhostname: no\nenv: on\ntags: [y, 12:30, a:b]\n")

    config = load_config(file)

    assert (config.hostname, config.host_tags) == ("false", ["true", "12:30", "a:b", "env:true"])


# field/agent.md 17
def test_the_environment_decides_over_the_file_and_a_policy_over_both(tmp_path: Path) -> None:
    file, policy = tmp_path / "datadog.yaml", tmp_path / "managed" / "datadog.yaml"
    policy.parent.mkdir()
    file.write_text(f"api_key: {KEY}\nlog_level: info\nenv: dev\nhostname: db1\napm_config: {{receiver_port: 1}}\n")
    policy.write_text("log_level: trace\n")
    environment = {
        "DD_LOG_LEVEL": "off",
        "DD_ENV": "prod",
        "DD_APM_RECEIVER_PORT": "8127",
        "DD_ADDITIONAL_ENDPOINTS": '{"http://10.0.0.2": ["k"]}',
        "DD_FLEET_POLICIES_DIR": str(policy.parent),
    }

    settings = read_settings(file, environment)

    assert settings == {
        "api_key": KEY,
        "log_level": "trace",
        "env": "prod",
        "hostname": "db1",
        "apm_config": {"receiver_port": 8127},
        "additional_endpoints": {"http://10.0.0.2": ["k"]},
    }
    assert read_settings(file, {"DD_LOG_LEVEL": "off"})["log_level"] == "off"
