"""What decides how the running Agent is set, the stack's files and others."""

import re
from pathlib import Path

from . import answers, commands

ASSIGNMENT = re.compile(r"^\s*(DD_\w+)=[\"']?(.*?)[\"']?\s*$", re.MULTILINE)


class Settings:
    """The running Agent's: its file, over it its unit's environment, and over both the policies of Fleet Automation."""

    def __init__(self) -> None:
        self.file = answers.mapping(commands.read_yaml(commands.CONFIG / "datadog.yaml"))
        self.environment: dict = {}
        """Values of `DD_…` by name, and in `origins` whence."""
        self.origins: dict = {}
        shown = commands.systemctl("show", "datadog-agent", "--property=Environment", "--property=EnvironmentFiles")
        files = re.findall(r"^EnvironmentFiles=(\S+)", shown, re.MULTILINE)
        self._take("its unit", re.findall(r"\b(DD_\w+)=([^\s\"]*)", shown))
        for file in dict.fromkeys([str(commands.CONFIG / "environment"), *files]):
            self._take(file, ASSIGNMENT.findall(commands.text_of(Path(file))))
        # The package's own units set it.
        managed = Path(self.environment.pop("DD_FLEET_POLICIES_DIR", commands.CONFIG / "managed/datadog-agent/stable"))
        self.policies = sorted(path for path in managed.rglob("*.yaml") if answers.mapping(commands.read_yaml(path)))
        self.policy = answers.mapping(commands.read_yaml(managed / "datadog.yaml"))

    def _take(self, origin: str, variables: list) -> None:
        for name, value in variables:
            self.environment[name] = value
            self.origins[name] = origin

    def overriding(self) -> list:
        """What is not in the stack and decides over what is: names only, since a value may be a secret."""
        by_origin: dict = {}
        for name in self.environment:
            by_origin.setdefault(self.origins[name], []).append(name)
        said = [
            f"{origin} sets {', '.join(sorted(names))}, which decides over datadog.yaml; take it out there, or the "
            "stack's own setting has no effect"
            for origin, names in by_origin.items()
        ]
        return said + [
            f"{path} is a policy of Fleet Automation and decides over the stack's files{of_keys(path)}; withdraw it in "
            "Datadog"
            for path in self.policies
        ]

    def get(self, key: str):
        return self.policy.get(key) or self.environment.get(f"DD_{key.upper()}") or self.file.get(key)

    @property
    def own_key(self) -> str:
        return self._opened(str(self.get("api_key") or ""))

    def _opened(self, value: str) -> str:
        """A secret that a file holds; what another backend's handle stands for is not known here, and empty."""
        if not value.startswith("ENC["):
            return value
        if self.get("secret_backend_type") != "file.yaml":
            return ""
        file = Path(str(answers.part(self.get("secret_backend_config"), "file_path")))
        return str(answers.mapping(commands.read_yaml(file)).get(value[4:-1]) or "")

    @property
    def additional_keys(self) -> dict:
        endpoints = self.get("additional_endpoints")
        # In an environment it is JSON.
        endpoints = answers.mapping(answers.found(endpoints, bool) if isinstance(endpoints, str) else endpoints)
        return {str(url): [self._opened(str(key)) for key in answers.sequence(keys)] for url, keys in endpoints.items()}

    @property
    def address(self) -> str:
        return str(self.get("dd_url") or f"https://api.{self.get('site') or 'datadoghq.com'}")


def of_keys(path: Path) -> str:
    keys = answers.mapping(commands.read_yaml(path)) if path.name == "datadog.yaml" else {}
    return f" in {', '.join(sorted(map(str, keys)))}" if keys else ""
