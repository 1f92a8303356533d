"""Finds the class of a check and makes its instances."""

import importlib
import inspect
import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from .aggregator import Aggregator
from .check_config import CheckConfig, instance_id
from .check_instance import CheckInstance, RunnableCheck
from .scrubber import Scrubber
from .stats import CheckStats

PYTHON_LOADER = "Python Check Loader"
CORE_LOADER = "Core Check Loader"
DEFAULT_INTERVAL = 15

_CORE_CHECKS = "lookout_agent.corechecks"


class LoadError(Exception):
    """A check that cannot be imported or configured."""


@dataclass
class LoadedChecks:
    instances: list[CheckInstance] = field(default_factory=list)
    loader_errors: dict[str, dict[str, str]] = field(default_factory=dict)
    """By check, then by loader: nothing there that could be run."""
    """As the real Agent's: of the check's instances the last one decides."""
    configure_errors: dict[str, list[str]] = field(default_factory=dict)
    """By `NAME (version)`: one of its instances was refused."""


class Loader:
    def __init__(self, checksd: Path, aggregator: Aggregator, scrubber: Scrubber) -> None:
        self._aggregator = aggregator
        self._scrubber = scrubber
        # Last, so that no file in it takes the place of a library's module.
        sys.path.append(str(checksd))

    def load(self, configs: Iterable[CheckConfig]) -> LoadedChecks:
        loaded = LoadedChecks()
        for config in configs:
            try:
                check_class, loader = _find_class(config.name)
            except LoadError as error:
                self._refused(loaded, config.name, str(error))
                continue
            for instance in config.instances:
                try:
                    loaded.instances.append(self._make(check_class, loader, config, instance))
                    loaded.loader_errors.pop(config.name, None)
                except LoadError as error:
                    message = self._scrubber.scrub(str(error))
                    known_as = f"{config.name} ({_version(check_class)})"
                    loaded.configure_errors.setdefault(known_as, []).append(message)
                    words = f"could not configure check instance for python check {config.name}: {message}"
                    self._refused(loaded, config.name, words)
        return loaded

    def _refused(self, loaded: LoadedChecks, name: str, error: str) -> None:
        loaded.loader_errors[name] = {
            PYTHON_LOADER: self._scrubber.scrub(error),
            CORE_LOADER: f"Check {name} not found in Catalog",
        }

    def _make(self, check_class: Any, loader: str, config: CheckConfig, instance: dict[str, Any]) -> CheckInstance:
        interval = _interval(instance)
        check = _construct(check_class, config, instance)
        check_id = config.name if loader == "core" else instance_id(config, instance)
        check.check_id = check_id
        stats = CheckStats(
            check_name=config.name,
            check_version="" if loader == "core" else _version(check_class),
            config_source=str(config.source),
            loader=loader,
            check_id=check_id,
            interval=interval,
        )
        runnable: RunnableCheck = check
        return CheckInstance(runnable, stats, self._aggregator, self._scrubber)


def _find_class(name: str) -> tuple[Any, str]:
    """
    The Agent's own checks first, then bundled integrations, then checks.d: a custom check with the name of one of the
    others is never reached.
    """
    for module_name, loader in (
        (f"{_CORE_CHECKS}.{name}", "core"),
        (f"datadog_checks.{name}", "python"),
        (name, "python"),
    ):
        module = _import(module_name)
        if module is not None:
            return _check_class(module), loader
    raise LoadError(f"unable to import module '{name}': No module named '{name}'")


def _import(name: str) -> ModuleType | None:
    """None where there is no such module; LoadError where there is one that fails."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name == name:
            return None
        raise LoadError(f"unable to import module '{name}': {error}\n{traceback.format_exc()}") from error
    except BaseException as error:
        raise LoadError(f"unable to import module '{name}': {error}\n{traceback.format_exc()}") from error


def _check_class(module: ModuleType) -> Any:
    """A class that is itself derived from is passed over, as the real Agent does."""
    from datadog_checks.base import AgentCheck

    for _, member in inspect.getmembers(module, inspect.isclass):
        if issubclass(member, AgentCheck) and member is not AgentCheck and not member.__subclasses__():
            return member
    raise LoadError(f"unable to find a subclass of the base check in module '{module.__name__}'")


def _construct(check_class: Any, config: CheckConfig, instance: dict[str, Any]) -> Any:
    try:
        return check_class(config.name, config.init_config, [instance])
    except BaseException as error:
        raise LoadError(
            f"could not invoke '{config.name}' python check constructor. New constructor API returned:\n"
            f"{traceback.format_exc()}Deprecated constructor API returned:\n"
            "TypeError: __init__() got an unexpected keyword argument 'agentConfig'\n"
        ) from error


def _interval(instance: dict[str, Any]) -> float:
    """Only an instance's own `min_collection_interval` counts, in whole seconds."""
    value = instance.get("min_collection_interval", DEFAULT_INTERVAL)
    if isinstance(value, bool) or not isinstance(value, int):
        raise LoadError(f"min_collection_interval: expected a whole number of seconds, got {value!r}")
    return value if value > 0 else DEFAULT_INTERVAL


def _version(check_class: Any) -> str:
    package = sys.modules[".".join(check_class.__module__.split(".")[:2])]
    return getattr(package, "__version__", "unversioned")
