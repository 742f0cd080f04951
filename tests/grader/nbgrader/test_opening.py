"""nbgrader is imported without what only takes time, and does what it does all the same."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from grader.nbgrader.opening import interface, make_whole, read_only


def printed(code: str, *arguments: object) -> list[str]:
    """The words that code prints in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


def test_neither_setuptools_nor_a_server_is_imported_with_nbgrader() -> None:
    modules = printed(
        "import sys; from grader.nbgrader.opening import interface; interface(); print(*sys.modules)"
    )
    assert "nbgrader.api" in modules
    assert not {"setuptools", "pkg_resources", "nbgrader.server_extensions"} & {*modules}


def test_nbgrader_unpacks_archives_nevertheless(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "work.zip", "w") as archive:
        archive.writestr("notes.txt", "read me")
    code = (
        "import sys; from grader.nbgrader.opening import interface; interface(); "
        "from nbgrader.utils import unzip; unzip(*sys.argv[1:])"
    )
    printed(code, tmp_path / "work.zip", tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "read me"


def test_a_new_gradebook_appears_with_all_that_fills_it(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"

    def fill(new: str) -> None:
        assert not path.exists()
        with interface().Gradebook(new) as book:
            book.add_assignment("first")

    make_whole(f"sqlite:///{path}", fill)
    with interface().Gradebook(f"sqlite:///{path}") as book:
        assert [item.name for item in book.assignments] == ["first"]
        # From now on each commit is on the disk before anything goes on.
        with book.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    assert [item.name for item in tmp_path.iterdir()] == ["gradebook.db"]


# Writes more than SQLite keeps in memory, and is killed before it commits.
KILLED = """
import os, signal, sqlite3, sys
book = sqlite3.connect(sys.argv[1])
book.execute("PRAGMA cache_size = 2")
book.executemany("INSERT INTO marks VALUES (?)", (("x" * 1000,) for _ in range(500)))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_process_left_that_was_killed_is_taken_back_before_it_is_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gradebook.db"
    with contextlib.closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE TABLE marks (text)")
        book.execute("INSERT INTO marks VALUES ('first')")
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert Path(f"{path}-journal").stat().st_size
    engine = read_only(f"sqlite:///{path}")
    assert engine
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT text FROM marks").scalars().all()
    assert rows == ["first"]
    engine.dispose()
