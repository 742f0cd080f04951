"""What a check notes of a notebook, and for whom: whoever sits at it, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from descent.judging.verdict import Verdict
from descent.notebook import progress
from descent.notebook.progress import Result
from tests.descent.lab.lessons import lesson
from tests.here import exercises

pytestmark = pytest.mark.lessons

# Of the section; the points are those of the lesson below.
COUNT = len(exercises("01_perceptron"))

PREPARE = """
import numpy as np
from descent import check, hint
def sigmoid(z): return 1 / (1 + np.exp(-np.clip(z, -500, 500)))
def neuron(X, w, b): return sigmoid(X @ w)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that ``descent lab`` looks after, with a lesson in it."""
    (tmp_path / progress.FOLDER).mkdir()
    (tmp_path / "01_perceptron.ipynb").write_text(lesson({"sigmoid": 2, "neuron": 2, "other": 8}))
    return tmp_path


class Kernel:
    """A kernel, and what its cells show."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, code: str, asked: bool = True) -> list[dict[str, str]]:
        """Run a cell for someone who could be asked for input, or not; return what it shows."""
        shown = []

        def take(message: dict[str, Any]) -> None:
            content = message["content"]
            assert message["msg_type"] != "error", content
            if message["msg_type"] == "display_data":
                shown.append(content["data"])

        self.client.execute_interactive(code, allow_stdin=asked, output_hook=take, timeout=60)
        return shown


@contextmanager
def kernel(folder: Path, **environment: str) -> Iterator[Kernel]:
    import os

    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(
        kernel_name="python3", cwd=str(folder), env={**os.environ, **environment}
    )
    try:
        started = Kernel(client)
        started.run(PREPARE)
        yield started
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def noted(folder: Path) -> list[dict[str, Any]]:
    path = folder / progress.FOLDER / progress.FILE
    return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []


def test_each_check_is_noted_and_the_notebook_says_how_far_it_is(folder: Path) -> None:
    with kernel(folder) as started:
        (right,) = started.run("check(sigmoid)")
        (wrong,) = started.run("check(neuron)")
        (nothing,) = started.run("check('train_neuron', lambda *_: None)")
    assert noted(folder) == [
        {"exercise": "sigmoid", "passed": True, "share": 1.0},
        {"exercise": "neuron", "passed": False, "share": 0.0},
        {"exercise": "train_neuron", "passed": False, "share": 0.0},
    ]
    line = f"Progress: 1 of {COUNT} exercises passed in this notebook, 2 of 12 points so far."
    for shown in (right, wrong, nothing):
        assert line in shown["text/html"] and line in shown["text/plain"]
    assert "Earned so far: 2 of 2 points." in right["text/plain"]
    assert "Earned so far: 0 of 2 points." in wrong["text/plain"]
    # Another kernel goes on from there.
    with kernel(folder) as started:
        (right,) = started.run("check('separable', dict(AND=1, OR=1, NAND=1, XOR=0))")
    assert f"Progress: 2 of {COUNT} exercises passed" in right["text/plain"]


def test_without_a_place_for_it_a_kernel_remembers_by_itself(tmp_path: Path) -> None:
    with kernel(tmp_path) as started:
        started.run("check(sigmoid)")
        (shown,) = started.run("check(neuron)")
    assert f"Progress: 1 of {COUNT} exercises passed in this notebook." in shown["text/plain"]
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to_is_no_error(folder: Path) -> None:
    (folder / progress.FOLDER / progress.FILE).mkdir()
    (folder / "01_perceptron.ipynb").write_text("no notebook")
    with kernel(folder) as started:
        (shown,) = started.run("check(sigmoid)")
    assert f"Progress: 1 of {COUNT} exercises passed in this notebook." in shown["text/plain"]


def test_a_notebook_that_is_merely_executed_notes_and_says_nothing(folder: Path) -> None:
    with kernel(folder) as started:
        (shown,) = started.run("check(sigmoid)", asked=False)
    assert shown["text/plain"] == "sigmoid: Passed. Right."
    assert "Progress" not in shown["text/html"] and not noted(folder)


@pytest.mark.parametrize("by", ["autograde", "validate"])
def test_a_notebook_that_nbgrader_executes_notes_and_says_nothing(folder: Path, by: str) -> None:
    with kernel(folder, NBGRADER_EXECUTION=by) as started:
        (shown,) = started.run("check(sigmoid)")
    assert shown["text/plain"] == "sigmoid: Passed. Right."
    assert not noted(folder)


def test_a_program_notes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    from descent import check

    check("separable", dict.fromkeys(("AND", "OR", "NAND", "XOR"), 1))
    assert not progress.interactive() and not noted(folder)


def test_a_solution_is_the_same_wherever_it_is_executed(folder: Path, tmp_path: Path) -> None:
    from nbclient import NotebookClient
    from nbformat import v4

    (tmp_path / "elsewhere").mkdir()
    pages = []
    for place in (folder, tmp_path / "elsewhere"):
        notebook = v4.new_notebook(
            cells=[v4.new_code_cell(code) for code in (PREPARE, "check(sigmoid)", "check(neuron)")]
        )
        client = NotebookClient(notebook, resources={"metadata": {"path": str(place)}})
        client.execute()
        pages.append([cell["outputs"] for cell in notebook["cells"]])
    assert pages[0] == pages[1] and "Not yet" in str(pages[0])
    assert not noted(folder)


def test_the_first_hint_is_the_one_behind_the_button(folder: Path) -> None:
    with kernel(folder) as started:
        (box,) = started.run("check(neuron)")
        (again,) = started.run("check(neuron)")
        (note,) = started.run("hint(neuron)")
        (later,) = started.run("check(neuron)")
        (next_one,) = started.run("hint(neuron)")
    assert "Hint 1 of 3</summary>" in box["text/html"]
    assert box["text/html"] == again["text/html"], "a hint that nobody asked for is not used up"
    assert note["text/plain"].startswith("Hint 1 of 3 for neuron")
    assert "Hint 2 of 3</summary>" in later["text/html"]
    assert next_one["text/plain"].startswith("Hint 2 of 3 for neuron")


def test_the_file_knows_more_than_this_kernel_does(folder: Path) -> None:
    progress.note(Verdict("sigmoid", "passed", 1.0, {}, None, ""), folder)
    progress.forget(["sigmoid"], folder)
    assert progress.results(folder) == {"sigmoid": Result(False, 0.0)}
    assert progress.line("sigmoid", folder).startswith(f"0 of {COUNT} exercises passed")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"cells": 3}', '{"cells": [3]}', "[" * 100_000, "\xff"]
)
def test_a_broken_notebook_has_no_points(tmp_path: Path, text: str) -> None:
    (tmp_path / "lesson.ipynb").write_text(text, encoding="latin-1")
    assert progress.points(tmp_path / "lesson.ipynb") is None
    assert progress.points(tmp_path / "none.ipynb") is None
