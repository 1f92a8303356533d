"""
The modules that the real Agent builds into its Python: `aggregator`, `datadog_agent`, `tagger` and `_util`.

`datadog_checks.base` imports them by these names and so sends to this Agent; where they are missing it falls back to
stubs that send nowhere. They must be there before it is imported for the first time.
"""

import sys

from ..aggregator import Aggregator
from . import subprocesses, tagger
from .aggregator import aggregator_module
from .datadog_agent import AgentInformation, datadog_agent_module

__all__ = ["AgentInformation", "provide_builtin_modules"]


def provide_builtin_modules(aggregator: Aggregator, information: AgentInformation) -> None:
    if "datadog_checks.base" in sys.modules:
        raise RuntimeError("datadog_checks.base was imported too early: checks would submit to its own stubs")
    for module in (
        aggregator_module(aggregator),
        datadog_agent_module(information),
        tagger.tagger_module(),
        subprocesses.util_module(),
    ):
        sys.modules[module.__name__] = module
