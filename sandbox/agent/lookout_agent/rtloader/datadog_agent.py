"""`datadog_agent`: what a check may ask of the Agent that runs it."""

import json
import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from ..config import Config
from .module import make_module

# Not below the root logger: that one's records come here through `datadog_agent.log`.
check_log = logging.getLogger("lookout_agent.checks")


@dataclass
class AgentInformation:
    config: Config
    version: str
    cache: Path
    started: float = field(default_factory=time.time)
    metadata: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """What checks found out about their services, by instance: a database's version, for example."""


def datadog_agent_module(information: AgentInformation) -> ModuleType:
    config = information.config

    def log(message: str, level: int) -> None:
        check_log.log(level, message)

    def set_check_metadata(check_id: str, name: str, value: str) -> None:
        information.metadata[check_id][name] = value

    def cache_file(key: str) -> Path:
        return information.cache / quote(key, safe="")

    def read_persistent_cache(key: str) -> str:
        file = cache_file(key)
        return file.read_text() if file.exists() else ""

    def write_persistent_cache(key: str, value: str) -> None:
        cache_file(key).write_text(value)

    def pass_over(*_args: Any, **_kwargs: Any) -> None:
        """Logs, telemetry and external tags: the sandbox's Datadog has no place for them."""

    return make_module(
        "datadog_agent",
        {
            "get_hostname": lambda: config.hostname,
            "get_host_tags": lambda: json.dumps({"system": config.host_tags}),
            "get_config": lambda option: config.settings.get(option, ""),
            "get_version": lambda: information.version,
            "get_clustername": lambda: "",
            "get_process_start_time": lambda: information.started,
            "headers": lambda _agent_config, **_kwargs: {"User-Agent": f"Datadog Agent/{information.version}"},
            "tracemalloc_enabled": lambda: False,
            "log": log,
            "set_check_metadata": set_check_metadata,
            "read_persistent_cache": read_persistent_cache,
            "write_persistent_cache": write_persistent_cache,
            "obfuscate_sql": lambda query, _options=None: " ".join(query.split()),
            "obfuscate_sql_exec_plan": lambda plan, _normalize=False: plan,
            "set_external_tags": pass_over,
            "send_log": pass_over,
            "emit_agent_telemetry": pass_over,
        },
    )
