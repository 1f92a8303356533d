"""A stand-in of Datadog's PostgreSQL integration: real login, the metrics that dashboards and monitors use most."""

from .check import PostgreSql

__all__ = ["PostgreSql", "__version__"]

__version__ = "0.1.0"
