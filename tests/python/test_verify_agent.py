"""What the proof says of the Agent itself: whether it runs, its API keys, what decides over its files, its traces."""

import json
import socket
import threading
import time

import pytest
import verify
from proof.settings import Settings

DOWN = {"port": 5012, "error": 'Get "http://127.0.0.1:5012/debug/vars": dial tcp 127.0.0.1:5012: connect: refused'}
VALID, INVALID = "API Key valid", "API Key invalid"
UNREACHABLE = "Unable to reach the API Key validation endpoint"
UNEXPECTED = "Unexpected response code from the API Key validation endpoint"
FAKE = "Fake API Key that skips validation"
ADDITIONAL = """
additional_endpoints:
  https://app.datadoghq.eu:
    - 11111111111111111111111111eeeee
"""


def own_and_additional(host):
    host.write("datadog.yaml", f"api_key: 00000000000000000000000000000000\n{ADDITIONAL}")


# field/agent.md 15
@pytest.mark.parametrize(
    "verdict, words, others",
    [
        (INVALID, ["Datadog does not accept the Agent's API key", "datadog.apiKey", "datadog.site"], ["could not ask"]),
        (
            UNREACHABLE,
            ["could not ask Datadog", UNREACHABLE, "https://api.datadoghq.com: DNS, firewall, proxy"],
            ["accept"],
        ),
        (UNEXPECTED, ["could not ask Datadog", "answered, but not as Datadog does", "agent.ddUrl"], ["accept"]),
        (FAKE, ["placeholder of zeros"], ["could not ask"]),
        ("Something new", ["could not ask Datadog", "Something new"], []),
    ],
)
def test_each_verdict_on_the_agents_key_has_its_own_sentence(host, verdict, words, others):
    host.keys(**{"00000": verdict})
    proved, [line] = host.proof()
    assert proved is None
    assert [word for word in words if word not in line] == []
    assert [word for word in others if word in line] == []


# field/agent.md 15
@pytest.mark.parametrize("verdict, words", [(INVALID, "does not accept"), (UNREACHABLE, "could not ask")])
def test_a_bad_key_of_additional_endpoints_is_not_blamed_on_the_agents(host, verdict, words):
    own_and_additional(host)
    host.keys(**{"00000": VALID, "eeeee": verdict})
    _, [line] = host.proof()
    assert "https://app.datadoghq.eu" in line and words in line and "additional_endpoints that ends with eeeee" in line
    assert "check datadog.apiKey" not in line


def test_two_bad_keys_are_two_sentences(host):
    own_and_additional(host)
    host.keys(**{"00000": INVALID, "eeeee": INVALID})
    assert len(host.proof()[1]) == 2


@pytest.mark.parametrize("forwarder", [{}, None, {"APIKeyStatus": None, "APIKeyFailure": []}, "odd"])
def test_a_key_of_which_nothing_is_known_is_not_proved(host, forwarder):
    host.status(forwarderStats=forwarder)
    assert "has not asked Datadog about its API key" in host.proof()[1][0]


# field/agent.md 15: nothing is asked again for an hour
@pytest.mark.parametrize(
    "verdict, age, restarts", [(UNREACHABLE, 1, 1), (UNEXPECTED, 1, 1), (INVALID, 3600, 1), (INVALID, 1, 0)]
)
def test_datadog_is_asked_once_more_by_a_restart_where_it_may_answer_otherwise(host, verdict, age, restarts):
    host.status(
        agent_start_nano=int((time.time() - age) * 1e9),
        forwarderStats={
            "APIKeyStatus": {} if verdict == INVALID else {"API key ending with 00000": verdict},
            "APIKeyFailure": {"API key ending with 00000": verdict} if verdict == INVALID else {},
        },
    )
    host.keys(after_restart=True, **{"00000": VALID})
    proved, _ = host.proof()
    assert host.asked.count("systemctl restart datadog-agent") == restarts
    assert (proved is not None) == (restarts == 1)


def test_a_key_that_is_good_is_not_asked_about_again(host):
    host.proof()
    assert "systemctl restart datadog-agent" not in host.asked


def test_the_key_that_the_environment_sets_is_the_agents(host):
    host.write("environment", "# by hand\nDD_API_KEY='2222222222222222222222222222fffff'\nHTTP_PROXY=x\n")
    host.keys(fffff=INVALID)
    _, [warning, line] = host.proof()
    assert warning.startswith(f"{host.config}/environment sets DD_API_KEY, which decides over datadog.yaml")
    assert "overridden by DD_API_KEY in" in line and "22222" not in warning + line


