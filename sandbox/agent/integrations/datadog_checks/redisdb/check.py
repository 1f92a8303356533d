"""The check."""

import re
import time
from collections import Counter
from typing import Any

import redis
from datadog_checks.base import AgentCheck

from .config import RedisConfig
from .keys import lengths
from .metrics import INFO_GAUGES, INFO_RATES

_MOST_SLOW_ENTRIES = 128


class Redis(AgentCheck):
    def __init__(self, name: str, init_config: Any, instances: list[dict[str, Any]]) -> None:
        super().__init__(name, init_config, instances)
        self._config = RedisConfig.of(instances[0])
        self._clients: dict[int | None, Any] = {}
        self._tags = list(self._config.tags)
        self._last_slow_entry = 0

    def check(self, _instance: Any) -> None:
        client = self._client(self._config.db)
        info, maximum = self._connected(client)
        self.set_metadata("version", info["redis_version"])
        for name, metric in INFO_GAUGES.items():
            if name in info:
                self.gauge(metric, info[name], tags=self._tags)
        for name, metric in INFO_RATES.items():
            if name in info:
                self.rate(metric, info[name], tags=self._tags)
        if "maxclients" in maximum:
            self.gauge("redis.net.maxclients", maximum["maxclients"], tags=self._tags)
        self._databases(info)
        if self._config.collect_client_metrics:
            self._connections(client)
        self._key_lengths(client)
        self._replication(info)
        if self._config.command_stats:
            self._commands(client)
        self._slowlog(client)

    def _connected(self, client: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """As the real one: OK once INFO is answered, CRITICAL after whatever goes wrong, and of the reason nothing."""
        try:
            start = time.monotonic()
            info = client.info()
            latency = (time.monotonic() - start) * 1000
            maximum = self._setting(client, "maxclients")
        except Exception:
            self.service_check("redis.can_connect", AgentCheck.CRITICAL, tags=self._tags)
            raise
        # A role stays with all that is sent later, also when the server has another.
        role = f"redis_role:{info.get('role')}"
        if info.get("role") and role not in self._tags:
            self._tags = sorted([*self._tags, role])
        self.gauge("redis.info.latency_ms", round(latency, 2), tags=self._tags)
        self.service_check("redis.can_connect", AgentCheck.OK, tags=self._tags)
        return info, maximum

    def _client(self, database: int | None) -> Any:
        if self._config.disable_connection_cache or database not in self._clients:
            where = {} if database is None else {"db": database}
            self._clients[database] = redis.Redis(
                **{**self._config.connection, **where, "decode_responses": True},
            )
        return self._clients[database]

    def _setting(self, client: Any, name: str) -> dict[str, Any]:
        """Nothing where CONFIG is switched off."""
        try:
            return dict(client.config_get(name))
        except redis.ResponseError:
            return {}

    def _databases(self, info: dict[str, Any]) -> None:
        for name, database in info.items():
            if not re.fullmatch(r"db\d+", name):
                continue
            tags = [*self._tags, f"redis_db:{name}"]
            keys, expires = database["keys"], database["expires"]
            self.gauge("redis.keys", keys, tags=tags)
            self.gauge("redis.expires", expires, tags=tags)
            self.gauge("redis.persist", keys - expires, tags=tags)
            self.gauge("redis.persist.percent", 100 * (keys - expires) / keys, tags=tags)
            self.gauge("redis.expires.percent", 100 * expires / keys, tags=tags)

    def _connections(self, client: Any) -> None:
        names = Counter(connection["name"] or "unknown" for connection in client.client_list())
        for name, count in names.items():
            self.gauge("redis.net.connections", count, tags=[*self._tags, f"source:{name}"])

    def _key_lengths(self, client: Any) -> None:
        named, database = self._config.keys, self._config.db
        if named is None:
            return
        if not isinstance(named, list) or not named:
            self.warning("keys in redis configuration is either not a list or empty")
            return
        databases = [int(name.removeprefix("db")) for name in client.info("keyspace")]
        if database and databases:
            if database not in databases:
                self.warning("Cannot find database %s", database)
                return
            databases = [database]
        if not databases:
            self.warning("Redis database is empty")
        found = lengths(named, databases, self._client) if databases else ((key, 0, []) for key in named)
        for key, length, tags in found:
            if length == 0 and database:
                tags = [f"redis_db:db{database}"]
            self.gauge("redis.key.length", length, tags=[*self._tags, f"key:{key}", *tags])
            if length == 0 and self._config.warn_on_missing_keys:
                self.warning("%s key not found in redis", key)

    def _replication(self, info: dict[str, Any]) -> None:
        for name, replica in info.items():
            if not re.fullmatch(r"slave\d+", name) or not isinstance(replica, dict):
                continue
            delay = info.get("master_repl_offset", 0) - replica.get("offset", 0)
            if delay >= 0:
                known = [f"slave_{key}:{replica[key]}" for key in ("ip", "port") if key in replica]
                tags = [*self._tags, *known, f"slave_id:{name.removeprefix('slave')}"]
                self.gauge("redis.replication.delay", delay, tags=tags)
        if "master_link_status" in info:
            up = info["master_link_status"] == "up"
            status = AgentCheck.OK if up else AgentCheck.CRITICAL
            self.service_check("redis.replication.master_link_status", status, tags=self._tags)
            down = 0 if up else info["master_link_down_since_seconds"]
            self.gauge("redis.replication.master_link_down_since_seconds", down, tags=self._tags)

    def _commands(self, client: Any) -> None:
        for name, stats in client.info("commandstats").items():
            tags = [*self._tags, f"command:{name.removeprefix('cmdstat_')}"]
            self.gauge("redis.command.calls", stats["calls"], tags=tags)
            self.gauge("redis.command.usec_per_call", stats["usec_per_call"], tags=tags)

    def _slowlog(self, client: Any) -> None:
        most = self._config.slowlog_max_len
        if not most:
            setting = self._setting(client, "slowlog-max-len").get("slowlog-max-len", _MOST_SLOW_ENTRIES)
            most = min(int(setting), _MOST_SLOW_ENTRIES)
        entries = [one for one in client.slowlog_get(most) if one["start_time"] > self._last_slow_entry]
        for entry in entries:
            command = entry["command"].split()[:1]
            tags = [*self._tags, *(f"command:{name}" for name in command)]
            self.histogram("redis.slowlog.micros", entry["duration"], tags=tags)
        # As the real one: without a new entry it begins anew, and the next run sends what is still there once more.
        self._last_slow_entry = max((entry["start_time"] for entry in entries), default=0)
