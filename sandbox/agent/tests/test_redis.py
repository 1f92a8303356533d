"""The stand-in of the Redis check against what the source of Datadog's own one says it does."""

from typing import Any

import pytest
import redis
from sample_checks import add_config, collect

from lookout_agent.aggregator import Batch
from lookout_agent.check_instance import CheckInstance
from lookout_agent.collector import Collector
from lookout_agent.config import Config
from lookout_agent.paths import Paths

INSTANCE = "host: 127.0.0.1, port: 6379, password: hunter2, tags: [team:cache]"
TAGS = {"redis_host:127.0.0.1", "redis_port:6379", "redis_role:master", "team:cache"}


class Client:
    """Of a server that answers; the last one made is `made`."""

    made: "Client"

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.slow = [{"start_time": 1700000000, "command": "KEYS *", "duration": 12000}]
        Client.made = self

    def info(self, section: str = "") -> dict[str, Any]:
        if section == "commandstats":
            return {"cmdstat_config|get": {"calls": 7, "usec_per_call": 1.5}}
        if section == "keyspace":
            return {"db0": {}}
        return {
            "redis_version": "7.0.15",
            "role": "master",
            "used_memory": 1048576,
            "maxmemory": 0,
            "keyspace_hits": 1,
            "total_commands_processed": 9,
            "master_repl_offset": 100,
            "slave0": {"ip": "192.0.2.5", "port": 6379, "offset": 90},
            "db0": {"keys": 4, "expires": 1, "avg_ttl": 0},
        }

    def config_get(self, name: str) -> dict[str, str]:
        return {name: "10000"}

    def client_list(self) -> list[dict[str, str]]:
        return [{"name": ""}, {"name": "orders"}, {"name": ""}]

    def slowlog_get(self, most: int) -> list[dict[str, Any]]:
        assert most == 128
        return self.slow

    def scan_iter(self, match: str) -> list[str]:
        return ["queue:a", "queue:b"]

    def type(self, key: str) -> str:
        return {"queue:a": "list", "queue:b": "string"}.get(key, "none")

    def llen(self, _key: str) -> int:
        return 3


def one_instance(paths: Paths, config: Config, instance: str) -> tuple[Collector, CheckInstance]:
    add_config(paths.confd, "redisdb", f"[{{{instance}}}]")
    collector = collect(paths, config)
    [made] = collector.checks.instances
    return collector, made


def ran(collector: Collector, instance: CheckInstance) -> Batch:
    instance.run()
    return collector.aggregator.drain()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "Redis", Client)


def values(batch: Batch) -> dict[str, float]:
    return {point.metric: point.value for point in batch.points}


def test_a_server_that_is_away_is_critical_from_the_start_and_of_the_reason_nothing(
    paths: Paths, config: Config
) -> None:
    collector, instance = one_instance(paths, config, INSTANCE.replace("6379", "1"))

    [said] = ran(collector, instance).service_checks

    assert (said.check, said.status, said.message) == ("redis.can_connect", 2, "")
    assert set(said.tags) == {"redis_host:127.0.0.1", "redis_port:1", "team:cache"}
    assert "refused" in instance.stats.last_error
    assert "hunter2" not in instance.stats.last_error


@pytest.mark.usefixtures("answering")
def test_metrics_have_where_the_server_is_and_its_role(paths: Paths, config: Config) -> None:
    collector, instance = one_instance(paths, config, INSTANCE)

    batch = ran(collector, instance)

    assert instance.stats.last_error == ""
    [said] = [one for one in batch.service_checks if one.check == "redis.can_connect"]
    assert (said.status, set(said.tags)) == (0, TAGS)
    sent = values(batch)
    assert (sent["redis.mem.used"], sent["redis.net.maxclients"]) == (1048576, 10000)
    assert (sent["redis.keys"], sent["redis.persist"], sent["redis.expires.percent"]) == (4, 3, 25)
    assert sent["redis.replication.delay"] == 10
    assert "redis.command.calls" not in sent
    for point in batch.points:
        assert set(point.tags) >= TAGS, point.metric
    assert Client.made.options["password"] == "hunter2"
    assert Client.made.options["socket_timeout"] == 5


@pytest.mark.usefixtures("answering")
def test_commands_clients_and_keys_are_sent_where_the_instance_asks(paths: Paths, config: Config) -> None:
    more = "command_stats: true, collect_client_metrics: true, keys: ['queue:*', absent]"
    collector, instance = one_instance(paths, config, f"{INSTANCE}, {more}")

    batch = ran(collector, instance)

    def tagged(metric: str, prefix: str) -> dict[str, float]:
        found = [(tag, point.value) for point in batch.points if point.metric == metric for tag in point.tags]
        return {tag: value for tag, value in found if tag.startswith(prefix)}

    assert tagged("redis.command.calls", "command:") == {"command:config|get": 7}
    assert tagged("redis.net.connections", "source:") == {"source:unknown": 2, "source:orders": 1}
    assert tagged("redis.key.length", "key:") == {"key:queue:a": 3, "key:queue:b": 1, "key:absent": 0}
    assert instance.stats.last_warnings == ["absent key not found in redis"]


@pytest.mark.usefixtures("answering")
def test_an_entry_of_the_slow_log_is_sent_once_while_newer_ones_come(paths: Paths, config: Config) -> None:
    collector, instance = one_instance(paths, config, INSTANCE)
    [slow] = [p for p in ran(collector, instance).points if p.metric == "redis.slowlog.micros.max"]
    assert (slow.value, "command:KEYS" in slow.tags) == (12000, True)

    Client.made.slow.insert(0, {"start_time": 1700000001, "command": "SORT x", "duration": 20000})
    again = [p for p in ran(collector, instance).points if p.metric == "redis.slowlog.micros.max"]
    assert [point.value for point in again] == [20000]


@pytest.mark.parametrize("instance", ["host: localhost", "port: 6379", "password: hunter2"])
def test_an_instance_without_a_server_is_a_configuration_error(paths: Paths, config: Config, instance: str) -> None:
    add_config(paths.confd, "redisdb", f"[{{{instance}}}]")

    [[error]] = collect(paths, config).checks.configure_errors.values()

    assert "host/port couple or a unix_socket_path" in error


@pytest.mark.usefixtures("answering")
def test_a_socket_takes_the_place_of_host_and_port(paths: Paths, config: Config) -> None:
    collector, instance = one_instance(paths, config, "unix_socket_path: /run/redis/redis.sock")

    [said] = ran(collector, instance).service_checks

    assert {"redis_host:/run/redis/redis.sock", "redis_port:unix_socket"} <= set(said.tags)