# field/agent.md 17
@pytest.mark.parametrize(
    "files, shown, said",
    [
        (
            {"environment": 'DD_LOG_LEVEL=debug\nDD_TAGS="a:b"\n#DD_SITE=x\n'},
            "",
            ["environment sets DD_LOG_LEVEL, DD_TAGS,"],
        ),
        (
            {},
            "Environment=DD_FLEET_POLICIES_DIR=/nowhere DD_HOSTNAME=other LANG=C",
            ["its unit sets DD_HOSTNAME,"],
        ),
        ({"drop-in": "DD_ENV=prod\n"}, "EnvironmentFiles=HERE/drop-in (ignore_errors=yes)", ["drop-in sets DD_ENV,"]),
        (
            {"managed/datadog-agent/stable/datadog.yaml": "log_level: debug\ntags: [a]\n"},
            "",
            ["stable/datadog.yaml is a policy of Fleet Automation", "in log_level, tags;"],
        ),
        (
            {"managed/datadog-agent/stable/conf.d/postgres.d/conf.yaml": "instances: [{}]\n"},
            "",
            ["is a policy of Fleet"],
        ),
        ({"managed/datadog-agent/stable/datadog.yaml": "# nothing\n", "environment": "\n"}, "", []),
    ],
)
def test_what_decides_over_the_stacks_files_is_said_and_passes(host, files, shown, said):
    for path, text in files.items():
        host.write(path, text)
    host.says("show", shown.replace("HERE", str(host.config)))
    proved, lines = host.proof()
    assert proved is not None
    assert [word for word in said if word not in "\n".join(lines)] == []
    assert bool(lines) == bool(said)


# field/faults.md 11
@pytest.mark.parametrize("state", ["masked", "masked-runtime"])
def test_a_masked_unit_is_said_once_with_its_remedy(host, state):
    host.says("is-enabled", state)
    assert host.proof()[1] == [
        "datadog-agent.service is masked and never starts; run 'systemctl unmask datadog-agent' there"
    ]


@pytest.mark.parametrize("state", ["failed", "inactive", "activating"])
def test_an_agent_that_does_not_run_is_said_with_its_units_state(host, state):
    host.prints("status", "status-down.txt", "Error: connection refused\n", 255)
    host.says("is-active", state, exits=3)
    _, [line] = host.proof("--traces=8126")
    assert line == (
        f"the Agent does not answer (its unit is {state}: Error: connection refused); "
        "read 'journalctl -u datadog-agent' there"
    )


def test_the_last_that_an_agent_said_is_shown(host):
    host.prints("status", "status-down.txt", "Error: connection refused\n", 255)
    host.says("is-active", "failed", exits=3)
    host.says("journal", "Error: cannot read\nbad key 00000000000000000000000000000000\n")
    secret = host.folder / "secrets"
    secret.mkdir()
    (secret / "api_key").write_text('"00000000000000000000000000000000"')
    _, lines = host.proof(f"--secrets={secret}")
    assert lines[0].endswith("read 'journalctl -u datadog-agent' there, which ends:")
    assert lines[1:] == ["  Error: cannot read", "  bad key ********"]


def test_a_unit_that_has_failed_is_not_waited_for(host, monkeypatch):
    from proof import agent

    monkeypatch.setattr(agent, "PATIENCE_SECONDS", 5)
    host.prints("status", "status-down.txt", "Error: unknown log level: false\n", 255)
    host.says("is-active", "failed", exits=3)
    assert "its unit is failed: Error: unknown log level: false" in host.proof()[1][0]
    assert host.asked.count("status") == 1


def test_an_agent_that_answers_too_slowly_is_said_in_words(host, monkeypatch):
    from proof import agent

    monkeypatch.setattr(agent, "STATUS_SECONDS", 0.2)
    host.says("status", "", sleeps=30)
    _, [line] = host.proof()
    assert "no answer within 0.2 s" in line and "Command" not in line


def test_an_agent_that_is_not_installed_is_said_in_words(host):
    (host.folder / "datadog-agent").unlink()
    host.conf("postgres", {})
    _, lines = host.proof("postgres=1")
    assert len(lines) == 2 and all("No such file or directory" in line for line in lines)


