"""Whether Datadog accepts the API keys."""

import ipaddress
import urllib.parse

import requests

from .config import Config

VALID = "API Key valid"
INVALID = "API Key invalid"
FAKE = "Fake API Key that skips validation"
UNREACHABLE = "Unable to reach the API Key validation endpoint"
UNEXPECTED = "Unexpected response code from the API Key validation endpoint"

VALIDATION_SECONDS = 3600
"""Nothing is asked again before, whatever the answer was (`forwarder_apikey_validation_interval`)."""

_FAKE_KEY = "0" * 32
_TIMEOUT = 10
"""Of all keys together."""


class ApiKeys:
    """
    The Agent's own key and those of `additional_endpoints`.

    In the words of the real Agent's status: a refused key is in `failures`, anything else in `statuses`; a key is known
    by its last five characters, so that of two that end alike only the later is seen.
    """

    def __init__(self, config: Config) -> None:
        self._keys = [(config.dd_url, config.api_key), *config.additional_keys]
        self._verdicts: dict[str, str] = {}

    def ask(self) -> None:
        for url, key in self._keys:
            self.heard(key, _validate(url, key, _TIMEOUT / len(self._keys)))

    def heard(self, key: str, verdict: str) -> None:
        self._verdicts[f"API key ending with {key[-5:]}"] = verdict

    @property
    def statuses(self) -> dict[str, str]:
        return {key: verdict for key, verdict in self._verdicts.items() if verdict != INVALID}

    @property
    def failures(self) -> dict[str, str]:
        return {key: verdict for key, verdict in self._verdicts.items() if verdict == INVALID}

    @property
    def healthy(self) -> bool:
        """Where nothing could be asked, or one key is good, the real Agent believes that all is well."""
        return not self._verdicts or bool(self.statuses)


def _validate(url: str, key: str, timeout: float) -> str:
    if key == _FAKE_KEY:
        return FAKE
    if not _is_in_the_sandbox(url):
        return UNREACHABLE
    session = requests.Session()
    session.trust_env = False
    try:
        response = session.get(f"{url}/api/v1/validate", headers={"DD-API-KEY": key}, timeout=timeout)
    except requests.RequestException:
        return UNREACHABLE
    if response.status_code == 200:
        return VALID
    return INVALID if response.status_code == 403 else UNEXPECTED


def _is_in_the_sandbox(url: str) -> bool:
    """A stand-in asks nobody on the internet."""
    try:
        return ipaddress.ip_address(urllib.parse.urlsplit(url).hostname or "").is_private
    except ValueError:
        return False
