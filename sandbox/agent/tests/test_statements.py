"""What Database Monitoring counts of PostgreSQL's statements, and where it goes."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from lookout_agent.aggregator import Aggregator
from lookout_agent.config import Config, load_config
from lookout_agent.rtloader import AgentInformation, provide_builtin_modules

STATEMENT = "SELECT   count(*)\nFROM orders"


class View:
    """pg_stat_statements, to be counted up by a test."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.parameters: dict[str, Any] = {}

    def counts(self, *calls: int, database: str = "app") -> None:
        self.rows = [(database, "theirs", STATEMENT, one, one, 0.5 * one) for one in calls]

    def cursor(self) -> "View":
        return self

    def __enter__(self) -> "View":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, _statement: str, parameters: dict[str, Any]) -> None:
        self.parameters = parameters

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows


@pytest.fixture
def statements(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A collector of a view, for which ten seconds go by each time, and what it has sent."""
    provide_builtin_modules(Aggregator("db1"), AgentInformation(config, "7.70.1", tmp_path))
    from datadog_checks.postgres import statements
    from datadog_checks.postgres.config import PostgresConfig

    monkeypatch.setattr(statements, "INTERVAL_SECONDS", 0)
    sent: list[str] = []

    def of(view: View, **instance: Any) -> Any:
        made = PostgresConfig.of({"host": "127.0.0.1", "username": "datadog", "dbm": True, **instance})
        collector = statements.StatementCounts(made, sent.append)

        def collect() -> list[Any]:
            sent.clear()
            collector.collect_if_due(view)
            return [json.loads(one) for one in sent]

        return collect

    return of


def test_what_was_called_since_the_time_before_is_sent_once(statements: Any) -> None:
    view = View()
    collect = statements(view)

    view.counts(7)
    assert collect() == []
    view.counts(10)
    [payload] = collect()
    assert collect() == []

    assert payload["host"] == "db1"
    [row] = payload["postgres_rows"]
    assert row == {
        "datname": "app",
        "rolname": "theirs",
        "query": "SELECT count(*) FROM orders",
        "calls": 3,
        "rows": 3,
        "total_exec_time": 1.5,
    }


def test_one_text_in_several_entries_is_one_statement(statements: Any) -> None:
    """As where it runs within a function and by itself."""
    view = View()
    collect = statements(view)

    view.counts(1, 2)
    collect()
    view.counts(2, 4)

    assert [row["calls"] for payload in collect() for row in payload["postgres_rows"]] == [3]


def test_counts_that_were_reset_begin_anew(statements: Any) -> None:
    view = View()
    collect = statements(view)

    for calls, sent in [(5, []), (2, []), (3, [1])]:
        view.counts(calls)
        assert [row["calls"] for payload in collect() for row in payload["postgres_rows"]] == sent


def test_a_further_instance_that_is_strict_asks_for_its_own_database_alone(statements: Any) -> None:
    """field/agent.md 4"""
    view = View()

    statements(view, dbname="app", dbstrict=True)()
    assert view.parameters["strict"] == "app"

    statements(view, dbname="app")()
    assert view.parameters["strict"] is None


def test_the_payload_tells_servers_of_one_host_apart(statements: Any) -> None:
    """field/agent.md 8"""
    view = View()
    collect = statements(view, port=5433, database_identifier={"template": "$resolved_hostname:$port"})

    view.counts(1)
    collect()
    view.counts(2)
    [payload] = collect()

    assert "database_instance:db1:5433" in payload["tags"]
    assert not [tag for tag in payload["tags"] if tag.startswith("db:")]


def test_it_is_asked_for_every_ten_seconds(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provide_builtin_modules(Aggregator("db1"), AgentInformation(config, "7.70.1", tmp_path))
    from datadog_checks.postgres import statements
    from datadog_checks.postgres.config import PostgresConfig

    seconds = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: 100 + seconds[-1])
    view, asked = View(), []
    monkeypatch.setattr(view, "execute", lambda *_: asked.append(seconds[-1]))
    collector = statements.StatementCounts(PostgresConfig.of({"host": "h", "username": "u"}), lambda _: None)
    for second in (0, 1, 9.9, 10, 19, 20.5):
        seconds.append(second)
        collector.collect_if_due(view)

    assert asked == [0, 10, 20.5]


def test_of_a_checks_events_the_counts_are_kept(config: Config, tmp_path: Path) -> None:
    aggregator = Aggregator("db1")
    provide_builtin_modules(aggregator, AgentInformation(config, "7.70.1", tmp_path))
    import aggregator as module  # type: ignore[import-not-found]

    module.submit_event_platform_event(None, "postgres:1", '{"postgres_rows": [1]}', "dbm-metrics")
    module.submit_event_platform_event(None, "postgres:1", "{}", "dbm-samples")

    assert aggregator.drain().statements == [{"postgres_rows": [1]}]
    assert aggregator.drain().is_empty()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", ""),
        ("database_monitoring: {metrics: {logs_dd_url: 'http://10.0.0.2/'}}\n", "http://10.0.0.2"),
        ("database_monitoring: {samples: {logs_dd_url: 'http://10.0.0.2/'}}\n", ""),
    ],
)
def test_they_go_where_their_own_setting_says(tmp_path: Path, text: str, url: str) -> None:
    """field/agent.md 20: `dd_url` does not carry them."""
    file = tmp_path / "datadog.yaml"
    file.write_text(f"api_key: 0123456789abcdef0123456789abcdef\ndd_url: http://10.0.0.1\n{text}")

    assert load_config(file).statements_url == url