# field/faults.md 10
@pytest.mark.parametrize(
    "pinned, runs, proved",
    [
        ("1:7.70.1-1", "7.70.1", True),
        ("7.70.1-1", "7.70.1", True),
        ("1:7.71.0~rc.2-1", "7.71.0-rc.2", True),
        ("1:7.70.1-1", "7.71.0", False),
    ],
)
def test_an_agent_of_another_version_than_the_stacks_is_not_proved(host, pinned, runs, proved):
    host.status(version=runs)
    result, lines = host.proof("--host=web-1", f"--version={pinned}")
    assert (result is not None) == proved
    for line in lines:
        assert line.startswith("Agent 7.71.0 runs, and not the stack's 1:7.70.1-1")
        assert line.endswith("--target-replace '**::web-1-package' --target-replace '**::web-1-configuration'")


def test_sentences_name_the_host_as_the_stack_does(host, capsys):
    host.says("is-enabled", "masked")
    assert verify.main(["--host=web-1"]) == 1
    assert capsys.readouterr().err.startswith("web-1: datadog-agent.service is masked")


# field/agent.md 15: absent keys
@pytest.mark.parametrize("metadata", [None, {}, {"meta": None}, {"meta": {"hostname": ""}}, []])
def test_a_host_name_that_the_status_lacks_is_asked_for(host, metadata):
    host.status(metadata=metadata)
    host.says("hostname", "warning: x\ndb1\n")
    assert host.proof()[0]["hostname"] == "db1"
    host.says("hostname", "", "Error", 255)
    assert "under which name Datadog shows this host" in host.proof()[1][0]


def test_any_key_may_be_missing(host, monkeypatch):
    host.instantly(monkeypatch)
    whole = json.loads((host.folder / "status").read_text())
    for path in paths(whole):
        status = json.loads(json.dumps(whole))
        inner = status
        for key in path[:-1]:
            inner = inner[key]
        for odd in ("gone", None, [], "text", 7):
            inner.pop(path[-1], None) if odd == "gone" else inner.update({path[-1]: odd})
            host.says("status", json.dumps(status))
            proved, lines = host.proof()
            assert proved or lines


def paths(value, before=()):
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield (*before, key)
        if before in ((), ("metadata",), ("forwarderStats",)):
            yield from paths(inner, (*before, key))


# field/agent.md 16
def test_traces_that_the_agent_takes_are_proved(host, listener):
    port = listener(json.dumps({"version": "7.70.1", "endpoints": ["/v0.4/traces"]}))
    proved, lines = host.proof(f"--traces={port}")
    assert (proved is not None, lines) == (True, [])


@pytest.mark.parametrize("answer", ["<html>hello</html>", "", '{"version": "1.2.3"}', "[]"])
def test_a_port_for_traces_that_another_program_has_is_said(host, listener, answer):
    port = listener(answer)
    host.status(apmStats=DOWN)
    _, [line] = host.proof(f"--traces={port}")
    assert line.startswith(f"the trace-agent can't have port {port}: another program listens there")
    assert "agent.apm.port" in line


def test_a_trace_agent_of_another_agent_is_not_this_ones(host, listener):
    port = listener('{"version": "7.70.1"}')
    host.status(apmStats=DOWN)
    assert "but not this Agent's own" in host.proof(f"--traces={port}")[1][0]


def test_a_trace_agent_that_does_not_run_is_said(host):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    host.status(apmStats=DOWN)
    _, [line] = host.proof(f"--traces={port}")
    assert line.startswith(f"nothing takes traces on port {port} (Get ") and "datadog-agent-trace" in line


def test_a_port_that_speaks_something_else_is_said(host):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            connection.sendall(b"-ERR unknown command\r\n")
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        port = server.getsockname()[1]
        assert "another program listens there" in host.proof(f"--traces={port}")[1][0]


def test_without_services_no_trace_agent_is_asked_for(host):
    host.status(apmStats=DOWN)
    assert host.proof()[0] is not None


def test_a_key_in_the_file_of_lookouts_own_backend_is_the_one_that_is_asked_for(host):
    secrets = host.config / "lookout-secrets.yaml"
    host.write(
        "datadog.yaml",
        f"api_key: ENC[api_key]\nsecret_backend_type: file.yaml\nsecret_backend_config:\n  file_path: {secrets}\n",
    )
    host.write(secrets.name, 'api_key: "00000000000000000000000000012345"\n')

    assert Settings().own_key.endswith("12345")


def test_what_another_backend_opens_is_not_known_to_the_proof(host):
    host.write("datadog.yaml", "api_key: ENC[x]\nsecret_backend_command: /opt/fetch\n")

    assert Settings().own_key == ""
