"""Everything that running checks needs, put together: used by the service and by `datadog-agent check`."""

from dataclasses import dataclass

from .aggregator import Aggregator
from .check_config import CheckConfig, CheckConfigs, load_check_configs
from .config import Config
from .loader import LoadedChecks, Loader
from .paths import Paths
from .rtloader import AgentInformation, provide_builtin_modules
from .scrubber import Scrubber, secrets_of


@dataclass(frozen=True)
class Collector:
    aggregator: Aggregator
    information: AgentInformation
    configs: CheckConfigs
    checks: LoadedChecks


def make_collector(
    paths: Paths, config: Config, version: str, scrubber: Scrubber, only: str | None = None
) -> Collector:
    """
    Args:
        only: load no other check than the one of this name.
    """
    configs = load_check_configs(paths.confd, config.secrets)
    scrubber.learn(config.secrets.values.values())
    scrubber.learn(secrets_of([config.settings, *(_settings(c) for c in configs.configs)]))
    aggregator = Aggregator(config.hostname, config.reports_checks)
    information = AgentInformation(config, version, paths.cache)
    provide_builtin_modules(aggregator, information)
    wanted = [c for c in configs.configs if only is None or c.name == only]
    checks = Loader(paths.checksd, aggregator, scrubber).load(wanted)
    return Collector(aggregator, information, configs, checks)


def _settings(config: CheckConfig) -> list[dict[str, object]]:
    return [config.init_config, *config.instances]
