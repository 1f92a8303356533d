"""Keeps secrets out of what the Agent prints, logs and answers."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

HIDDEN = "********"

_SECRET_KEY = re.compile(
    r"(pass(word|wd)?|api_?key|app_?key|token|secret|community_string|private_key)$", re.IGNORECASE
)


class Scrubber:
    """Hides the secrets that it knows, wherever they turn up."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: list[str] = []
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        written = {form for secret in secrets if secret for form in _written(secret)}
        # The longest first: one secret may be the beginning of another.
        self._secrets = sorted({*self._secrets, *written}, key=len, reverse=True)

    def scrub(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def _written(secret: str) -> Iterator[str]:
    """As it is, as it looks in Python's or JSON's quotes, and each once more in JSON, as in an error report."""
    for form in (secret, repr(secret)[1:-1], _in_json(secret)):
        yield form
        yield _in_json(form)


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def secrets_of(settings: Any) -> Iterator[str]:
    """The values of a configuration whose key says that they are secret."""
    if isinstance(settings, dict):
        for key, value in settings.items():
            if _SECRET_KEY.search(str(key)) and isinstance(value, (str, int)):
                yield str(value)
            else:
                yield from secrets_of(value)
    elif isinstance(settings, list):
        for item in settings:
            yield from secrets_of(item)


def hide_secrets(settings: Any) -> Any:
    """A copy of a configuration that may be shown."""
    if isinstance(settings, dict):
        return {
            key: HIDDEN if _SECRET_KEY.search(str(key)) and isinstance(value, (str, int)) else hide_secrets(value)
            for key, value in settings.items()
        }
    if isinstance(settings, list):
        return [hide_secrets(item) for item in settings]
    return settings
