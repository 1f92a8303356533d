"""datadog.yaml: what the Agent itself is told."""

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .secret_backend import SecretBackend, SecretError, backend_of
from .settings import SettingsError, read_settings, text_of

_LOG_LEVELS = {"trace", "debug", "info", "warn", "warning", "error", "critical", "off"}


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
    statements_url: str = ""
    """Where Database Monitoring's counts of statements are sent: `dd_url` does not say it."""
    additional_keys: list[tuple[str, str]] = field(default_factory=list)
    """Of `additional_endpoints`: who is asked about it, and the key."""
    settings: dict[str, Any] = field(default_factory=dict)
    """All of them, for checks that ask for an option by name."""
    secrets: SecretBackend = field(default_factory=SecretBackend)
    """What `ENC[…]` stands for, in the files of checks too."""


def load_config(file: Path) -> Config:
    """
    Raises:
        ConfigError: names the file, what is wrong and what to do.
    """
    try:
        settings = read_settings(file)
        backend = backend_of(settings)
        settings = backend.resolved(settings)
    except SettingsError as error:
        raise ConfigError(str(error)) from error
    except SecretError as error:
        raise ConfigError(f"unable to decrypt secret from datadog.yaml: {error}") from error
    api_key = text_of(settings, "api_key")
    dd_url = text_of(settings, "dd_url").rstrip("/")
    if not api_key:
        raise ConfigError(f"{file}: api_key is missing; the Agent cannot send anything without it")
    if not dd_url:
        raise ConfigError(
            f"{file}: dd_url is missing; this Agent is a stand-in that never contacts Datadog: "
            "set dd_url to the address of the sandbox's Datadog stand-in"
        )
    named = text_of(settings, "hostname")
    return Config(
        api_key=api_key,
        dd_url=dd_url,
        site=text_of(settings, "site", "datadoghq.com"),
        hostname=named or socket.gethostname(),
        hostname_provider="configuration" if named else "os",
        host_tags=_host_tags(settings),
        log_level=_log_level(file, settings),
        check_runners=int(settings.get("check_runners") or 4),
        cmd_port=int(settings.get("cmd_port") or 5001),
        reports_checks=str(settings.get("integration_check_status_enabled")).lower() in {"true", "1", "yes", "on"},
        apm=_apm_config(settings, dd_url),
        statements_url=_statements_url(settings),
        additional_keys=_additional_keys(settings),
        settings=settings,
        secrets=backend,
    )


def _log_level(file: Path, settings: dict[str, Any]) -> str:
    """In capitals. The real Agent does not start with one that it does not know, such as the boolean that `off` is."""
    level = text_of(settings, "log_level", "info").lower()
    if level not in _LOG_LEVELS:
        raise ConfigError(f"{file}: unknown log level: {level}")
    return "WARN" if level == "warning" else level.upper()


def _additional_keys(settings: dict[str, Any]) -> list[tuple[str, str]]:
    endpoints = settings.get("additional_endpoints") or {}
    return [(str(url).rstrip("/"), str(key)) for url, keys in endpoints.items() for key in keys]


def _apm_config(settings: dict[str, Any], dd_url: str) -> ApmConfig:
    options = settings.get("apm_config") or {}
    port = int(options.get("receiver_port", ApmConfig.receiver_port))
    return ApmConfig(
        # As in the real Agent, port 0 is no port to receive at.
        enabled=options.get("enabled") is not False and port != 0,
        receiver_port=port,
        url=str(options.get("apm_dd_url") or dd_url).rstrip("/"),
        env=text_of(options, "env") or text_of(settings, "env"),
    )


def _statements_url(settings: dict[str, Any]) -> str:
    """Empty where only Datadog's own would be left, which a stand-in never contacts."""
    metrics = (settings.get("database_monitoring") or {}).get("metrics") or {}
    return text_of(metrics, "logs_dd_url").rstrip("/")


def _host_tags(settings: dict[str, Any]) -> list[str]:
    tags = settings.get("tags") or []
    if isinstance(tags, str):
        tags = tags.split()
    env = text_of(settings, "env")
    return [text_of({"tag": tag}, "tag") for tag in tags] + ([f"env:{env}"] if env else [])
