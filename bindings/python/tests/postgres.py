"""A PostgreSQL server of the run's own: made, started on a loopback port, stopped and thrown away."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator


def programs() -> pathlib.Path | None:
    """The folder of `initdb` and `pg_ctl`, which Debian keeps out of the search path."""
    found = shutil.which("initdb")
    if found:
        return pathlib.Path(found).parent
    return max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The URL of a fresh, empty database."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("initdb")
    # The server refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="fieldveil-postgres-") as place, socket.socket() as free:
        if as_user:
            shutil.chown(place, "postgres")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        data = f"{place}/data"

        def run(program: str, *arguments: str) -> None:
            command = [*as_user, str(folder / program), *arguments]
            done = subprocess.run(command, cwd=place, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            assert done.returncode == 0, f"{program}: {done.stdout[-2000:]}{done.stderr[-2000:]}"

        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        run("pg_ctl", "-D", data, "-l", f"{place}/log", "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
