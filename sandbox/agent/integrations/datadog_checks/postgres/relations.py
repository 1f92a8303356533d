"""Metrics of the tables that an instance names."""

from dataclasses import dataclass
from typing import Any

from datadog_checks.base import ConfigurationError

TABLES = """
SELECT schemaname, relname, n_live_tup, n_dead_tup, coalesce(seq_scan, 0), pg_total_relation_size(relid)
  FROM pg_stat_user_tables
 WHERE (relname = %(name)s OR relname ~ %(regex)s) AND (%(schemas)s::text[] IS NULL OR schemaname = ANY (%(schemas)s))
"""

# The columns of TABLES after schema and table: metric, and how it is submitted.
TABLE_METRICS = (
    ("live_rows", "gauge"),
    ("dead_rows", "gauge"),
    ("seq_scans", "rate"),
    ("total_size", "gauge"),
)


@dataclass(frozen=True)
class Relation:
    name: str | None
    regex: str | None
    schemas: tuple[str, ...] | None
    """None is every schema."""

    @classmethod
    def of(cls, option: Any) -> "Relation":
        """
        Raises:
            ConfigurationError: names the option.
        """
        if isinstance(option, str):
            return cls(option, None, None)
        if not isinstance(option, dict) or not ({"relation_name", "relation_regex"} & option.keys()):
            raise ConfigurationError(f"relations: expected relation_name or relation_regex, got {option!r}")
        schemas = option.get("schemas")
        return cls(option.get("relation_name"), option.get("relation_regex"), tuple(schemas) if schemas else None)

    def parameters(self) -> dict[str, Any]:
        return {"name": self.name, "regex": self.regex, "schemas": list(self.schemas) if self.schemas else None}
