"""What the proof on a host says of an Agent's answers."""

import importlib.util
import json
import subprocess
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location(
    "verify", Path(__file__).parents[2] / "components" / "agent" / "verify.py"
)
verify = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(verify)

VALID = {"APIKeyStatus": {"API key ending with 00000": "API Key valid"}}


def agent(monkeypatch, forwarder, last_errors):
    """An Agent that answers so; `last_errors` by check, None where it is not loaded."""

    def run(command, **_):
        if "status" in command:
            answer = {"version": "7.70.1", "metadata": {"meta": {"hostname": "db1"}}, "forwarderStats": forwarder}
            return subprocess.CompletedProcess(command, 0, json.dumps(answer), "")
        error = last_errors[command[-2]]
        instances = [] if error is None else [{"runner": {"LastError": error}}]
        return subprocess.CompletedProcess(command, 0, json.dumps(instances), "")

    monkeypatch.setattr(verify.subprocess, "run", run)
    monkeypatch.setattr(verify, "PATIENCE_SECONDS", 0)


def test_what_was_proved_is_said(monkeypatch):
    agent(monkeypatch, VALID, {"postgres": ""})
    assert verify.main(["postgres"]) == {"version": "7.70.1", "hostname": "db1", "checks": {"postgres": "OK"}}


def test_a_check_that_raised_fails_though_the_agent_exits_with_0(monkeypatch):
    error = json.dumps([{"message": "password authentication failed", "traceback": "…"}])
    agent(monkeypatch, VALID, {"postgres": error, "other": ""})
    with pytest.raises(verify.Unproven, match="check postgres fails: password authentication failed"):
        verify.main(["postgres", "other"])


def test_a_check_that_was_not_loaded_fails(monkeypatch):
    agent(monkeypatch, VALID, {"custom_x": None})
    with pytest.raises(verify.Unproven, match="check custom_x fails: it was not loaded"):
        verify.main(["custom_x"])


@pytest.mark.parametrize(
    "forwarder, words",
    [
        ({"APIKeyFailure": {"API key ending with 00000": "API Key invalid"}}, "does not accept the Agent's API key"),
        ({}, "could not ask Datadog"),
        ({"APIKeyStatus": {"API key ending with 00000": "Unable to validate API Key"}}, "could not ask Datadog"),
    ],
)
def test_a_key_that_is_not_known_to_be_valid_fails(monkeypatch, forwarder, words):
    agent(monkeypatch, forwarder, {})
    with pytest.raises(verify.Unproven, match=words):
        verify.main([])
