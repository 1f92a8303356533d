"""datadog.yaml"""

from pathlib import Path

import pytest

from lookout_agent.config import ApmConfig, ConfigError, load_config

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
