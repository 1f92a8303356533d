"""Checks run by the real `AgentCheck`."""

import json
from dataclasses import replace

import pytest
from sample_checks import add_check, add_config, collect

from lookout_agent.config import Config
from lookout_agent.paths import Paths

MY_METRIC = """
    from datadog_checks.base import AgentCheck

    class MyMetric(AgentCheck):
        def check(self, instance):
            self.gauge("my_metric", 618, tags=["kind:test"])
            self.service_check("my_service", self.OK)
"""


def test_what_a_check_submits_reaches_the_next_flush_under_the_hosts_name(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", MY_METRIC)
    collector = collect(paths, config)

    collector.checks.instances[0].run()

    batch = collector.aggregator.drain()
    [point] = batch.points
    assert (point.metric, point.kind, point.value) == ("my_metric", "gauge", 618)
    assert (point.tags, point.host) == (("kind:test",), "db1")
    assert [s.check for s in batch.service_checks] == ["my_service"]


@pytest.mark.parametrize(
    ("body", "status"), [("pass", 0), ("self.warnings.append('soon')", 1), ("raise ValueError('no')", 2)]
)
def test_the_agent_says_how_each_run_of_a_check_ended_where_it_is_asked_to(
    paths: Paths, config: Config, body: str, status: int
) -> None:
    """field/agent.md 6: off by default, and without a word of which instance it was."""
    add_check(
        paths,
        "custom_sample",
        f"""
        from datadog_checks.base import AgentCheck

        class Sample(AgentCheck):
            def check(self, instance):
                {body}
        """,
        "[{tags: [a]}, {tags: [b]}]",
    )
    collector = collect(paths, replace(config, reports_checks=True))

    for instance in collector.checks.instances:
        instance.run()

    reports = collector.aggregator.drain().service_checks
    assert [(s.check, s.status, s.host, s.message) for s in reports] == [
        ("datadog.agent.check_status", status, "db1", "")
    ] * 2
    assert {s.tags for s in reports} == {("check:custom_sample", "dd_enable_check_intake:true")}


def test_the_interval_comes_from_the_instance_and_not_from_init_config(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", MY_METRIC, "[{min_collection_interval: 45}, {tags: [a]}]")
    (paths.confd / "custom_sample.d" / "other.yaml").write_text(
        "init_config: {min_collection_interval: 45}\ninstances: [{tags: [b]}]\n"
    )

    stats = [instance.stats.as_json() for instance in collect(paths, config).checks.instances]

    assert [s["Interval"] for s in stats] == [45_000_000_000, 15_000_000_000, 15_000_000_000]
    assert len({s["CheckID"] for s in stats}) == 3


def test_an_interval_that_is_not_a_whole_number_is_a_configuration_error(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_sample", MY_METRIC, "[{min_collection_interval: soon}]")

    checks = collect(paths, config).checks

    assert not checks.instances
    assert "min_collection_interval" in checks.configure_errors["custom_sample (unversioned)"][0]


def test_a_check_that_raises_is_counted_and_the_next_one_runs(paths: Paths, config: Config) -> None:
    add_check(
        paths,
        "custom_a_raises",
        """
        from datadog_checks.base import AgentCheck

        class Raises(AgentCheck):
            def check(self, instance):
                raise SystemExit("enough")
        """,
    )
    add_check(paths, "custom_sample", MY_METRIC)
    collector = collect(paths, config)

    for instance in collector.checks.instances:
        instance.run()

    raised, fine = (instance.stats for instance in collector.checks.instances)
    assert json.loads(raised.last_error)[0]["message"] == "enough"
    assert (raised.total_errors, fine.total_errors) == (1, 0)


def test_a_password_in_an_error_is_hidden_however_it_is_written(paths: Paths, config: Config) -> None:
    add_check(
        paths,
        "custom_raises",
        """
        from datadog_checks.base import AgentCheck

        class Raises(AgentCheck):
            def check(self, instance):
                raise RuntimeError("a'b\\"c-secret" + repr(instance))
        """,
        """[{password: "a'b\\"c-secret"}]""",
    )
    [instance] = collect(paths, config).checks.instances

    instance.run()

    assert "c-secret" not in instance.stats.last_error
    assert "********" in instance.stats.last_error


def test_a_file_that_does_not_import_is_a_loader_error_and_the_others_load(paths: Paths, config: Config) -> None:
    add_check(paths, "custom_broken", "import nothing_like_it")
    add_check(paths, "custom_sample", MY_METRIC)
    add_config(paths.confd, "custom_absent", "[{}]")

    checks = collect(paths, config).checks

    assert [i.stats.check_name for i in checks.instances] == ["custom_sample"]
    assert "nothing_like_it" in checks.loader_errors["custom_broken"]["Python Check Loader"]
    assert "No module named 'custom_absent'" in checks.loader_errors["custom_absent"]["Python Check Loader"]


def test_a_bundled_integration_shadows_a_custom_check_of_its_name(paths: Paths, config: Config) -> None:
    add_check(paths, "postgres", MY_METRIC, "[{host: 127.0.0.1, port: 1, username: datadog}]")
    collector = collect(paths, config)

    collector.checks.instances[0].run()

    assert "my_metric" not in {point.metric for point in collector.aggregator.drain().points}


@pytest.mark.parametrize("database", ["postgres", "mysql"])
def test_a_database_without_a_host_is_a_configuration_error(paths: Paths, config: Config, database: str) -> None:
    add_config(paths.confd, database, "[{username: datadog}]")

    [[error]] = collect(paths, config).checks.configure_errors.values()
    assert "host" in error


def test_a_class_that_is_derived_from_is_not_the_check(paths: Paths, config: Config) -> None:
    add_check(
        paths,
        "custom_derived",
        """
        from datadog_checks.base import AgentCheck

        class Base(AgentCheck):
            pass

        class Derived(Base):
            def check(self, instance):
                self.gauge("derived", 1)
        """,
    )
    [instance] = (collector := collect(paths, config)).checks.instances

    instance.run()

    assert [point.metric for point in collector.aggregator.drain().points] == ["derived"]


def test_core_checks_submit_what_a_host_page_shows(paths: Paths, config: Config) -> None:
    for name in ("cpu", "disk", "load", "memory", "network"):
        add_config(paths.confd, name, "[{}]")
    collector = collect(paths, config)

    # A rate is of two runs.
    for _ in range(2):
        for instance in collector.checks.instances:
            instance.run()

    metrics = {point.metric for point in collector.aggregator.drain().points}
    assert {"system.load.1", "system.mem.used", "system.mem.total", "system.disk.in_use"} <= metrics
    assert {"system.net.bytes_rcvd", "system.net.bytes_sent"} <= metrics
