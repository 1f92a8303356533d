"""Reads what Datadog's Agent prints, of versions 7.40 to current: knows neither processes nor files.

What is read, by the Agent's own sources: pkg/cli/subcommands/check, pkg/collector (check/stats, python/loader,
scheduler), comp/forwarder/defaultforwarder/forwarder_health, comp/trace/status. Any key may be missing.
"""

import json
import re

LONGEST_GIST = 400
# What tells instances of a check apart for a person, in this order.
NAMES = ("host", "server", "port", "sock", "dbname", "database_autodiscovery", "url", "name")
# Keys of a status, of which some may be missing; an inner object has at most one of them.
STATUS = {
    "version",
    "pid",
    "metadata",
    "forwarderStats",
    "runnerStats",
    "pyLoaderStats",
    "apmStats",
    "agent_start_nano",
}
VALID = "API Key valid"
INVALID = "API Key invalid"
UNEXPECTED = "Unexpected response code from the API Key validation endpoint"
FAKE = "Fake API Key that skips validation"

ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*(?:\n|$))*")
# A constructor is tried in two ways; the second way's complaint is only that there is no such way.
OLD_WAY = re.compile(r"Deprecated constructor API returned:.*?(?=^\* |\Z)", re.DOTALL | re.MULTILINE)
NEW_WAY = re.compile(r"could not invoke '[^']*' python check constructor[^\n]*:\n")


def found(text: str, is_it):
    """The JSON value that is meant, wherever it begins: log lines, a check's own prints may stand around it."""
    decoder = json.JSONDecoder()
    for start in re.finditer(r"[\[{]", text):
        try:
            value, _ = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if is_it(value):
            return value
    return None


def is_status(value) -> bool:
    """Of `status --json`."""
    return isinstance(value, dict) and len(STATUS & value.keys()) > 1


def is_results(value) -> bool:
    """Of `check NAME --json`: one object for each instance that was loaded."""
    return isinstance(value, list) and any(isinstance(one, dict) and "runner" in one for one in value)


def part(value, *keys):
    """What is there under these keys; None where one of them is missing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def mapping(value) -> dict:
    return value if isinstance(value, dict) else {}


def sequence(value) -> list:
    return value if isinstance(value, list) else []


def gist(text) -> str:
    """An error in one line, without its traceback."""
    text = TRACEBACK.sub("", OLD_WAY.sub("", ESCAPES.sub("", str(text))))
    line = " ".join(NEW_WAY.sub("", text).split())
    return line if len(line) <= LONGEST_GIST else f"{line[:LONGEST_GIST]}…"


def messages(last_error) -> list:
    """Of `LastError`: of a Python check a JSON list of messages with their tracebacks, else a text."""
    try:
        errors = json.loads(last_error)
    except (TypeError, ValueError, RecursionError):
        errors = last_error
    said = []
    for error in errors if isinstance(errors, list) else [errors]:
        message = part(error, "message") if isinstance(error, dict) else error
        # Of an exception without words its kind is all there is.
        traceback = str(part(error, "traceback") or "").strip().splitlines()
        said.append(gist(message or (traceback[-1] if traceback else "")) or "an error without words")
    return list(dict.fromkeys(said))


def loading_reason(stdout: str, stderr: str) -> str:
    """Why no instance was loaded: on stdout under `Error: could not load NAME:` a line for each loader, and a word on
    stderr; empty where the Agent gave no reason."""
    text = ESCAPES.sub("", stdout)
    loaders = re.findall(r"^\* (.+?)(?=^\* |^\s*\n(?:Error|Warning):|\Z)", text, re.DOTALL | re.MULTILINE)
    # Loaders that merely know no check of the name.
    telling = [one for one in loaders if not re.search(r"not found in Catalog|Shared Library", one)] or loaders
    configuration = re.findall(r"^Error: (invalid config for .+)$", text, re.MULTILINE)
    if telling or configuration:
        return "; ".join(gist(one) for one in [*configuration, *telling])
    words = [line for line in ESCAPES.sub("", f"{stdout}\n{stderr}").splitlines() if line.strip()]
    return gist(words[-1]) if words else ""


def configure_errors(status, name: str) -> list:
    """What the running Agent says of instances that it refused, under `NAME (version)`."""
    errors = mapping(part(status, "pyLoaderStats", "ConfigureErrors"))
    of_check = [sequence(said) for key, said in errors.items() if str(key).split(" (")[0] == name]
    return list(dict.fromkeys(gist(error) for said in of_check for error in said))


def verdicts(status) -> dict:
    """What Datadog said of each API key, by the key's last five characters."""
    forwarder = part(status, "forwarderStats")
    said = {
        **mapping(part(forwarder, "APIKeyStatus")),
        **dict.fromkeys(mapping(part(forwarder, "APIKeyFailure")), INVALID),
    }
    return {str(key).rsplit(" ", 1)[-1]: str(verdict) for key, verdict in said.items()}


