"""The lengths of keys that an instance names."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

_PATTERN = re.compile(r"(?<!\\)[*?[]")
_COMMANDS = {"list": "llen", "set": "scard", "zset": "zcard", "hash": "hlen"}


def lengths(
    named: list[str], databases: list[int], connected: Callable[[int], Any]
) -> Iterator[tuple[str, int, list[str]]]:
    """
    Name, length and tags of each key that has one, by database; at last those that no database has, with 0.

    Args:
        named: names or patterns.
        connected: a client of that database.
    """
    overall: dict[str, int] = defaultdict(int)
    for database in databases:
        client = connected(database)
        for name in named:
            for key in client.scan_iter(match=name) if _PATTERN.search(name) else [name]:
                kind = client.type(key)
                length = _length(client, key, kind)
                overall[key] += length
                if length > 0:
                    yield key, length, [f"key_type:{kind}", f"redis_db:db{database}"]
    for key, length in overall.items():
        if length == 0:
            yield key, 0, []


def _length(client: Any, key: str, kind: str) -> int:
    if kind in _COMMANDS:
        return int(getattr(client, _COMMANDS[kind])(key))
    return 1 if kind == "string" else 0
