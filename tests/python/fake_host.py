"""A host with an Agent that prints what a test says, for the proof to look at."""

import json
import subprocess
import sys
from pathlib import Path

AGENT_FOLDER = Path(__file__).parents[2] / "components" / "agent"
PRINTS = Path(__file__).parent / "agent-prints"
sys.path.insert(0, str(AGENT_FOLDER))

import verify  # noqa: E402
from proof import agent, commands  # noqa: E402

# Each prints a file of the test's, and ends as another says.
AGENT = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
what=$1
[ "$1" != check ] || what=check-$2
printf '%s\\n' "$what" >>asked
[ ! -e "$what.sleeps" ] || sleep "$(cat "$what.sleeps")"
[ ! -e "$what" ] || cat "$what"
[ ! -e "$what.stderr" ] || cat "$what.stderr" >&2
[ ! -e "$what.exits" ] || exit "$(cat "$what.exits")"
"""
SYSTEMCTL = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
printf '%s\\n' "systemctl $*" >>asked
[ "$1" != restart ] || [ ! -e status.restarted ] || mv status.restarted status
[ ! -e "$1" ] || cat "$1"
"""
JOURNALCTL = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
[ ! -e journal ] || cat journal
"""


class FakeHost:
    """An Agent's answers, its files, and what was said of it."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder = folder / "bin"
        self.config = folder / "etc"
        self._capsys = capsys
        self.folder.mkdir()
        (self.config / "conf.d").mkdir(parents=True)
        for name, text in (
            ("datadog-agent", AGENT),
            ("systemctl", SYSTEMCTL),
            ("journalctl", JOURNALCTL),
        ):
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        self.write("datadog.yaml", "api_key: 00000000000000000000000000000000\nsite: datadoghq.com\n")
        self.says("is-enabled", "enabled")
        self.says("is-active", "active")
        self.status()

    def write(self, path: str, text: str) -> None:
        (self.config / path).parent.mkdir(parents=True, exist_ok=True)
        (self.config / path).write_text(text)

    def conf(self, name: str, *instances: dict) -> None:
        self.write(f"conf.d/{name}.d/conf.yaml", json.dumps({"init_config": {}, "instances": instances}))

    def says(self, what: str, stdout: str, stderr: str = "", exits: int = 0, sleeps: float = 0) -> None:
        (self.folder / what).write_text(stdout)
        for kind, value in (("stderr", stderr), ("exits", exits), ("sleeps", sleeps)):
            (self.folder / f"{what}.{kind}").write_text(str(value))

    def prints(self, what: str, file: str, stderr: str = "", exits: int = 0) -> None:
        """What a file of `agent-prints` holds."""
        self.says(what, self.here(printed(file)), stderr, exits)

    def here(self, text: str) -> str:
        """The folder of the Agent's is this test's."""
        return text.replace("/etc/datadog-agent", str(self.config))

    def status(self, after_restart: bool = False, **over) -> None:
        """The running Agent's status, with these keys over it; None takes one away."""
        status = {**json.loads(printed("status.json")), **over}
        text = json.dumps({key: value for key, value in status.items() if value is not None})
        if after_restart:
            (self.folder / "status.restarted").write_text(text)
        else:
            self.says("status", text)

    def keys(self, after_restart: bool = False, **verdicts: str) -> None:
        """What Datadog said of keys by their last five characters."""
        by_label = {f"API key ending with {key}": verdict for key, verdict in verdicts.items()}
        failed = {key: verdict for key, verdict in by_label.items() if verdict == "API Key invalid"}
        good = {key: verdict for key, verdict in by_label.items() if key not in failed}
        self.status(after_restart, forwarderStats={"APIKeyStatus": good, "APIKeyFailure": failed})

    def instantly(self, monkeypatch) -> None:
        """The answers without a process for each, where there are hundreds."""

        def run(command, _seconds):
            name = Path(command[0]).name
            what = command[1] if name == "systemctl" or command[1] != "check" else f"check-{command[2]}"
            files = [self.folder / f"{what}{kind}" for kind in ("", ".stderr", ".exits")]
            stdout, stderr, code = (file.read_text() if file.exists() else "" for file in files)
            return subprocess.CompletedProcess(command, int(code or 0), stdout, stderr)

        monkeypatch.setattr(commands, "run", run)
        monkeypatch.setattr(agent.time, "sleep", lambda _: None)

    @property
    def asked(self) -> list:
        return (self.folder / "asked").read_text().splitlines()

    def proof(self, *arguments: str):
        """What was proved, None where it was not, and the lines on stderr without the host's name."""
        code = verify.main(list(arguments))
        out, err = self._capsys.readouterr()
        assert not any(line.startswith("Traceback") for line in err.splitlines()), err
        lines = [line.split(": ", 1)[1] for line in err.splitlines()]
        assert (code, out == "") in ((0, False), (1, True)), (code, out, err)
        assert "proof itself failed" not in err, err
        return json.loads(out) if code == 0 else None, lines


def printed(file: str) -> str:
    return (PRINTS / file).read_text()
