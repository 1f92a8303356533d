"""Where the Agent's files are: the same places as the real one's."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """Every file that the Agent reads or writes."""

    configuration: Path = Path("/etc/datadog-agent")
    installation: Path = Path("/opt/datadog-agent")
    logs: Path = Path("/var/log/datadog")

    @property
    def config_file(self) -> Path:
        return self.configuration / "datadog.yaml"

    @property
    def confd(self) -> Path:
        return self.configuration / "conf.d"

    @property
    def checksd(self) -> Path:
        return self.configuration / "checks.d"

    @property
    def auth_token(self) -> Path:
        """Lets `datadog-agent status` talk to the running Agent; readable by dd-agent and root."""
        return self.configuration / "auth_token"

    @property
    def log_file(self) -> Path:
        return self.logs / "agent.log"

    @property
    def manifest(self) -> Path:
        return self.installation / "version-manifest.json"

    @property
    def unsent_traces(self) -> Path:
        """What could not be sent any more when the Agent was stopped."""
        return self.cache / "unsent-traces.jsonl"

    @property
    def cache(self) -> Path:
        """What checks keep between runs of the Agent."""
        return self.installation / "run"
