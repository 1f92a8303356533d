"""Previews a stack of a few resources of Datadog's with policy packs, as somebody has one who never heard of Lookout.

preview.py RESOURCES PACK [CONFIG], where RESOURCES is a file: {"queue": {"class": "monitor", "inputs": {…}}}.
"""

import json
import os
import sys

import pulumi
import pulumi_datadog as datadog
from pulumi import automation

CLASSES = {"monitor": datadog.Monitor, "monitor_json": datadog.MonitorJson, "downtime": datadog.DowntimeSchedule}


def main(resources: str, pack: str, config: str | None = None) -> int:
    with open(resources, encoding="utf-8") as file:
        declared = json.load(file)

    def program() -> None:
        provider = datadog.Provider(
            "datadog",
            api_url=os.environ["DD_HOST"],
            api_key=os.environ["DD_API_KEY"],
            app_key=os.environ["DD_APP_KEY"],
            validate="false",
        )
        for name, resource in declared.items():
            options = pulumi.ResourceOptions(provider=provider)
            CLASSES[resource["class"]](name, **resource["inputs"], opts=options)

    stack = automation.create_or_select_stack("dev", project_name="queues", program=program)
    try:
        stack.preview(
            policy_packs=[pack],
            policy_pack_configs=[config] if config else None,
            on_output=print,
            color="never",
        )
    except automation.CommandError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