def key_failures(said: dict, own: str, additional: dict, address: str) -> list:
    """A sentence for each API key that is not known to be valid.

    own: the Agent's key, empty where it is not known; additional: keys by the URL that takes them;
    address: who is asked for the Agent's own.
    """
    places = {key[-5:]: url for url, keys in additional.items() for key in keys if key[-5:] != own[-5:]}
    if not any(key not in places for key in said):
        return ["the Agent has not asked Datadog about its API key; read 'journalctl -u datadog-agent' there"]
    return [
        additional_failure(verdict, key, places[key]) if key in places else own_failure(verdict, address)
        for key, verdict in said.items()
        if verdict != VALID
    ]


def own_failure(verdict: str, address: str) -> str:
    if verdict == INVALID:
        return (
            "Datadog does not accept the Agent's API key; check datadog.apiKey and that it is of datadog.site "
            f"({address} was asked)"
        )
    if verdict == FAKE:
        return "the Agent's API key is the placeholder of zeros, which Datadog never takes; set datadog.apiKey"
    if verdict == UNEXPECTED:
        return (
            f"the Agent could not ask Datadog about its API key: {address} answered, but not as Datadog does (200 or "
            "403 to /api/v1/validate); check agent.ddUrl and any proxy on the way: it must pass on every path"
        )
    return (
        f"the Agent could not ask Datadog about its API key ({gist(verdict)}); check the host's way to {address}: DNS, "
        "firewall, proxy"
    )


def additional_failure(verdict: str, key: str, url: str) -> str:
    place = f"the key of additional_endpoints that ends with {key}"
    if verdict == INVALID:
        return f"{url} does not accept {place}; correct it in agent.extra, or drop it. It is not datadog.apiKey"
    return f"the Agent could not ask {url} about {place} ({gist(verdict)}); check the host's way there, or drop it"


def label(instance, index: int) -> str:
    """An instance as a person knows it: `host localhost, port 5433`."""
    named = [f"{key} {instance[key]}" for key in NAMES if isinstance(part(instance, key), (str, int))]
    return ", ".join(named) or f"instance {index + 1}"


def missing(instances: list, results: list):
    """Indexes of the instances of which no result came; None where that can't be told."""
    lacking = len(instances) - len(results)
    sources = [re.search(r"\[(\d+)\]$", str(part(result, "runner", "CheckConfigSource"))) for result in results]
    if all(sources):
        loaded = {int(source[1]) for source in sources}
        absent = [index for index in range(len(instances)) if index not in loaded]
    else:
        seen = [words(result) for result in results]
        telling = [own_values(instance, instances) for instance in instances]
        absent = [i for i, values in enumerate(telling) if not any(values and values <= one for one in seen)]
    return absent if len(absent) == lacking else None


def own_values(instance, instances: list) -> set:
    """What tells an instance from the others."""
    shared = [key for key in NAMES if len({str(part(one, key)) for one in instances}) == 1]
    return {str(part(instance, key)) for key in NAMES if key not in shared and part(instance, key) is not None}


def words(result) -> set:
    """The values of all tags that an instance sent, and the words of its error."""
    sent = [one for section in mapping(part(result, "aggregator")).values() for one in sequence(section)]
    tags = [str(tag) for one in sent for tag in sequence(part(one, "tags"))]
    error = str(part(result, "runner", "LastError") or "")
    return {tag.split(":", 1)[-1] for tag in tags} | set(re.findall(r"[\w.-]*\w", error))
