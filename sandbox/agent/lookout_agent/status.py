"""What the running Agent knows of itself, under the real Agent's names."""

import os
import platform
import time
from collections import defaultdict
from typing import Any, Protocol

from .api_key import ApiKeys
from .apm.not_running import not_running
from .collector import Collector
from .config import Config
from .forwarder import Forwarder
from .host_metadata import meta
from .paths import Paths
from .scrubber import hide_secrets

STAND_IN = "Lookout's stand-in of Datadog's Agent: runs checks for real, contacts only the sandbox"


class ApmStats(Protocol):
    """What tells how receiving traces fares."""

    def as_json(self) -> dict[str, Any]: ...


class Status:
    def __init__(
        self,
        paths: Paths,
        config: Config,
        collector: Collector,
        forwarder: Forwarder,
        keys: ApiKeys,
        trace_agent: ApmStats | None = None,
    ) -> None:
        self._paths = paths
        self._config = config
        self._collector = collector
        self._forwarder = forwarder
        self._keys = keys
        self._trace_agent = trace_agent

    def as_json(self) -> dict[str, Any]:
        return {
            **self._header(),
            "metadata": {"meta": meta(self._config)},
            "hostname": self._config.hostname,
            "hostnameStats": {"provider": self._config.hostname_provider, "errors": {}},
            "hostTags": self._config.host_tags,
            "agent_metadata": {
                "agent_version": self._collector.information.version,
                "flavor": "agent",
                "config_site": self._config.site,
                "config_dd_url": self._config.dd_url,
            },
            **collector_status(self._collector),
            "forwarderStats": {
                "APIKeyStatus": self._keys.statuses,
                "APIKeyFailure": self._keys.failures,
                "Transactions": dict(self._forwarder.counts),
            },
            "apmStats": self._trace_agent.as_json() if self._trace_agent else not_running(),
            "endpointsInfos": self._endpoints(),
        }

    def _endpoints(self) -> dict[str, list[str]]:
        endpoints: dict[str, list[str]] = defaultdict(list)
        for url, key in [(self._config.dd_url, self._config.api_key), *self._config.additional_keys]:
            endpoints[url].append(key[-5:])
        return endpoints

    def _header(self) -> dict[str, Any]:
        return {
            "stand_in": STAND_IN,
            "version": self._collector.information.version,
            "flavor": "agent",
            "pid": os.getpid(),
            "python_version": platform.python_version(),
            "build_arch": platform.machine(),
            "agent_start_nano": int(self._collector.information.started * 1e9),
            "time_nano": time.time_ns(),
            "conf_file": str(self._paths.config_file),
            "config": {
                "log_file": str(self._paths.log_file),
                "log_level": self._config.log_level.lower(),
                "confd_path": str(self._paths.confd),
                "additional_checksd": str(self._paths.checksd),
            },
        }


def collector_status(collector: Collector) -> dict[str, Any]:
    checks: dict[str, dict[str, Any]] = defaultdict(dict)
    for instance in collector.checks.instances:
        checks[instance.stats.check_name][instance.stats.check_id] = instance.stats.as_json()
    every = [stats for instances in checks.values() for stats in instances.values()]
    return {
        "runnerStats": {
            "Checks": checks,
            "Runs": sum(stats["TotalRuns"] for stats in every),
            "Errors": sum(stats["TotalErrors"] for stats in every),
        },
        "checkSchedulerStats": {"LoaderErrors": collector.checks.loader_errors, "RunErrors": {}},
        "pyLoaderStats": {"ConfigureErrors": collector.checks.configure_errors, "Py3Warnings": {}},
        "autoConfigStats": {"ConfigErrors": collector.configs.errors, "ResolveWarnings": {}},
        "inventories": collector.information.metadata,
    }


def shown_configs(collector: Collector) -> dict[str, Any]:
    """Every configuration in use, without its secrets."""
    return {
        "configs": [
            {
                "check_name": config.name,
                "provider": "file",
                "source": f"file:{config.source}",
                "init_config": hide_secrets(config.init_config),
                "instances": hide_secrets(config.instances),
            }
            for config in collector.configs.configs
        ],
        "config_errors": collector.configs.errors,
    }
