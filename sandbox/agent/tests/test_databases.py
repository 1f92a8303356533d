"""The stand-ins of the database checks against what Datadog's own ones were seen to do."""

from collections.abc import Callable
from typing import Any

import psycopg2
import pymysql
import pytest
from sample_checks import add_config, collect

from lookout_agent.aggregator import ServiceCheck
from lookout_agent.check_instance import CheckInstance
from lookout_agent.collector import Collector
from lookout_agent.config import Config
from lookout_agent.paths import Paths

POSTGRES = "{host: 127.0.0.1, port: 1, username: datadog, password: hunter2, tags: [database_server:db1-postgres]}"
MYSQL = "{host: 127.0.0.1, port: 1, username: datadog, password: hunter2, tags: [database_server:db2-mysql]}"


def one_instance(paths: Paths, config: Config, check: str, instance: str) -> tuple[Collector, CheckInstance]:
    add_config(paths.confd, check, f"[{instance}]")
    collector = collect(paths, config)
    [made] = collector.checks.instances
    return collector, made


def said(collector: Collector, instance: CheckInstance) -> list[ServiceCheck]:
    instance.run()
    return collector.aggregator.drain().service_checks


class BrokenSession:
    closed = False

    def cursor(self) -> Any:
        raise psycopg2.OperationalError("server closed the connection unexpectedly")

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("runs", [1, 3])
def test_postgresql_that_was_never_logged_in_to_is_not_spoken_of(paths: Paths, config: Config, runs: int) -> None:
    """field/agent.md 6"""
    collector, instance = one_instance(paths, config, "postgres", POSTGRES)

    assert [said(collector, instance) for _ in range(runs)] == [[]] * runs
    assert "refused" in instance.stats.last_error


