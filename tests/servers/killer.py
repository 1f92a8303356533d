#!/usr/bin/python3
"""Runs a script and kills it in the middle of one of its statements.

`killer.py run N` takes the script's text as the first line of standard input (base64) and its own input after it, kills
it after N writing statements reached a server, and prints how many there were. As `psql`, `mysql` or `mariadb` it passes
statements on to the real client, and stops where it is told to.
"""

import base64
import os
import re
import signal
import subprocess
import sys
import time

STATE = "/run/killer"
# What only reads is not worth a kill: nothing is different after it.
READS = re.compile(rb"\s*(SET |SELECT (?![^;]*\\gexec)|SHOW |WITH |DELIMITER|\\set|$)", re.IGNORECASE)


def client() -> int:
    name = os.path.basename(sys.argv[0])
    real = f"/usr/bin/{name}"
    text = sys.stdin.buffer.read() if "-c" not in sys.argv else b""
    allowed = 0
    # A statement ends at a line's end; a body of several lines has ends of its own.
    pieces = re.split(rb"(?<=;)\n(?!  |END)|(?<=gexec)\n", text)
    for i, piece in enumerate(pieces):
        with open(f"{STATE}/count", "r+", encoding="ascii") as file:
            count, limit = (int(word) for word in file.read().split())
            writes = (not READS.match(piece) and piece.strip() != b"") or (text == b"" and "password" in " ".join(sys.argv))
            if writes:
                file.seek(0)
                file.write(f"{count + 1} {limit}")
        if writes and count + 1 > limit:
            allowed = i
            break
    else:
        return subprocess.run([real, *sys.argv[1:]], input=text if "-c" not in sys.argv else None, check=False).returncode
    # The connection is open and part of the text was sent when the script dies.
    run = subprocess.Popen([real, *sys.argv[1:]], stdin=subprocess.PIPE)
    run.stdin.write(b"\n".join(pieces[:allowed]) + b"\n")
    run.stdin.flush()
    time.sleep(0.15)
    open(f"{STATE}/hit", "w", encoding="ascii").close()
    time.sleep(30)
    return 1


def main(limit: int) -> None:
    os.makedirs(STATE, exist_ok=True)
    os.chmod(STATE, 0o777)
    if os.path.exists(f"{STATE}/hit"):
        os.remove(f"{STATE}/hit")
    with open(f"{STATE}/count", "w", encoding="ascii") as file:
        file.write(f"0 {limit}")
    os.chmod(f"{STATE}/count", 0o666)
    first, _, rest = sys.stdin.buffer.read().partition(b"\n")
    run = subprocess.Popen(["/bin/sh", "-c", base64.b64decode(first).decode()], stdin=subprocess.PIPE, start_new_session=True)
    run.stdin.write(rest)
    run.stdin.close()
    while run.poll() is None and not os.path.exists(f"{STATE}/hit"):
        time.sleep(0.02)
    killed = run.poll() is None
    if killed:
        os.killpg(run.pid, signal.SIGKILL)
        # What became leader of a session of its own.
        subprocess.run(["pkill", "-9", "-f", "^/usr/bin/python3 /usr/sbin/"], check=False)
        subprocess.run(["pkill", "-9", "-x", "psql|mysql|mariadb"], check=False)
    run.wait()
    with open(f"{STATE}/count", "r+", encoding="ascii") as file:
        print("killed" if killed else f"ended {run.returncode}", file.read().split()[0])
        # Runs of others are let be.
        file.seek(0)
        file.write("0 1000000")


if __name__ == "__main__":
    if os.path.basename(sys.argv[0]) in ("psql", "mysql", "mariadb"):
        sys.exit(client())
    main(int(sys.argv[2]))
