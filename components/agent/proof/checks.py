"""Whether each declared instance of a check is loaded and runs without an error."""

import re
from pathlib import Path

from . import answers, commands

# Python, the check's libraries and the Agent's own wait for the configuration; then each instance.
CHECK_SECONDS = 60
INSTANCE_SECONDS = 30
# How long a check waits for a statement or a connection, by the options that say it; what a second is in their unit.
TIME_LIMITS = {"query_timeout": 1000, "read_timeout": 1, "connect_timeout": 1, "timeout": 1}


def prove_check(name: str, declared: int, status):
    """What is wrong with a check, and what it warns of.

    The exit code says nothing: a check that raises still exits with 0, and so does one with instances left out.
    """
    own_file = commands.CONFIG / f"conf.d/{name}.d/conf.yaml"
    instances = answers.sequence(answers.part(commands.read_yaml(own_file), "instances"))
    seconds, waits = time_limit(instances, declared)
    try:
        # Datadog's own command, which sends nothing.
        answer = commands.run([*commands.AS_AGENT, commands.AGENT, "check", name, "--json"], seconds)
    except commands.TooSlowError:
        return [
            f"check {name} did not end within {seconds} s; it waits for its server{waits}: look there for locks and "
            "for statements that run long"
        ], []
    results = answers.found(answer.stdout, answers.is_results)
    if results is None:
        reason = answers.loading_reason(answer.stdout, answer.stderr) or f"exit code {answer.returncode}, and no word"
        return [f"check {name} fails: it was not loaded: {reason}; correct {own_file}'s settings in the stack"], []
    # Somebody's other file for the same check is not the stack's.
    own = [one for one in results if is_of(own_file, one)]
    warnings = []
    if len(own) < len(results):
        warnings.append(f"check {name} has more instances than the stack's, of another file in {own_file.parent}")
    if len(instances) != declared:
        instances = [{} for _ in range(declared)]
    absent = answers.missing(instances, own)
    places = places_of(instances, own, absent)
    failures = []
    if len(own) < declared:
        reasons = answers.configure_errors(status, name)
        failures.append(not_loaded(name, declared - len(own), instances, absent, reasons))
    for place, result in zip(places, own, strict=True):
        of_place = f" ({place})" if place and declared > 1 else ""
        failures += [f"check {name} fails{of_place}: {error}" for error in run_errors(result)]
        said = answers.sequence(answers.part(result, "runner", "LastWarnings"))
        warnings += [f"check {name} warns{of_place}: {answers.gist(warning)}" for warning in said]
    return failures, warnings


def is_of(file: Path, result) -> bool:
    """Whether a result is of an instance in this file: its source is `file:PATH`, by later versions `file:PATH[1]`."""
    source = str(answers.part(result, "runner", "CheckConfigSource") or "")
    return not source.startswith("file:") or re.sub(r"\[\d+\]$", "", source) == f"file:{file}"


def places_of(instances: list, results: list, absent) -> list:
    """Names for the results, which come in the instances' order; empty where it is not known whose they are."""
    if absent is None:
        return [""] * len(results)
    return [answers.label(one, index) for index, one in enumerate(instances) if index not in absent]


def not_loaded(name: str, count: int, instances: list, absent, reasons: list) -> str:
    """A sentence on instances that were left out, which the Agent does without a word where others are loaded."""
    every = [answers.label(one, index) for index, one in enumerate(instances)]
    who = " and ".join(every[i] for i in absent) if absent else f"which of them is not known: {'; '.join(every)}"
    why = f": {'; '.join(reasons)}" if reasons else f"; 'datadog-agent configcheck {name}' there shows its settings"
    are = "is" if count == 1 else "are"
    return f"check {name} fails: {count} of its {len(instances)} instances {are} not loaded ({who}){why}"


def run_errors(result) -> list:
    runner = answers.part(result, "runner")
    if not isinstance(runner, dict) or not {"LastError", "TotalRuns"} & runner.keys():
        return ["the Agent does not say how it ran; this version's 'check --json' is not known to Lookout"]
    if error := runner.get("LastError"):
        return answers.messages(error)
    return [] if runner.get("TotalRuns", 1) else ["it has not run; read 'datadog-agent status' there"]


def time_limit(instances: list, declared: int):
    """Seconds for a check, by what its instances are told to wait for, and that in words."""
    waits = []
    for instance in instances:
        limits = [(key, answers.part(instance, key)) for key in TIME_LIMITS]
        # Not of booleans, which are integers to Python.
        waits += [
            (value / TIME_LIMITS[key], key)
            for key, value in limits
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        ]
    seconds = CHECK_SECONDS + INSTANCE_SECONDS * max(declared, len(instances)) + sum(value for value, _ in waits)
    longest = max(waits, default=None)
    return round(seconds), f", up to {longest[0]:g} s each time ({longest[1]})" if longest else ""
