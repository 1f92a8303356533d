"""Secrets that stand elsewhere: `ENC[handle]` in datadog.yaml and conf.d, and who knows what it stands for."""

import json
import os
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_PAYLOAD_VERSION = "1.1"
_TIMEOUT_SECONDS = 30


class SecretError(Exception):
    """A secret that was not fetched, without any that was."""


@dataclass
class SecretBackend:
    """Fetches each handle once, and replaces none where no backend is set, as the real Agent."""

    type: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    command: str = ""
    arguments: list[str] = field(default_factory=list)
    timeout: float = _TIMEOUT_SECONDS
    group_may_run_it: bool = False
    values: dict[str, str] = field(default_factory=dict)
    """By handle."""

    def resolved(self, settings: Any) -> Any:
        """
        Raises:
            SecretError: where one of them is not known.
        """
        if not (self.type or self.command):
            return settings
        wanted = [handle for handle in dict.fromkeys(_handles(settings)) if handle not in self.values]
        if wanted:
            answers = self._fetch(wanted)
            for handle in wanted:
                self.values[handle] = _value(answers, handle)
        return self._replaced(settings)

    def _replaced(self, settings: Any) -> Any:
        if isinstance(settings, dict):
            return {key: self._replaced(value) for key, value in settings.items()}
        if isinstance(settings, list):
            return [self._replaced(item) for item in settings]
        handle = _handle(settings)
        return settings if handle is None else self.values[handle]

    def _fetch(self, handles: list[str]) -> dict[str, Any]:
        # A command is asked where both are set.
        if not self.command:
            return self._from_file(handles)
        _check_rights(self.command, self.group_may_run_it)
        payload: dict[str, Any] = {"version": _PAYLOAD_VERSION, "secrets": handles}
        payload |= ({"type": self.type} if self.type else {}) | ({"config": self.config} if self.config else {})
        try:
            answer = subprocess.run(
                [self.command, *self.arguments],
                input=json.dumps(payload).encode(),
                capture_output=True,
                timeout=self.timeout,
                check=True,
            )
            return dict(json.loads(answer.stdout))
        except subprocess.TimeoutExpired:
            raise SecretError(f"error while running '{self.command}': command timeout") from None
        except subprocess.CalledProcessError as error:
            raise SecretError(f"error while running '{self.command}': exit status {error.returncode}") from None
        except (ValueError, TypeError):
            raise SecretError("could not unmarshal 'secret_backend_command' output") from None

    def _from_file(self, handles: list[str]) -> dict[str, Any]:
        """The Agent's own backends for a file; the others are services that a sandbox never contacts."""
        if self.type not in {"file.yaml", "file.json"}:
            raise SecretError(f"{self.type} is not in this stand-in of the Agent, which has file.yaml and file.json")
        file = Path(str(self.config.get("file_path") or ""))
        try:
            content = yaml.safe_load(file.read_text())
        except OSError as error:
            raise SecretError(f"failed to read yaml secret file '{file}': {error.strerror}") from None
        except yaml.YAMLError:
            raise SecretError(f"failed to unmarshal yaml secret from '{file}'") from None
        known = content if isinstance(content, dict) else {}
        missing = {"value": "", "error": "backend does not provide secret key"}
        return {handle: {"value": str(known[handle])} if handle in known else missing for handle in handles}


def backend_of(settings: Mapping[str, Any]) -> SecretBackend:
    """What `datadog.yaml` says of it; `secret_*` settings hold no secrets themselves."""
    return SecretBackend(
        type=str(settings.get("secret_backend_type") or ""),
        config=settings.get("secret_backend_config") or {},
        command=str(settings.get("secret_backend_command") or ""),
        arguments=[str(one) for one in settings.get("secret_backend_arguments") or []],
        timeout=float(settings.get("secret_backend_timeout") or _TIMEOUT_SECONDS),
        group_may_run_it=settings.get("secret_backend_command_allow_group_exec_perm") is True,
    )


def _handle(value: Any) -> str | None:
    """Of a text that is a handle as a whole."""
    text = value.strip(" \t") if isinstance(value, str) else ""
    return text[4:-1] if text.startswith("ENC[") and text.endswith("]") else None


def _handles(settings: Any) -> Iterator[str]:
    if isinstance(settings, dict):
        for value in settings.values():
            yield from _handles(value)
    elif isinstance(settings, list):
        for item in settings:
            yield from _handles(item)
    elif (handle := _handle(settings)) is not None:
        yield handle


def _value(answers: Mapping[str, Any], handle: str) -> str:
    answer = answers.get(handle)
    if not isinstance(answer, dict):
        raise SecretError(f"secret handle '{handle}' was not resolved by the secret_backend_command")
    if answer.get("error"):
        raise SecretError(f"an error occurred while resolving '{handle}': {answer['error']}")
    if not answer.get("value"):
        raise SecretError(f"resolved secret for '{handle}' is empty")
    return str(answer["value"])


def _check_rights(command: str, group_may_run_it: bool) -> None:
    """Nobody but its owner may have rights on a program that learns secrets."""
    try:
        mode = Path(command).stat().st_mode
    except OSError as error:
        raise SecretError(f"invalid executable '{command}': can't stat it: {error.strerror}") from None
    others = stat.S_IRWXO | (stat.S_IWGRP if group_may_run_it else stat.S_IRWXG)
    if mode & others:
        raise SecretError(f"invalid executable '{command}', 'group' or 'others' have rights on it")
    if not os.access(command, os.X_OK):
        raise SecretError(f"invalid executable '{command}': can't access it: permission denied")
