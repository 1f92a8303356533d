"""Whether Datadog accepts the API key."""

from dataclasses import dataclass

import requests

from .config import Config

VALID = "API Key valid"
INVALID = "API Key invalid"
UNREACHABLE = "Unable to reach the API Key validation endpoint"
UNEXPECTED = "Unexpected response code from the API Key validation endpoint"

_TIMEOUT = 10


@dataclass
class ApiKeyHealth:
    """In the words of the real Agent's status: a refused key is in `failure`, anything else in `status`."""

    key: str
    """As it may be shown: `API key ending with 12345`."""
    verdict: str = ""

    @property
    def status(self) -> dict[str, str]:
        return {self.key: self.verdict} if self.verdict and self.verdict != INVALID else {}

    @property
    def failure(self) -> dict[str, str]:
        return {self.key: INVALID} if self.verdict == INVALID else {}


def api_key_health(config: Config) -> ApiKeyHealth:
    return ApiKeyHealth(f"API key ending with {config.api_key[-5:]}")


def validate(config: Config) -> str:
    session = requests.Session()
    session.trust_env = False
    try:
        response = session.get(
            f"{config.dd_url}/api/v1/validate", headers={"DD-API-KEY": config.api_key}, timeout=_TIMEOUT
        )
    except requests.RequestException:
        return UNREACHABLE
    if response.status_code == 200:
        return VALID
    return INVALID if response.status_code == 403 else UNEXPECTED
