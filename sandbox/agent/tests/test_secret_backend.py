"""`ENC[…]`, as the real Agent's source replaces it (comp/core/secrets)."""

import json
import sys
from pathlib import Path

import pytest

from lookout_agent.check_config import load_check_configs
from lookout_agent.config import ConfigError, load_config
from lookout_agent.secret_backend import SecretError, backend_of

KEY = "0123456789abcdef0123456789abcdef"


def in_file(folder: Path, text: str) -> dict[str, object]:
    file = folder / "secrets.yaml"
    file.write_text(text)
    return {"secret_backend_type": "file.yaml", "secret_backend_config": {"file_path": str(file)}}


def test_a_text_that_is_a_handle_as_a_whole_is_replaced_and_no_other(tmp_path: Path) -> None:
    backend = backend_of(in_file(tmp_path, 'a: "one"\nb: 2\n'))

    settings = {"x": ["ENC[a]", {"y": " ENC[b] "}], "z": "not ENC[a]", "n": 1}
    assert backend.resolved(settings) == {"x": ["one", {"y": "2"}], "z": "not ENC[a]", "n": 1}


def test_without_a_backend_a_handle_stays_as_it_is() -> None:
    assert backend_of({}).resolved({"x": "ENC[a]"}) == {"x": "ENC[a]"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("b: x\n", "an error occurred while resolving 'a': backend does not provide secret key"),
        ('a: ""\n', "resolved secret for 'a' is empty"),
        ("a: [\n", "failed to unmarshal yaml secret"),
    ],
)
def test_what_is_not_known_is_an_error(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SecretError, match=complaint):
        backend_of(in_file(tmp_path, text)).resolved("ENC[a]")


def program(folder: Path, body: str, mode: int = 0o700) -> dict[str, object]:
    file = folder / "fetch"
    file.write_text(f"#!{sys.executable}\nimport json, sys\nasked = json.load(sys.stdin)\n{body}\n")
    file.chmod(mode)
    return {"secret_backend_command": str(file), "secret_backend_arguments": ["prod"]}


def test_a_program_is_asked_once_for_all_handles(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    body = f"""
open({str(asked)!r}, "a").write(json.dumps([asked, sys.argv[1:]]) + "\\n")
print(json.dumps({{one: {{"value": one.upper(), "error": None}} for one in asked["secrets"]}}))"""
    backend = backend_of(program(tmp_path, body))

    assert backend.resolved({"x": "ENC[a]", "y": ["ENC[b]", "ENC[a]"]}) == {"x": "A", "y": ["B", "A"]}
    assert backend.resolved("ENC[b]") == "B"
    assert [json.loads(line) for line in asked.read_text().splitlines()] == [
        [{"version": "1.1", "secrets": ["a", "b"]}, ["prod"]]
    ]


@pytest.mark.parametrize(
    ("body", "mode", "complaint"),
    [
        ("print('{}')", 0o700, "secret handle 'a' was not resolved"),
        ("""print('{"a": {"value": "", "error": "no such secret"}}')""", 0o700, "resolving 'a': no such secret"),
        ("sys.exit(3)", 0o700, "exit status 3"),
        ("print('{')", 0o700, "could not unmarshal"),
        ("print('{}')", 0o750, "'group' or 'others' have rights on it"),
        ("print('{}')", 0o701, "'group' or 'others' have rights on it"),
    ],
)
def test_a_program_that_fails_says_why(tmp_path: Path, body: str, mode: int, complaint: str) -> None:
    with pytest.raises(SecretError, match=complaint):
        backend_of(program(tmp_path, body, mode)).resolved("ENC[a]")


def test_datadog_yaml_and_conf_d_have_their_secrets_from_it(tmp_path: Path) -> None:
    backend = in_file(tmp_path, f"api_key: {KEY}\npassword: hunter2\n")
    file = tmp_path / "datadog.yaml"
    file.write_text(json.dumps({"api_key": "ENC[api_key]", "dd_url": "http://10.0.0.1", **backend}))
    for name, handle in (("a", "password"), ("b", "other")):
        (tmp_path / f"{name}.d").mkdir()
        (tmp_path / f"{name}.d/conf.yaml").write_text(json.dumps({"instances": [{"password": f"ENC[{handle}]"}]}))

    config = load_config(file)
    found = load_check_configs(tmp_path, config.secrets)

    assert config.api_key == KEY
    assert [(one.name, one.instances) for one in found.configs] == [("a", [{"password": "hunter2"}])]
    assert list(found.dropped) == ["b"]
    assert "hunter2" not in str(found.dropped)


def test_the_agent_does_not_start_without_a_secret_of_datadog_yaml(tmp_path: Path) -> None:
    file = tmp_path / "datadog.yaml"
    file.write_text(json.dumps({"api_key": "ENC[x]", "dd_url": "http://10.0.0.1", **in_file(tmp_path, "y: z\n")}))

    with pytest.raises(ConfigError, match=r"unable to decrypt secret from datadog\.yaml: an error occurred"):
        load_config(file)
