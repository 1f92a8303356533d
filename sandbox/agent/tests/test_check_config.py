"""conf.d"""

from pathlib import Path

import pytest

from lookout_agent.check_config import load_check_configs


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


INSTANCE = "init_config:\ninstances:\n  - {}\n"


def test_every_yaml_file_of_a_checks_folder_counts_and_no_other(tmp_path: Path) -> None:
    for name in ("conf.yaml", "more.yml", "conf.yaml.example", "conf.yaml.backup"):
        write(tmp_path / "postgres.d" / name, INSTANCE)
    write(tmp_path / "redis.yaml", INSTANCE)

    found = load_check_configs(tmp_path)

    assert [(c.name, c.source.name) for c in found.configs] == [
        ("postgres", "conf.yaml"),
        ("postgres", "more.yml"),
        ("redis", "redis.yaml"),
    ]


def test_a_default_gives_way_to_a_file_of_the_users(tmp_path: Path) -> None:
    write(tmp_path / "cpu.d" / "conf.yaml.default", INSTANCE)
    write(tmp_path / "load.d" / "conf.yaml.default", INSTANCE)
    write(tmp_path / "load.d" / "conf.yaml", INSTANCE)

    found = load_check_configs(tmp_path)

    assert [c.source.name for c in found.configs] == ["conf.yaml.default", "conf.yaml"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("instances: [", "is not YAML, line"),
        ("- 1", "expected a map"),
        ("init_config: {}\n", "has no `instances`"),
        ("instances: []", "has no `instances`"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_others_are_read(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path / "bad.d" / "conf.yaml", text)
    write(tmp_path / "good.d" / "conf.yaml", INSTANCE)

    found = load_check_configs(tmp_path)

    assert [c.name for c in found.configs] == ["good"]
    assert "bad.d/conf.yaml" in found.errors["bad"]
    assert complaint in found.errors["bad"]
