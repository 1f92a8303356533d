"""What the proof on a host says of an Agent's answers."""

import json

import pytest
from fake_host import printed

FIRST = {"host": "localhost", "port": 5432, "password": "hunter2hunter2"}
SECOND = {"host": "localhost", "port": 5433, "password": "hunter2hunter2"}
DOWN = "connect: connection refused"


def test_what_was_proved_is_said(host):
    host.conf("postgres", FIRST)
    host.prints("check-postgres", "one-of-two.txt")
    assert host.proof("postgres=1") == ({"version": "7.70.1", "hostname": "db1", "checks": {"postgres": "OK"}}, [])


# field/agent.md 1
@pytest.mark.parametrize(
    "before, after",
    [
        ("", ""),
        ("[ASCII] <hello>\n", ""),
        ('{"level": "info", "version": 3}\n[1, 2]\n', "\n[]"),
        ("\x1b[33mloading [", "]}\n"),
        ("2026-11-28 12:00:00 UTC | CORE | WARN | {x}: [[[\n", "bye"),
    ],
)
def test_json_is_read_wherever_it_begins(host, before, after):
    host.conf("postgres", FIRST, SECOND)
    host.says("check-postgres", before + host.here(printed("two.txt")) + after)
    host.says("status", before + printed("status.json") + after)
    proved, lines = host.proof("postgres=2")
    assert (proved["checks"], lines) == ({"postgres": "OK"}, [])


# field/agent.md 2
@pytest.mark.parametrize(
    "file, missing",
    [("one-of-two.txt", "host localhost, port 5433"), ("one-of-two-new.txt", "host localhost, port 5432")],
)
def test_an_instance_that_was_left_out_is_named(host, file, missing):
    host.conf("postgres", FIRST, SECOND)
    host.prints("check-postgres", file)
    reason = (
        "could not invoke 'postgres' python check constructor. New constructor API returned:\nValueError: bad port\n"
    )
    host.status(pyLoaderStats={"ConfigureErrors": {"postgres (23.0.0)": [reason], "mysql (15.8.0)": ["another"]}})
    assert host.proof("postgres=2") == (
        None,
        [f"check postgres fails: 1 of its 2 instances is not loaded ({missing}): ValueError: bad port"],
    )


def test_instances_that_nothing_tells_apart_are_all_named(host):
    host.conf("custom_x", {"a": 1}, {"a": 2}, {"a": 3})
    host.says("check-custom_x", json.dumps([{"runner": {"LastError": "", "TotalRuns": 1}}]))
    _, [line] = host.proof("custom_x=3")
    assert line == (
        "check custom_x fails: 2 of its 3 instances are not loaded (which of them is not known: instance 1; "
        "instance 2; instance 3); 'datadog-agent configcheck custom_x' there shows its settings"
    )


def test_somebody_elses_instance_does_not_stand_for_one_of_the_stacks(host):
    host.conf("postgres", FIRST)
    foreign = json.loads(printed("one-of-two.txt"))[0]
    foreign["runner"].update(CheckConfigSource="file:/etc/datadog-agent/conf.d/postgres.d/other.yaml", LastError="no")
    host.says("check-postgres", json.dumps([foreign]))
    proved, lines = host.proof("postgres=1")
    assert proved is None
    assert "1 of its 1 instances is not loaded (host localhost, port 5432)" in lines[-1]
    assert "has more instances than the stack's" in lines[0]


# field/agent.md 3
@pytest.mark.parametrize(
    "file, reason",
    [
        (
            "refused.txt",
            "could not configure check instance for python check postgres: "
            "datadog_checks.base.errors.ConfigurationError: Detected 1 error while loading configuration model "
            "`InstanceConfig`: port Input should be a valid integer, unable to parse string as an integer",
        ),
        ("no-module.txt", "unable to import module 'custom_x': No module named 'requests_oauthlib'"),
    ],
)
def test_a_check_of_which_nothing_loads_says_why(host, file, reason):
    host.prints("check-postgres", file, "Error: no valid check found\n", 255)
    _, [line] = host.proof("postgres=1")
    assert line.startswith("check postgres fails: it was not loaded: ")
    assert reason in line
    assert line.endswith("conf.d/postgres.d/conf.yaml's settings in the stack")
    assert "agentConfig" not in line and "Catalog" not in line and "libdatadog" not in line


@pytest.mark.parametrize(
    "stdout, stderr, said",
    [
        ("", "", "exit code 255, and no word"),
        ("null\n", "", "null"),
        ("", "Error: no valid check found\n", "Error: no valid check found"),
        (
            "\x1b[31mError\x1b[0m: invalid config for postgres: yaml: line 3\n",
            "Error: no",
            "invalid config for postgres",
        ),
        ("", "panic: runtime error\n\ngoroutine 1 [running]:\n", "goroutine 1"),
    ],
)
def test_a_check_without_an_answer_is_not_taken_for_proved(host, stdout, stderr, said):
    host.says("check-postgres", stdout, stderr, 255)
    _, [line] = host.proof("postgres=1")
    assert f"it was not loaded: {said}" in line


