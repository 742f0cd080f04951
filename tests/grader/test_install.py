"""Where a notebook gets the course from: what came with it, or an address with its hash."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import IPython
import pytest

from grader import notebooks
from grader.build.bundle import bundle
from grader.errors import BadSource
from grader.install import CELL, fill_in
from tests.grader.classes import LIMITS, Clone, add_tiny_section
from tests.grader.conftest import CloneIt
from tests.here import COURSE, sections, source_of

pytestmark = pytest.mark.classes

WHEEL, OTHER = (f"graded_descent-{n}-py3-none-any.whl" for n in ("0.1.0", "0.2.0"))
SHA256 = hashlib.sha256(b"a wheel").hexdigest()
URL = f"https://example.org/~ada/{WHEEL}"
ADDRESS = f"{URL}#sha256={SHA256}"
TINY = "01_tiny"


def install_cell(path: Path) -> notebooks.Notebook:
    (cell,) = (c for c in notebooks.read(path)["cells"] if c.get("id") == CELL)
    return cell


def source(address: str = "") -> str:
    cell = install_cell(source_of("01_perceptron"))
    filled: str = fill_in({"cells": [cell]}, address)["cells"][0]["source"]
    return filled


class Shell:
    """Stands for IPython, and notes what pip is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def run_line_magic(self, name: str, line: str) -> None:
        assert name == "pip"
        self.asked.append(line)


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a notebook, below that of the bundle, where the course is not installed."""
    folder = tmp_path / "a bundle" / "01_perceptron"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "descent" else found(name)
    )
    return folder


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    stands_in = Shell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: stands_in)
    return stands_in


def run(cell: str) -> None:
    exec(compile(cell, "<install>", "exec"), {"__name__": "__main__"})


def refusal(cell: str) -> str:
    """Run a cell that stops, and return all that a notebook shows of it."""
    with pytest.raises(Exception, match=r"run this cell again") as raised:
        run(cell)
    shown: list[str] = raised.value._render_traceback_()  # type: ignore[attr-defined]
    return "\n".join(shown)


# The cell


def test_all_sections_install_in_the_same_way_and_name_no_address() -> None:
    cells = [install_cell(source_of(section)) for section in sections()]
    assert all(cell == cells[0] for cell in cells)
    assert cells[0]["metadata"] == {"jupyter": {"source_hidden": True}, "tags": ["demo"]}
    assert cells[0]["source"] == source()


def test_where_the_course_is_installed_nothing_happens(shell: Shell) -> None:
    run(source())
    run(source(ADDRESS))
    assert shell.asked == []


def test_nothing_is_ever_installed_by_name(lesson: Path, shell: Shell) -> None:
    told = refusal(source())
    assert told.startswith("The course is not installed here. Put the file graded_descent-")
    assert "Traceback" not in told and shell.asked == []


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_the_wheel_of_the_bundle_is_installed(address: str, lesson: Path, shell: Shell) -> None:
    (lesson.parent / WHEEL).touch()
    run(source(address))
    assert shell.asked == [f'install --quiet "{Path("..", WHEEL)}"']


def test_the_wheel_in_the_notebooks_folder_comes_first(lesson: Path, shell: Shell) -> None:
    for folder in (lesson, lesson.parent):
        (folder / WHEEL).touch()
    run(source())
    assert shell.asked == [f'install --quiet "{WHEEL}"']


def test_of_several_wheels_none_is_guessed(lesson: Path, shell: Shell) -> None:
    (lesson / WHEEL).touch()
    (lesson.parent / OTHER).touch()
    told = refusal(source(ADDRESS))
    assert "more than one wheel" in told and WHEEL in told and OTHER in told
    assert shell.asked == []


@pytest.mark.parametrize(
    "name", ["descent-0.1.0-py3-none-any.whl", "graded_descent-0.1.0-py3-none-any (1).whl"]
)
def test_another_file_is_no_wheel_of_the_course(name: str, lesson: Path, shell: Shell) -> None:
    (lesson / name).touch()
    assert "graded_descent-….whl" in refusal(source())
    assert shell.asked == []


def test_without_a_wheel_the_instructors_address_is_used(lesson: Path, shell: Shell) -> None:
    run(source(ADDRESS))
    assert shell.asked == [f'install --quiet "{ADDRESS}"']


def test_a_cell_without_a_place_for_the_address_is_refused() -> None:
    with pytest.raises(BadSource, match='must have the line ADDRESS = "" once'):
        fill_in({"cells": [{"id": CELL, "source": "import descent\n"}]}, ADDRESS)


# What pip makes of it


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a bundle."""
    folder = tmp_path_factory.mktemp("handed out")
    shutil.unpack_archive(bundle(COURSE, [], folder), folder)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture
