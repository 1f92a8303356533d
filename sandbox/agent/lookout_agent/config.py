"""datadog.yaml: what the Agent itself is told."""

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


class ConfigError(Exception):
    """A mistake in datadog.yaml that the Agent cannot start with."""


@dataclass(frozen=True)
class ApmConfig:
    """`apm_config`: receiving traces."""

    enabled: bool = True
    receiver_port: int = 8126
    url: str = ""
    """Where traces are sent."""
    env: str = ""
    """Of spans that name none."""


@dataclass(frozen=True)
class Config:
    api_key: str
    dd_url: str
    site: str
    hostname: str
    hostname_provider: str
    """`configuration` where datadog.yaml names the host, `os` where the kernel does."""
    host_tags: list[str]
    log_level: str
    check_runners: int
    cmd_port: int
    reports_checks: bool = False
    """`integration_check_status_enabled`"""
    apm: ApmConfig = field(default_factory=ApmConfig)
    settings: dict[str, Any] = field(default_factory=dict)
    """The whole file, for checks that ask for an option by name."""


def load_config(file: Path) -> Config:
    """
    Raises:
        ConfigError: names the file, what is wrong and what to do.
    """
    settings = _read(file)
    api_key = str(settings.get("api_key") or "")
    dd_url = str(settings.get("dd_url") or "").rstrip("/")
    if not api_key:
        raise ConfigError(f"{file}: api_key is missing; the Agent cannot send anything without it")
    if not dd_url:
        raise ConfigError(
            f"{file}: dd_url is missing; this Agent is a stand-in that never contacts Datadog: "
            "set dd_url to the address of the sandbox's Datadog stand-in"
        )
    named = settings.get("hostname")
    return Config(
        api_key=api_key,
        dd_url=dd_url,
        site=str(settings.get("site") or "datadoghq.com"),
        hostname=str(named or socket.gethostname()),
        hostname_provider="configuration" if named else "os",
        host_tags=_host_tags(settings),
        log_level=str(settings.get("log_level") or "info").upper(),
        check_runners=int(settings.get("check_runners") or 4),
        cmd_port=int(settings.get("cmd_port") or 5001),
        reports_checks=str(settings.get("integration_check_status_enabled")).lower() in {"true", "1", "yes", "on"},
        apm=_apm_config(settings, dd_url),
        settings=settings,
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text())
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{file}: is not YAML: {_place(error)}") from None
    if not isinstance(content, dict):
        raise ConfigError(f"{file}: expected a map of settings")
    return content


def _place(error: yaml.YAMLError) -> str:
    """The parser's complaint without its excerpt of the file, which may show a secret."""
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or 'syntax error'}{where}"


def _apm_config(settings: dict[str, Any], dd_url: str) -> ApmConfig:
    options = settings.get("apm_config") or {}
    port = int(options.get("receiver_port", ApmConfig.receiver_port))
    return ApmConfig(
        # As in the real Agent, port 0 is no port to receive at.
        enabled=options.get("enabled") is not False and port != 0,
        receiver_port=port,
        url=str(options.get("apm_dd_url") or dd_url).rstrip("/"),
        env=str(options.get("env") or settings.get("env") or ""),
    )


def _host_tags(settings: dict[str, Any]) -> list[str]:
    tags = settings.get("tags") or []
    if isinstance(tags, str):
        tags = tags.split()
    env = settings.get("env")
    return [str(tag) for tag in tags] + ([f"env:{env}"] if env else [])
