"""Whether the Agent runs, and Datadog accepts its API keys."""

import time

from . import answers, commands
from .settings import Settings

# A start, and an answer about each key: ten seconds at most, by the Agent's own bound.
PATIENCE_SECONDS = 60
STATUS_SECONDS = 30
# An answer about a key that is younger is not asked for again.
FRESH_SECONDS = 120


def prove_agent(settings: Settings):
    """The running Agent's status, None where it does not answer, and what is wrong with it."""
    if commands.systemctl("is-enabled", "datadog-agent").startswith("masked"):
        return None, ["datadog-agent.service is masked and never starts; run 'systemctl unmask datadog-agent' there"]
    status, why = wait_for_status(settings)
    failures = key_failures(status, settings) if status else []
    if failures and may_have_changed(status):
        # After a first failure the Agent asks about a key only once an hour, but always when it starts.
        commands.systemctl("restart", "datadog-agent")
        status, why = wait_for_status(settings)
        failures = key_failures(status, settings) if status else []
    if status is None:
        said = commands.run(commands.JOURNAL, STATUS_SECONDS).stdout.splitlines()
        ends = "\n  ".join([", which ends:", *(line[:200] for line in said)]) if said else ""
        return None, [f"the Agent does not answer ({why}); read 'journalctl -u datadog-agent' there{ends}"]
    return status, failures


def wait_for_status(settings: Settings):
    """The running Agent's status once it knows about its API keys; None and the reason where it does not answer."""
    expected = {key[-5:] for keys in [[settings.own_key], *settings.additional_keys.values()] for key in keys if key}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        status, why = ask_status()
        said = answers.verdicts(status)
        state = commands.systemctl("is-active", "datadog-agent")
        # systemd does not start it again by itself.
        has_ended = status is None and state == "failed"
        if (said and expected <= said.keys()) or has_ended or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return status, why if state in ("active", "") else f"its unit is {state}: {why}"


def ask_status():
    """The running Agent's status, and why there is none."""
    try:
        answer = commands.run([commands.AGENT, "status", "--json"], STATUS_SECONDS)
    except commands.TooSlowError:
        return None, f"no answer within {STATUS_SECONDS} s"
    status = answers.found(answer.stdout, answers.is_status) if answer.returncode == 0 else None
    return status, answers.loading_reason(answer.stdout, answer.stderr) or f"exit code {answer.returncode}"


def key_failures(status, settings: Settings) -> list:
    said = answers.verdicts(status)
    failures = answers.key_failures(said, settings.own_key, settings.additional_keys, settings.address)
    origin = settings.origins.get("DD_API_KEY")
    return [f"{one} (datadog.apiKey is overridden by DD_API_KEY in {origin})" if origin else one for one in failures]


def may_have_changed(status) -> bool:
    """Whether Datadog may answer otherwise now: the answer is old, or there was none."""
    started = answers.part(status, "agent_start_nano")
    is_fresh = isinstance(started, (int, float)) and time.time() - started / 1e9 < FRESH_SECONDS
    return not is_fresh or any(verdict != answers.INVALID for verdict in answers.verdicts(status).values())


def hostname_of(status) -> str:
    named = answers.part(status, "metadata", "meta", "hostname")
    if named:
        return str(named)
    try:
        lines = commands.run([commands.AGENT, "hostname"], STATUS_SECONDS).stdout.split()
    except commands.TooSlowError:
        lines = []
    return lines[-1] if lines else ""