def served(wheel: Path) -> Iterator[str]:
    """The address of the wheel on this machine."""
    handler = functools.partial(Quiet, directory=str(wheel.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{wheel.name}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def pip(line: str, into: Path) -> subprocess.CompletedProcess[str]:
    """Run pip as IPython does, but without dependencies and not into this environment."""
    return subprocess.run(
        f"{shlex.join([sys.executable, '-m', 'pip'])} {line} --no-deps --target {shlex.quote(str(into))}",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_NO_CACHE_DIR": "1", "no_proxy": "127.0.0.1"},
    )


def test_pip_installs_the_wheel_beside_a_notebook(lesson: Path, shell: Shell, wheel: Path) -> None:
    shutil.copy(wheel, lesson.parent)
    run(source())
    done = pip(shell.asked[0], lesson / "site")
    assert done.returncode == 0, done.stderr
    assert (lesson / "site" / "descent" / "checks" / "01_perceptron.zip").is_file()


def test_pip_installs_from_an_address_what_has_its_hash(
    lesson: Path, shell: Shell, wheel: Path, served: str
) -> None:
    run(source(f"{served}#sha256={hashlib.sha256(wheel.read_bytes()).hexdigest()}"))
    done = pip(shell.asked[0], lesson / "site")
    assert done.returncode == 0, done.stderr
    assert (lesson / "site" / "descent" / "__init__.py").is_file()


def test_pip_refuses_what_has_another_hash(lesson: Path, shell: Shell, served: str) -> None:
    run(source(f"{served}#sha256={SHA256}"))
    done = pip(shell.asked[0], lesson / "site")
    assert done.returncode != 0 and "DO NOT MATCH THE HASHES" in done.stderr
    assert not (lesson / "site" / "descent").exists()


# What `descent build` makes of it

INSTALL = f'\n[install]\nurl = "{URL}"\nsha256 = "{SHA256}"\n'


@pytest.fixture(scope="module")
def clone(clone_it: CloneIt) -> Clone:
    """A course of one small section, handed out by its address."""
    copied = clone_it([], LIMITS + INSTALL)
    add_tiny_section(copied.root, TINY, "double", "x + x", "x * x")
    path = copied.root / "source" / TINY / f"{TINY}.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"].insert(1, install_cell(source_of("01_perceptron")))
    path.write_text(json.dumps(notebook))
    copied.descent("build").fine()
    return copied


def test_the_address_is_filled_in_wherever_a_notebook_may_be_run(clone: Clone) -> None:
    for name in (f"release/{TINY}", "notebooks", "solutions"):
        path = clone.root / name / f"{TINY}.ipynb"
        assert install_cell(path)["source"] == source(ADDRESS).rstrip("\n"), name
    assert URL not in (clone.root / "source" / TINY / f"{TINY}.ipynb").read_text()


def test_what_is_generated_anew_has_the_address_too(clone: Clone) -> None:
    clone.descent("build", "--check", "--execute").fine()


def test_nbgraders_own_command_fills_the_address_in(clone: Clone) -> None:
    path = clone.root / "release" / TINY / f"{TINY}.ipynb"
    before = path.read_bytes()
    path.unlink()
    clone.nbgrader("generate_assignment", TINY).fine()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "stale"),
    [
        (LIMITS, True),
        (LIMITS + INSTALL.replace(SHA256, SHA256[::-1]), True),
        (LIMITS + INSTALL.replace("~ada", "ada"), True),
        ('seed = "another"\n' + INSTALL, False),
    ],
)
def test_of_the_settings_only_the_address_makes_a_build_stale(
    settings: str, stale: bool, clone: Clone
) -> None:
    path = clone.root / "course.toml"
    before = path.read_text()
    path.write_text(settings)
    ran = clone.descent("build", "--check")
    path.write_text(before)
    assert (ran.status == 1) == stale, ran.said
    assert (f"{TINY} was built from other sources" in ran.stderr) == stale
