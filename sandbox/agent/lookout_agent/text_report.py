"""What `datadog-agent status` and `configcheck` print for people."""

import json
import time
from collections.abc import Iterator
from typing import Any

import yaml


def status_text(status: dict[str, Any]) -> str:
    title = f"Agent (v{status['version']})"
    sections = (_header(status), _checks(status), _errors(status), _forwarder(status), _apm(status))
    lines = [_underlined(title, "="), *(line for section in sections for line in section)]
    return "\n".join(lines)


def config_text(shown: dict[str, Any], name: str | None) -> str:
    configs = [config for config in shown["configs"] if name in (None, config["check_name"])]
    blocks = []
    for config in configs:
        blocks += [
            f"=== {config['check_name']} check ===",
            f"Configuration provider: {config['provider']}",
            f"Configuration source: {config['source']}",
        ]
        for instance in config["instances"]:
            blocks += ["Instance:", yaml.safe_dump(instance).rstrip(), "~"]
        blocks += ["Init Config:", yaml.safe_dump(config["init_config"]).rstrip(), "===", ""]
    errors = [f"{check}: {error}" for check, error in shown["config_errors"].items() if name in (None, check)]
    return "\n".join([*(["=== Configuration errors ===", *errors, ""] if errors else []), *blocks])


def checks_text(runner_checks: dict[str, dict[str, Any]]) -> Iterator[str]:
    for name, instances in runner_checks.items():
        yield from ("", _underlined(f"    {name}", "-"))
        for stats in instances.values():
            yield from _instance(stats)


def _header(status: dict[str, Any]) -> Iterator[str]:
    yield f"  {status['stand_in']}"
    yield f"  Status date: {_date(status['time_nano'] / 1e9)}"
    yield f"  Agent start: {_date(status['agent_start_nano'] / 1e9)}"
    yield f"  Pid: {status['pid']}"
    yield f"  Python Version: {status['python_version']}"
    yield f"  Log Level: {status['config']['log_level']}"
    yield from ("", _underlined("  Hostnames", "="))
    yield f"    hostname: {status['hostname']} ({status['hostnameStats']['provider']})"
    yield f"    host tags: {', '.join(status['hostTags'])}"


def _checks(status: dict[str, Any]) -> Iterator[str]:
    yield from ("", _underlined("  Running Checks", "="))
    yield from checks_text(status["runnerStats"]["Checks"])


def _instance(stats: dict[str, Any]) -> Iterator[str]:
    state = "ERROR" if stats["LastError"] else "WARNING" if stats["LastWarnings"] else "OK"
    yield f"      Instance ID: {stats['CheckID']} [{state}]"
    yield f"      Configuration Source: {stats['CheckConfigSource']}"
    yield f"      Total Runs: {stats['TotalRuns']}"
    yield f"      Metric Samples: Last Run: {stats['MetricSamples']}, Total: {stats['TotalMetricSamples']}"
    yield f"      Service Checks: Last Run: {stats['ServiceChecks']}, Total: {stats['TotalServiceChecks']}"
    yield f"      Average Execution Time : {stats['AverageExecutionTime']}ms"
    yield f"      Last Successful Execution Date : {_date(stats['LastSuccessDate'])}"
    for report in json.loads(stats["LastError"] or "[]"):
        yield f"      Error: {report['message']}"
    for warning in stats["LastWarnings"]:
        yield f"      Warning: {warning}"


def _errors(status: dict[str, Any]) -> Iterator[str]:
    loading = status["checkSchedulerStats"]["LoaderErrors"]
    configuring = status["pyLoaderStats"]["ConfigureErrors"]
    reading = status["autoConfigStats"]["ConfigErrors"]
    if loading:
        yield from ("", _underlined("  Loading Errors", "="))
        for check, by_loader in loading.items():
            yield from (f"    {check}: {loader}: {error}" for loader, error in by_loader.items())
    if configuring:
        yield from ("", _underlined("  Check Initialization Errors", "="))
        for check, errors in configuring.items():
            yield from (f"    {check}: {error}" for error in errors)
    if reading:
        yield from ("", _underlined("  Config Errors", "="))
        yield from (f"    {check}: {error}" for check, error in reading.items())


def _forwarder(status: dict[str, Any]) -> Iterator[str]:
    stats = status["forwarderStats"]
    yield from ("", _underlined("  Forwarder", "="))
    yield from (f"    {name}: {count}" for name, count in stats["Transactions"].items())
    yield from ("", _underlined("  API Keys status", "="))
    yield from (f"    {key}: {verdict}" for key, verdict in {**stats["APIKeyStatus"], **stats["APIKeyFailure"]}.items())


def _apm(status: dict[str, Any]) -> Iterator[str]:
    stats = status["apmStats"]
    if not stats:
        return
    yield from ("", _underlined("  APM Agent", "="))
    if error := stats.get("error"):
        yield f"    Status: Not running or unreachable on localhost:{stats['port']}"
        yield f"    Error: {error}"
        return
    config = stats["config"]
    yield "    Status: Running"
    yield f"    Pid: {stats['pid']}"
    yield f"    Uptime: {stats['uptime']} seconds"
    yield f"    Receiver: {config['ReceiverHost']}:{config['ReceiverPort']}"
    yield f"    Endpoints: {', '.join(endpoint['Host'] for endpoint in config['Endpoints'])}"
    yield from ("", _underlined("    Receiver (since the Agent started)", "="))
    for counts in stats["receiver"]:
        yield (
            f"      From {counts['Lang']} {counts['LangVersion']} ({counts['Interpreter']}), "
            f"client {counts['TracerVersion']}"
        )
        yield f"        Traces received: {counts['TracesReceived']} ({counts['TracesBytes']} bytes)"
        yield f"        Traces not kept by the tracer's sampling: {counts['TracesUnsampled']}"
        yield f"        Spans received: {counts['SpansReceived']}"
    for key, rate in stats["ratebyservice_filtered"].items():
        yield f"      Priority sampling rate for '{key}': {rate:.1%}"
    writer = stats["trace_writer"]
    yield from ("", _underlined("    Writer (since the Agent started)", "="))
    yield f"      Traces: {writer['Payloads']} payloads, {writer['Traces']} traces, {writer['Spans']} spans"
    yield f"      Stats: {stats['stats_writer']['Payloads']} payloads"


def _underlined(title: str, character: str) -> str:
    text = title.strip()
    return f"{title}\n{' ' * (len(title) - len(text))}{character * len(text)}"


def _date(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds)) if seconds else "Never"
