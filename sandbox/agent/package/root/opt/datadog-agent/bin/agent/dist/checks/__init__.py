"""The name that `AgentCheck` had in the Agent 5; the real Agent keeps it, too."""

from datadog_checks.base import AgentCheck

__all__ = ["AgentCheck"]
