"""The programs of the end-to-end tests: each on loopback, in its own folder, stopped by its own pid."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

PROGRAMS = Path(sys.executable).parent
PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 15


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def environment(**variables: str) -> dict[str, str]:
    """Nothing of the caller's but the programs' places, so that its DD_ and PG variables do not leak in."""
    return {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **variables}


@contextmanager
def running(
    command: list[str], folder: Path, is_ready: Callable[[], bool], **options: Any
) -> Iterator[subprocess.Popen[str]]:
    """The program once it is ready, its output in the folder's `stdout` and `stderr`; stopped at the end."""
    with (folder / "stdout").open("w") as out, (folder / "stderr").open("w") as err:
        process = _start(command, out, err, options)
        try:
            _wait(process, is_ready, folder)
            yield process
        finally:
            stop(process)


def _start(command: list[str], out: IO[str], err: IO[str], options: dict[str, Any]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True, **options)


def _wait(process: "subprocess.Popen[str]", is_ready: Callable[[], bool], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if is_ready():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    output = (folder / "stdout").read_text() + (folder / "stderr").read_text()
    raise AssertionError(f"{process.args!r} did not start (exit {process.poll()}):\n{output[-4000:]}")


def stop(process: "subprocess.Popen[str]") -> None:
    """SIGTERM as systemd sends it, SIGKILL only where that is not heard."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)


def get(url: str) -> tuple[int, str]:
    """Status and text of the answer, a failure's as well."""
    try:
        with urllib.request.urlopen(url, timeout=15) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def answers(url: str) -> Callable[[], bool]:
    """Whether anything answers there yet."""

    def is_ready() -> bool:
        try:
            get(url)
        except OSError:
            return False
        return True

    return is_ready


def listens(port: int) -> Callable[[], bool]:
    """Whether the port is open; unlike a request, asking leaves no trace behind."""

    def is_ready() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    return is_ready


def why_no_postgres() -> str | None:
    """None where a throwaway PostgreSQL can run here."""
    if not (shutil.which("initdb") and shutil.which("postgres")):
        return "no initdb and postgres on the PATH"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "PostgreSQL refuses to run as root, and there is no user postgres"
    return None


@contextmanager
def postgres(folder: Path, password: str) -> Iterator[str]:
    """A throwaway PostgreSQL on a socket in the folder, whose user `flask` needs the password; yields its DSN.

    The folder's path must be short (a socket's may have 107 bytes) and open to the user that PostgreSQL runs as.
    """
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data, password_file = folder / "data", folder / "password"
    password_file.write_text(password)
    password_file.chmod(0o644)
    subprocess.run(
        ["initdb", "--no-sync", "--no-locale", "--encoding=UTF8", "--username=flask", "--auth=scram-sha-256",
         f"--pwfile={password_file}", f"--pgdata={data}"],
        check=True, capture_output=True, timeout=START_SECONDS, cwd=folder, **account,
    )  # fmt: skip
    command = ["postgres", "-D", str(data), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    is_ready = _accepts(folder / ".s.PGSQL.5432")
    with running(command, folder, is_ready, cwd=folder, **account):
        yield f"host={folder} dbname=postgres user=flask"


def _accepts(socket_file: Path) -> Callable[[], bool]:
    def is_ready() -> bool:
        # The file is there before the server takes connections, the pid file says when it does.
        pid_file = socket_file.parent / "data" / "postmaster.pid"
        return socket_file.exists() and pid_file.read_text().rstrip().endswith("ready")

    return is_ready


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
