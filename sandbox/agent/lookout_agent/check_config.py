"""conf.d: which checks run, with what."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from .secret_backend import SecretBackend, SecretError


@dataclass(frozen=True)
class CheckConfig:
    """One file of conf.d."""

    name: str
    source: Path
    init_config: dict[str, Any]
    instances: list[dict[str, Any]]


@dataclass(frozen=True)
class CheckConfigs:
    configs: list[CheckConfig] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """By the check's name, for files that cannot be used."""
    dropped: dict[str, str] = field(default_factory=dict)
    """By the check's name: one of its secrets was not fetched, and it does not run."""


def load_check_configs(confd: Path, secrets: SecretBackend | None = None) -> CheckConfigs:
    """
    Reads `conf.d/NAME.yaml` and every YAML file of `conf.d/NAME.d/`.

    A `conf.yaml.default` counts where its folder holds no other; files with any other ending are passed over.
    """
    found = CheckConfigs()
    for name, file in _files(confd):
        try:
            found.configs.append(_with_secrets(_read(name, file), secrets or SecretBackend()))
        except ValueError as error:
            found.errors[name] = f"{file}: {error}"
        except SecretError as error:
            found.dropped[name] = str(error)
    return found


def instance_id(config: CheckConfig, instance: dict[str, Any]) -> str:
    """Tells instances of a check apart; the same as long as its configuration is the same."""
    text = yaml.safe_dump([config.name, config.init_config, instance], sort_keys=True)
    return f"{config.name}:{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


def _with_secrets(config: CheckConfig, secrets: SecretBackend) -> CheckConfig:
    settings = secrets.resolved({"init_config": config.init_config, "instances": config.instances})
    return replace(config, **settings)


def _files(confd: Path) -> Iterator[tuple[str, Path]]:
    if not confd.is_dir():
        return
    for entry in sorted(confd.iterdir()):
        if entry.is_dir() and entry.suffix == ".d":
            own = [file for file in sorted(entry.iterdir()) if file.suffix in {".yaml", ".yml"}]
            for file in own or sorted(entry.glob("conf.yaml.default")):
                yield entry.stem, file
        elif entry.suffix in {".yaml", ".yml"}:
            yield entry.stem, entry


def _read(name: str, file: Path) -> CheckConfig:
    """
    Raises:
        ValueError: says what is wrong without showing the file's content, which may hold a password.
    """
    try:
        content = yaml.safe_load(file.read_text())
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError(f"is not YAML{f', line {mark.line + 1}' if mark else ''}") from None
    if not isinstance(content, dict):
        raise ValueError("expected a map with `init_config` and `instances`")
    instances = content.get("instances")
    if not isinstance(instances, list) or not instances:
        raise ValueError("has no `instances`: expected a list with at least one")
    return CheckConfig(
        name=name,
        source=file,
        init_config=content.get("init_config") or {},
        instances=[instance or {} for instance in instances],
    )
