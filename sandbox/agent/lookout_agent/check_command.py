"""`datadog-agent check NAME`: runs a check's instances once, in this process, and sends nothing."""

import json
import sys
from typing import Any

from .aggregator import Batch
from .collector import Collector, make_collector
from .config import load_config
from .logs import log_to
from .paths import Paths
from .scrubber import Scrubber
from .serializer import check_run_payload
from .text_report import checks_text
from .version import agent_version


def run_check(paths: Paths, name: str, as_json: bool) -> int:
    """
    Not zero only where no instance could be loaded; what an instance raises is in its `LastError`, and one that could
    not be loaded beside others is passed over without a word.
    """
    scrubber = Scrubber()
    log_to(None, "OFF", scrubber)
    collector = make_collector(paths, load_config(paths.config_file), agent_version(paths), scrubber, only=name)
    if not collector.checks.instances:
        _say_why(collector, name)
        return 255
    if len(collector.checks.instances) > 1:
        # On the same stream as the JSON, as the real one.
        print("Multiple check instances found, running each of them", flush=True)
    results = []
    for instance in collector.checks.instances:
        instance.run()
        results.append(_result(collector, collector.aggregator.drain(), instance.stats.as_json()))
    print(json.dumps(results, indent=2) if as_json else _text(results))
    return 0


def _result(collector: Collector, batch: Batch, stats: dict[str, Any]) -> dict[str, Any]:
    metrics = [
        {
            "metric": point.metric,
            "points": [[point.timestamp, point.value]],
            "tags": list(point.tags),
            "host": point.host,
            "type": point.kind,
            "interval": point.interval,
            "source_type_name": "System",
        }
        for point in batch.points
    ]
    # The Agent's own verdict on the run is not the check's.
    service_checks = [s for s in batch.service_checks if s.check != "datadog.agent.check_status"]
    sections = {"metrics": metrics, "service_checks": check_run_payload(service_checks), "events": batch.events}
    return {
        "aggregator": {name: content for name, content in sections.items() if content},
        "inventories": {stats["CheckID"]: collector.information.metadata.get(stats["CheckID"], {})},
        "runner": stats,
    }


def _say_why(collector: Collector, name: str) -> None:
    """The reasons on stdout, and on stderr that there is nothing to run."""
    if error := collector.configs.errors.get(name):
        print(f"\nError: invalid config for {name}: {error}")
    if errors := collector.checks.loader_errors.get(name):
        print(f"\nError: could not load {name}:")
        for loader, error in errors.items():
            print(f"* {loader}: {error}")
    sys.stdout.flush()
    print("Error: no valid check found", file=sys.stderr)


def _text(results: list[dict[str, Any]]) -> str:
    lines = []
    for result in results:
        for section, content in result["aggregator"].items():
            lines += [f"=== {section.replace('_', ' ').title()} ===", json.dumps(content, indent=2)]
        stats = result["runner"]
        lines += checks_text({stats["CheckName"]: {stats["CheckID"]: stats}})
    return "\n".join(lines)
