"""Whatever an Agent prints, the proof says a sentence."""

import json
import random

from fake_host import printed
from proof import answers

NOISE = [
    "[",
    "]",
    "{",
    "}",
    '"',
    "\\",
    "\n",
    " ",
    "é",
    "\x1b[0m",
    "null",
    "{}",
    "[]",
    "[{}]",
    '{"runner": 1}',
    "Error: ",
    "* ",
    "\x00",
]


# field/agent.md 1: around the JSON stands anything
def test_json_is_found_in_any_noise():
    chance = random.Random(1)  # noqa: S311
    meant = json.loads(printed("two.txt").split("\n", 1)[1])
    for _ in range(300):
        before, after = ("".join(chance.choices(NOISE, k=chance.randrange(40))) for _ in range(2))
        # A value of the noise's own that is meant, too, can't be told from it.
        if '{"runner": 1}' in before:
            continue
        assert answers.found(before + "\n" + json.dumps(meant, indent=2) + after, answers.is_results) == meant, before


def test_anything_at_all_is_a_sentence(host, monkeypatch):
    host.instantly(monkeypatch)
    chance = random.Random(2)  # noqa: S311
    files = [printed(file) for file in ("two.txt", "raised.txt", "refused.txt", "status.json", "warned.txt")]
    host.conf("postgres", {"port": 5432}, {"port": 5433})
    for _ in range(200):
        for what in ("check-postgres", "status"):
            text = "".join(cut(chance, chance.choice([*files, *NOISE])) for _ in range(chance.randrange(4)))
            host.says(what, text.replace("\x00", ""), cut(chance, chance.choice(files)), chance.choice([0, 0, 255]))
        proved, lines = host.proof("postgres=2")
        assert proved or lines


def cut(chance: random.Random, text: str) -> str:
    return text[chance.randrange(len(text)) :] if chance.random() < 0.3 else text[: chance.randrange(len(text) + 1)]


def test_any_part_of_a_result_may_be_missing_or_odd(host, monkeypatch):
    host.instantly(monkeypatch)
    host.conf("postgres", {"port": 5432}, {"port": 5433})
    whole = json.loads(printed("two.txt").split("\n", 1)[1])
    for key in ("aggregator", "runner", "inventories", *whole[0]["runner"], *whole[0]["aggregator"]):
        for odd in (None, [], {}, "text", 7, ["x"], [{"tags": None}, 3]):
            results = json.loads(json.dumps(whole))
            for inner in (results[1], results[1].get("runner"), results[1].get("aggregator")):
                if isinstance(inner, dict) and key in inner:
                    inner[key] = odd
            host.says("check-postgres", json.dumps(results))
            proved, lines = host.proof("postgres=2")
            assert proved or lines
