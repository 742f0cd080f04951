"""A PostgreSQL server for tests, with the programs that Debian installs, as its user postgres."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

# With everything that has a meaning in an address, and in alembic's file.
PASSWORD = "p@ss%40 w/:?#%(x)s"
# The server refuses to run as root.
USER = "postgres"


def programs() -> Path | None:
    """The folder of the server's programs; Debian has none of them on the path."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).parent if found else folders[-1].parent if folders else None


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int

    def url(self, database: str, user: str = USER) -> str:
        """The address of a database."""
        parts = {"username": user, "password": PASSWORD, "host": "127.0.0.1", "port": self.port}
        address = URL.create("postgresql+psycopg", database=database, **parts)
        return address.render_as_string(hide_password=False)

    def ask(self, statement: str, database: str = USER) -> list[Any]:
        """Execute a statement, in a connection of its own."""
        engine = create_engine(self.url(database), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            done = connection.execute(text(statement))
            return [tuple(row) for row in done] if done.returns_rows else []

    def make(self, database: str, like: str = "template1") -> str:
        """Make a database, and return its address."""
        self.ask(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.url(database)

    def end_connections(self, database: str) -> int:
        """End all connections to a database, and return how many there were."""
        return len(
            self.ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{database}'"
            )
        )


@contextmanager
def running(bin: Path) -> Iterator[Server]:
    """Start a server in a folder of its own, and stop it."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", USER, "--"]
        for path in (folder, secret):
            shutil.chown(path, USER)
    data = folder / "data"

    def run(*command: object) -> None:
        done = subprocess.run(
            [*as_user, *map(str, command)], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    control = (bin / "pg_ctl", "--pgdata", data, "--wait")
    try:
        asked = ("--auth", "scram-sha-256", "--pwfile", secret, "--encoding", "UTF8")
        run(bin / "initdb", "--pgdata", data, "--username", USER, *asked)
        run(*control, "--log", folder / "log", "--options", options, "start")
        try:
            yield Server(port)
        finally:
            run(*control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
