"""Under which names a database goes in Datadog."""

from string import Template
from typing import Any

from datadog_checks.base.utils.db.utils import resolve_db_host


def reported_hostname(instance: dict[str, Any], host: str) -> str:
    """
    The host of all that is sent. An address that is neither loopback nor a socket is a host of its own, unless the
    instance names another.
    """
    return str(instance.get("reported_hostname") or resolve_db_host(host))


def identity_tags(instance: dict[str, Any], host: str, port: int) -> list[str]:
    """What Database Monitoring tells databases apart by: without a template, two servers of a host are one."""
    template = str((instance.get("database_identifier") or {}).get("template") or "$resolved_hostname")
    names = {"resolved_hostname": reported_hostname(instance, host), "host": host, "port": str(port)}
    return [
        f"database_hostname:{resolve_db_host(host)}",
        f"database_instance:{Template(template).safe_substitute(names)}",
    ]
