"""An Agent in a temporary folder: the same places as on a host, with nothing in them yet."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lookout_agent.config import Config
from lookout_agent.paths import Paths

BUILTIN_MODULES = ("aggregator", "datadog_agent", "tagger", "_util", "datadog_checks", "custom_")


@pytest.fixture(autouse=True)
def no_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DD_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(tmp_path / "etc", tmp_path / "opt", tmp_path / "log")
    for folder in (paths.confd, paths.checksd, paths.cache, paths.logs):
        folder.mkdir(parents=True)
    paths.manifest.write_text(json.dumps({"build_version": "7.70.1"}))
    return paths


@pytest.fixture
def config() -> Config:
    return Config(
        api_key="0123456789abcdef0123456789abcdef",
        dd_url="http://127.0.0.1:1",
        site="datadoghq.com",
        hostname="db1",
        hostname_provider="configuration",
        host_tags=["role:db", "env:dev"],
        log_level="INFO",
        check_runners=1,
        cmd_port=0,
    )


@pytest.fixture(autouse=True)
def fresh_modules() -> Iterator[None]:
    """Checks bind the builtin modules when they are imported: each test starts without either."""
    path = list(sys.path)
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.startswith((*BUILTIN_MODULES, "lookout_agent.corechecks."))]:
        del sys.modules[name]


@pytest.fixture(autouse=True)
def logs_in_no_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks log comes to the Agent's logger from the root, as in the service."""
    monkeypatch.setattr(logging.getLogger("lookout_agent"), "propagate", False)
