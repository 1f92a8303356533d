"""A stand-in of Datadog's Redis integration: real login, the metrics and service checks of the real one."""

from .check import Redis

__all__ = ["Redis", "__version__"]

__version__ = "0.1.0"
