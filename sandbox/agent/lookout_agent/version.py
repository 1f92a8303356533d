"""The version of the package that this copy was installed from."""

import json

from .paths import Paths


def agent_version(paths: Paths) -> str:
    manifest = json.loads(paths.manifest.read_text())
    return str(manifest["build_version"])
