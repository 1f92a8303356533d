"""Puts checks where the Agent looks for them."""

from pathlib import Path
from textwrap import dedent

from lookout_agent.collector import Collector, make_collector
from lookout_agent.config import Config
from lookout_agent.paths import Paths
from lookout_agent.scrubber import Scrubber


def add_check(paths: Paths, name: str, body: str, instances: str = "[{}]") -> None:
    (paths.checksd / f"{name}.py").write_text(dedent(body))
    add_config(paths.confd, name, instances)


def add_config(confd: Path, name: str, instances: str) -> None:
    folder = confd / f"{name}.d"
    folder.mkdir()
    (folder / "conf.yaml").write_text(f"init_config: {{}}\ninstances: {instances}\n")


def collect(paths: Paths, config: Config) -> Collector:
    return make_collector(paths, config, "7.70.1", Scrubber())
