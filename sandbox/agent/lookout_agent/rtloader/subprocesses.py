"""`_util`: how checks run other programs."""

import subprocess
from types import ModuleType

from .module import make_module


class SubprocessOutputEmptyError(Exception):
    """The program printed nothing where the check needs something."""


def get_subprocess_output(
    command: list[str], raise_on_empty_output: bool, env: dict[str, str] | None = None
) -> tuple[str, str, int]:
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if raise_on_empty_output and not result.stdout:
        raise SubprocessOutputEmptyError(f"{command[0]} printed nothing. {result.stderr}".strip())
    return result.stdout, result.stderr, result.returncode


def util_module() -> ModuleType:
    return make_module(
        "_util",
        {
            "get_subprocess_output": get_subprocess_output,
            "SubprocessOutputEmptyError": SubprocessOutputEmptyError,
        },
    )
