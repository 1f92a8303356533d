"""datadog.yaml as the real Agent's parser reads it, and what decides over it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

_VARIABLES = {
    "DD_API_KEY": "api_key",
    "DD_APP_KEY": "app_key",
    "DD_SITE": "site",
    "DD_URL": "dd_url",
    "DD_DD_URL": "dd_url",
    "DD_HOSTNAME": "hostname",
    "DD_ENV": "env",
    "DD_TAGS": "tags",
    "DD_LOG_LEVEL": "log_level",
    "DD_CMD_PORT": "cmd_port",
    "DD_CHECK_RUNNERS": "check_runners",
    "DD_ADDITIONAL_ENDPOINTS": "additional_endpoints",
    "DD_APM_ENABLED": "apm_config.enabled",
    "DD_APM_RECEIVER_PORT": "apm_config.receiver_port",
    "DD_RECEIVER_PORT": "apm_config.receiver_port",
    "DD_APM_DD_URL": "apm_config.apm_dd_url",
    "DD_APM_ENV": "apm_config.env",
}
"""Of the real Agent's many those that this one knows."""
FLEET_POLICIES = "DD_FLEET_POLICIES_DIR"


class SettingsError(Exception):
    """A file that can't be read, without what it holds."""


def read_settings(file: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """
    The file, over it the environment's `DD_…`, over both the policies of Fleet Automation.

    Raises:
        SettingsError
    """
    settings = _read(file)
    for variable, path in _VARIABLES.items():
        if value := environment.get(variable):
            _put(settings, path, _parsed(value) if _is_structured(path) else value)
    policies = environment.get(FLEET_POLICIES)
    if policies and (policy := Path(policies) / "datadog.yaml").is_file():
        settings |= _read(policy)
    return settings


def text_of(settings: Mapping[str, Any], key: str, default: str = "") -> str:
    """A setting as text: what the file says without quotes may be a boolean, of which the real Agent makes a word."""
    value = settings.get(key)
    if value is None:
        return default
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_structured(path: str) -> bool:
    return path == "additional_endpoints" or path.endswith(("port", "enabled", "runners"))


def _put(settings: dict[str, Any], path: str, value: Any) -> None:
    *folders, key = path.split(".")
    for folder in folders:
        settings[folder] = {**(settings.get(folder) or {})}
        settings = settings[folder]
    settings[key] = value


def _read(file: Path) -> dict[str, Any]:
    try:
        content = _parsed(file.read_text())
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{file}: is not YAML: {_place(error)}") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{file}: expected a map of settings")
    return content


def _parsed(text: str) -> Any:
    return yaml.load(text, _Loader)  # noqa: S506


def _place(error: yaml.YAMLError) -> str:
    """The parser's complaint without its excerpt of the file, which may show a secret."""
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or 'syntax error'}{where}"


class _Loader(yaml.SafeLoader):
    """YAML 1.1 as go-yaml 2 reads it: `y` and `n` are booleans, too, and there are no numbers to base 60."""

    bool_values = {**yaml.SafeLoader.bool_values, "y": True, "n": False}  # noqa: RUF012


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", "[yYnN]", "yYnN"),
    ("int", "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^({_pattern})$"), list(_first))
