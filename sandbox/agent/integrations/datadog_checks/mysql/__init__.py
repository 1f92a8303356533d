"""A stand-in of Datadog's MySQL integration: real login, the metrics that dashboards and monitors use most."""

from .check import MySql

__all__ = ["MySql", "__version__"]

__version__ = "0.1.0"