def test_postgresql_that_goes_away_later_is_critical_with_the_reason_and_every_tag(
    paths: Paths, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """field/agent.md 6, 14"""
    collector, instance = one_instance(paths, config, "postgres", POSTGRES)
    from datadog_checks.postgres import check

    monkeypatch.setattr(check, "open_session", lambda *_: BrokenSession())

    [service_check] = said(collector, instance)

    assert (service_check.check, service_check.status, service_check.host) == ("postgres.can_connect", 2, "db1")
    assert service_check.message == "server closed the connection unexpectedly"
    tags = {"database_server:db1-postgres", "server:127.0.0.1", "port:1", "db:postgres"}
    assert tags <= set(service_check.tags)


def test_mysql_is_critical_from_the_start_and_says_no_reason(paths: Paths, config: Config) -> None:
    """field/agent.md 6, 13"""
    collector, instance = one_instance(paths, config, "mysql", MYSQL)

    [service_check] = said(collector, instance)

    assert (service_check.check, service_check.status, service_check.message) == ("mysql.can_connect", 2, "")
    assert set(service_check.tags) == {"database_server:db2-mysql", "server:127.0.0.1", "port:1"}
    assert "refused" in instance.stats.last_error


class Connection:
    """Of a MariaDB server that can be logged in to; `answers` fills its dictionary cursors, by what is asked."""

    def __init__(self, answers: Callable[[str], dict[str, Any] | None]) -> None:
        self.answers = answers
        self.connection = self
        self.statement = ""

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def cursor(self, *_: object) -> "Connection":
        return self

    def execute(self, statement: str) -> None:
        self.statement = statement
        if "innodb_index_stats" in statement:
            raise pymysql.OperationalError(1142, "SELECT command denied to user")

    def fetchone(self) -> dict[str, Any] | None:
        return {"n": 0} if "processlist" in self.statement else self.answers(self.statement)

    def fetchall(self) -> list[tuple[str, str]]:
        return [("version", "10.11.18-MariaDB"), ("Threads_connected", "3")]


REPLICATING = MYSQL.replace("port: 1", "port: 1, options: {replication: true}, index_metrics: {enabled: false}")
RUNS = {"Slave_IO_Running": "Yes", "Slave_SQL_Running": "Yes", "Seconds_Behind_Master": 7}


@pytest.mark.parametrize(
    ("replica_status", "expected", "lag"),
    [
        (None, [("replication_mode:source", 1)], []),
        (RUNS, [("replication_mode:replica", 0)], [7.0]),
        ({**RUNS, "Slave_SQL_Running": "No", "Seconds_Behind_Master": None}, [("replication_mode:replica", 1)], []),
        (
            {**RUNS, "Slave_IO_Running": "Connecting", "Slave_SQL_Running": "No", "Seconds_Behind_Master": None},
            [("replication_mode:replica", 2)],
            [],
        ),
    ],
    ids=["a standalone server", "a replica", "one thread stopped", "both stopped"],
)
def test_replication_is_spoken_of_by_sources_and_replicas_alike(
    paths: Paths,
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    replica_status: dict[str, Any] | None,
    expected: list[tuple[str, int]],
    lag: list[float],
) -> None:
    """field/agent.md 14: metrics have neither address nor port, service checks have both."""
    answers = Connection(lambda statement: replica_status if "REPLICA" in statement else {})
    monkeypatch.setattr(pymysql, "connect", lambda **_: answers)
    collector, instance = one_instance(paths, config, "mysql", REPLICATING)

    instance.run()

    assert instance.stats.last_error == ""
    batch = collector.aggregator.drain()
    states = [s for s in batch.service_checks if s.check == "mysql.replication.replica_running"]
    assert [(s.tags[-1], s.status) for s in states] == expected
    assert {"server:127.0.0.1", "port:1"} <= set(states[0].tags)
    assert [p.value for p in batch.points if p.metric.endswith("seconds_behind_source")] == lag
    for point in batch.points:
        assert not [tag for tag in point.tags if tag.startswith(("server:", "port:"))]


def test_index_metrics_are_asked_for_by_default_and_no_grant_ends_the_run(
    paths: Paths, config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """field/agent.md 7"""
    monkeypatch.setattr(pymysql, "connect", lambda **_: Connection(lambda _: {}))
    collector, instance = one_instance(paths, config, "mysql", MYSQL)

    [service_check] = said(collector, instance)

    assert (service_check.check, service_check.status, instance.stats.last_error) == ("mysql.can_connect", 0, "")
    assert "Error querying mysql.innodb_index_stats: (1142" in caplog.text


@pytest.mark.parametrize("relation", ["{schemas: [public]}", "[1]", "3"])
def test_a_relation_without_a_name_is_a_configuration_error(paths: Paths, config: Config, relation: str) -> None:
    add_config(paths.confd, "postgres", f"[{{host: db, username: datadog, relations: [{relation}]}}]")

    [[error]] = collect(paths, config).checks.configure_errors.values()

    assert "relation_name" in error


@pytest.mark.parametrize(
    ("instance", "host", "identifier"),
    [
        ("host: 127.0.0.1, port: 5433", "db1", "db1"),
        ("host: /run/postgresql, port: 5432", "db1", "db1"),
        ("host: 192.0.2.5, port: 5432", "192.0.2.5", "192.0.2.5"),
        ("host: 192.0.2.5, port: 5432, reported_hostname: billing", "billing", "billing"),
        (
            "host: 127.0.0.1, port: 5433, database_identifier: {template: '$resolved_hostname:$port'}",
            "db1",
            "db1:5433",
        ),
    ],
)
def test_a_server_on_another_address_is_a_host_of_its_own(
    paths: Paths, config: Config, instance: str, host: str, identifier: str
) -> None:
    """field/agent.md 8, 9"""
    one_instance(paths, config, "postgres", f"{{{instance}, username: datadog}}")
    from datadog_checks.postgres.config import PostgresConfig
    from yaml import safe_load

    made = PostgresConfig.of(safe_load(f"{{{instance}, username: datadog}}"))

    assert made.hostname == host
    assert f"database_instance:{identifier}" in made.tags
