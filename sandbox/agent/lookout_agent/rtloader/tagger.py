"""`tagger`: tags of containers, of which the sandbox's hosts have none."""

from types import ModuleType

from .module import make_module


def tagger_module() -> ModuleType:
    def tag(_entity: str, _cardinality: int) -> list[str]:
        return []

    return make_module("tagger", {"LOW": 0, "ORCHESTRATOR": 1, "HIGH": 2, "tag": tag, "get_tags": tag})
