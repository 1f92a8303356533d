"""A module made of values instead of a file."""

from types import ModuleType
from typing import Any


def make_module(name: str, attributes: dict[str, Any]) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(attributes)
    return module