@pytest.mark.parametrize(
    "last_error, said",
    [
        ("not JSON", "not JSON"),
        (json.dumps([{"message": "one", "traceback": "…"}, {"message": "two"}]), "one|two"),
        (
            json.dumps([{"message": "", "traceback": "Traceback (most recent call last):\n  x\nKeyError: 'a'"}]),
            "KeyError: 'a'",
        ),
        (json.dumps([{}]), "an error without words"),
        (json.dumps({"message": "alone"}), "alone"),
        (json.dumps(["text", 3]), "text|3"),
        ("x" * 900, "x" * 400 + "…"),
        (7, "7"),
        ([{"message": "not a string"}], "not a string"),
    ],
)
def test_every_error_of_a_run_is_a_sentence(host, last_error, said):
    host.says("check-postgres", json.dumps([{"runner": {"LastError": last_error, "TotalRuns": 1}}]))
    _, lines = host.proof("postgres=1")
    assert lines == [f"check postgres fails: {one}" for one in said.split("|")]


def test_a_check_that_raised_fails_though_the_agent_exits_with_0(host):
    host.prints("check-postgres", "raised.txt")
    _, [line] = host.proof("postgres=1")
    assert line.startswith(
        'check postgres fails: connection to server at "localhost" (127.0.0.1), port 5432 failed: Con'
    )


def test_of_several_instances_the_one_that_raised_is_named(host):
    host.conf("postgres", FIRST, SECOND)
    results = json.loads(printed("two.txt").split("\n", 1)[1])
    results[1]["runner"]["LastError"] = "made to fail"
    host.says("check-postgres", host.here(json.dumps(results)))
    assert host.proof("postgres=2")[1] == ["check postgres fails (host localhost, port 5433): made to fail"]


@pytest.mark.parametrize("runner", [{"LastError": "", "TotalRuns": 0}, {"TotalRuns": 0}])
def test_a_check_that_never_ran_is_not_proved(host, runner):
    host.says("check-postgres", json.dumps([{"runner": runner}]))
    assert host.proof("postgres=1")[1] == ["check postgres fails: it has not run; read 'datadog-agent status' there"]


def test_warnings_are_said_and_pass(host):
    host.prints("check-postgres", "warned.txt")
    proved, lines = host.proof("postgres=1")
    assert proved["checks"] == {"postgres": "OK"}
    assert lines == [
        "check postgres warns: statement metrics need pg_stat_statements: see "
        "https://docs.datadoghq.com/database_monitoring/"
    ]


def test_everything_that_is_wrong_is_said_at_once(host):
    host.keys(**{"00000": "API Key invalid"})
    host.prints("check-postgres", "raised.txt")
    host.prints("check-custom_x", "no-module.txt", "Error: no valid check found", 255)
    _, lines = host.proof("postgres=1", "custom_x=1")
    assert [line.split(" ")[0:2] for line in lines] == [
        ["Datadog", "does"],
        ["check", "postgres"],
        ["check", "custom_x"],
    ]


# field/agent.md 15
@pytest.mark.parametrize(
    "options, limit", [({"query_timeout": 2000}, "2 s each time (query_timeout)"), ({}, "server: ")]
)
def test_a_check_that_does_not_end_is_given_the_time_that_its_options_take(host, monkeypatch, options, limit):
    from proof import checks

    monkeypatch.setattr(checks, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(checks, "INSTANCE_SECONDS", 0.1)
    host.conf("postgres", {**FIRST, **options})
    host.says("check-postgres", "", sleeps=30)
    _, [line] = host.proof("postgres=1")
    assert "did not end within" in line and limit in line and "Command" not in line


@pytest.mark.parametrize(
    "instances, declared, seconds",
    [
        ([{}], 1, 90),
        ([{"query_timeout": 300_000}, {"query_timeout": 300_000}], 2, 720),
        ([{"read_timeout": 300, "connect_timeout": 10}], 1, 400),
        ([], 3, 150),
        ([{"query_timeout": True}, "odd", None], 1, 150),
    ],
)
def test_the_time_for_a_check_follows_what_is_declared(instances, declared, seconds):
    from proof import checks

    assert checks.time_limit(instances, declared)[0] == seconds


def test_no_secret_is_printed(host, tmp_path):
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "postgres_password").write_text('"hunter2\\"hunter2"')
    (folder / "short").write_text('"abc"')
    (folder / "url").write_text('"p@ss/w%rd"')
    forms = 'hunter2"hunter2, hunter2\\"hunter2, abc, abcdef, http://u:p%40ss%2Fw%25rd@proxy'
    error = json.dumps([{"message": f"login as datadog with {forms}"}])
    host.says("check-postgres", json.dumps([{"runner": {"LastError": error, "TotalRuns": 1}}]))
    assert host.proof(f"--secrets={folder}", "postgres=1")[1] == [
        "check postgres fails: login as datadog with ********, ********, ********, abcdef, http://u:********@proxy"
    ]
